class UnreadableValueError(Exception):
    """What is cached was torn, or written by another version of the code."""
