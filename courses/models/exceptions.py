"""What courses refuse, in words for the person who asked."""

from django.core.exceptions import PermissionDenied

from web.exceptions import Refusal


class CourseRefusal(Refusal, PermissionDenied):
    """Not allowed, or not now. Its text says why and what to do."""
