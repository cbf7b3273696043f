"""Files in a bucket of S3: the SDK is imported where one is configured, as it takes 30 MB."""
