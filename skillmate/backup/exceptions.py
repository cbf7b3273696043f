from web.exceptions import Refusal


class BackupRefusal(Refusal):
    """Why nothing was saved or restored, in words for whoever runs the site."""
