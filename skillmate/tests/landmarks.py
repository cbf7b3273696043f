"""The landmarks of a page, by which people who hear it find their way: what it is, and its name."""

import re
from collections import Counter
from html import unescape

ROLES = {
    "main": "main",
    "nav": "navigation",
    "aside": "complementary",
    "search": "search",
    "form": "form",
    "section": "region",
}
# Roles that are landmarks, and of those the ones that are none without a name.
NAMED = {"form", "region"}
LANDMARKS = {*ROLES.values(), "banner", "contentinfo"}
NOT_SHOWN = re.compile(r"<(script|template|noscript|style)\b.*?</\1>|<!--.*?-->", re.S)
OPENED = re.compile(
    rf"<(?:{'|'.join(ROLES)})\b[^>]*>|<[a-z0-9-]+\b[^>]*\brole=\"(?:{'|'.join(LANDMARKS)})\"[^>]*>"
)
ATTRIBUTE = re.compile(r'\s(role|aria-label|aria-labelledby)="([^"]*)"')


def landmarks(html: str) -> list[tuple[str, str]]:
    html = NOT_SHOWN.sub("", html)
    found = []
    for tag in OPENED.findall(html):
        attributes = dict(ATTRIBUTE.findall(tag))
        role = attributes.get("role") or ROLES[re.match(r"<([a-z0-9-]+)", tag)[1]]
        name = _labels(html, attributes.get("aria-labelledby", ""))
        name = name or _text(attributes.get("aria-label", ""))
        if role in LANDMARKS and (name or role not in NAMED):
            found.append((role, name))
    return found


def repeated_landmarks(html: str) -> list[tuple[str, str]]:
    """Those that nobody can tell apart, whether shown at once or at another width."""
    return [landmark for landmark, number in Counter(landmarks(html)).items() if number > 1]


def _labels(html: str, ids: str) -> str:
    labels = (rf'<([a-z0-9]+)\b[^>]*\sid="{re.escape(key)}"[^>]*>(.*?)</\1>' for key in ids.split())
    texts = (re.search(label, html, re.S) for label in labels)
    return " ".join(_text(match[2]) for match in texts if match)


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
