"""What pages offer visitors: signing up first, signing in beside it, and the way back."""

import re

import pytest


def entrance(page: str) -> list[tuple[str, str]]:
    """The links of the header to an account, in their order."""
    header = page.partition("<main")[0]
    return re.findall(r'<a class="button[^"]*" href="(/accounts/[^"]+)">([^<]+)</a>', header)


@pytest.mark.parametrize("place", ["course", "free lesson"])
def test_visitor_signs_up_or_in_and_comes_back(client, course, lessons, place):
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    address = course.url if place == "course" else lessons[0].url
    links = [
        (f"/accounts/signup/?next={address}", "Sign up"),
        (f"/accounts/login/?next={address}", "Sign in"),
    ]
    # The second time the page is a kept one, and what is in its address is nobody's.
    for query in ("", "?next=/evil/", "?utm_source=mail"):
        assert entrance(client.get(address + query).text) == links


def test_page_for_signing_in_hands_on_where_to_go(client, course):
    for page in ("login", "signup"):
        page = client.get(f"/accounts/{page}/", {"next": "/courses/?level=1&q=a"})
        target = "?next=/courses/%3Flevel%3D1%26q%3Da"
        assert [link for link, _label in entrance(page.text)] == [
            f"/accounts/signup/{target}",
            f"/accounts/login/{target}",
        ]
    evil = client.get("/accounts/login/", {"next": "https://evil.example/"})
    expected = [("/accounts/signup/", "Sign up"), ("/accounts/login/", "Sign in")]
    assert entrance(evil.text) == entrance(client.get("/").text) == expected
