"""The whole site in one file, and back (docs/backup.md; decision 0017)."""
