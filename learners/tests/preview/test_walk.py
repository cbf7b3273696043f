"""The walk through a draft: what it shows, where its links lead, who may take it."""

import re

import pytest

from .conftest import MODES, walk


def shown(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def main(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def links(html: str) -> set[str]:
    return set(re.findall(r'href="([^"#?]*)', html))


@pytest.mark.parametrize("mode", MODES)
def test_walk_shows_the_course_as_drafted(instructor_client, redrafted, drafts, mode):
    html = shown(instructor_client, walk(redrafted, mode))
    content = html[html.index('class="sections"') :]
    titles = ["Renamed in the draft", "Brand new", drafts[2].title]
    places = [content.index(title) for title in titles]
    assert places == sorted(places)
    removed = redrafted.outline.lessons[1]
    assert "The next edition" in html
    assert redrafted.title not in html
    assert removed.title not in html
