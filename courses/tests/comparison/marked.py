"""What a reader sees of a comparison."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

MARKS = "ins, del, .comparison__note, .release-mark"


def marked_text(html: str) -> str:
    """One line of text: [-gone-], {+come+}, (noted), <marked>, links with where they lead.

    What only screen readers say is left out.
    """
    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup.select(".w-sr-only"):
        hidden.decompose()
    for selector, (start, end) in {
        "del": ("[-", "-]"),
        "ins": ("{+", "+}"),
        ".release-mark": ("<", ">"),
    }.items():
        for element in soup.select(selector):
            element.insert(0, start)
            element.append(end)
    for note in soup.select(".comparison__note"):
        if note.get_text() != "(empty)":
            note.insert(0, " (")
            note.append(")")
    return re.sub(r"\s+", " ", soup.get_text()).strip()


def has_mark(element: Tag) -> bool:
    return any(mark.get_text(strip=True) for mark in element.select(MARKS))
