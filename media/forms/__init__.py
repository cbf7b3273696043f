"""The forms of images, documents and videos, and what they refuse."""
