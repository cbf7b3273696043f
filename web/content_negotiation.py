"""In which form an answer is wanted."""

from django.http import HttpRequest


def prefers_json(request: HttpRequest) -> bool:
    """Whether a script asks that says so. Whoever takes anything gets a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
