class BackupRefused(Exception):
    """Why nothing was saved or restored, in words for whoever runs the site."""
