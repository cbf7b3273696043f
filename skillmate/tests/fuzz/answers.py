import json

from django.http import HttpResponse


def html_of(response: HttpResponse) -> str:
    """The markup of a page, or of the dialogue that Wagtail sends inside JSON; else nothing."""
    kind = response.get("Content-Type", "")
    if response.streaming or not kind.startswith(("text/html", "application/json")):
        return ""
    text = response.content.decode()
    if kind.startswith("text/html"):
        return text
    data = json.loads(text)
    return (data.get("html") or "") if isinstance(data, dict) else ""
