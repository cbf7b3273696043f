"""Primary keys as text that somebody sent."""


def is_key(text: str) -> bool:
    """Whether a column may hold it: asking for anything else is an error, not an empty answer.

    (`isdigit()` alone takes digits of all scripts.)
    """
    return text.isascii() and text.isdigit() and len(text) < 19
