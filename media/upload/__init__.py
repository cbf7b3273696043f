"""Bringing in videos: start, chunks, finish. The same steps on disk and in Cloudinary."""
