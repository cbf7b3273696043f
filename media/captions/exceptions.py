from web.exceptions import Refusal


class CaptionsRefusal(Refusal):
    """A file that no browser could show as captions. The message names the line."""
