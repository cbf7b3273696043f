"""Caches that may fail (decision 0032): what cannot be read is a miss, and nothing waits long."""
