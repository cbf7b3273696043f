"""Videos, images and documents in the Wagtail admin: lists, choosers, its API."""
