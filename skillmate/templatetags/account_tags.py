"""What account pages say about browsers."""

from django import template

register = template.Library()

# In this order: most browsers also claim to be those further down.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """A user agent as people call it: "Firefox on Windows"."""
    name = _first_match(BROWSERS, user_agent)
    system = _first_match(SYSTEMS, user_agent)
    if name and system:
        return f"{name} on {system}"
    return name or system or "An unknown browser"


def _first_match(names: dict[str, str], user_agent: str) -> str:
    return next((name for token, name in names.items() if token in user_agent), "")
