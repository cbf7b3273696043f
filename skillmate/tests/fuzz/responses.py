import json

from django.http import HttpResponse


def html_of(response: HttpResponse) -> str:
    """The markup of a page, or of the dialogue that Wagtail sends inside JSON; else nothing."""
    content_type = response.get("Content-Type", "")
    if response.streaming or not content_type.startswith(("text/html", "application/json")):
        return ""
    text = response.content.decode()
    if content_type.startswith("text/html"):
        return text
    data = json.loads(text)
    return (data.get("html") or "") if isinstance(data, dict) else ""
