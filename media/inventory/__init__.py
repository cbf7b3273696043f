"""What rows say is stored, and what is: on disk and in Cloudinary."""
