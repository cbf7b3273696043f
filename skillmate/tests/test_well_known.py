"""What programs find by convention."""

from datetime import UTC, datetime, timedelta

import pytest


def fields(response) -> dict[str, str]:
    lines = response.content.decode().strip().splitlines()
    return dict(line.split(": ", 1) for line in lines)


@pytest.mark.parametrize(
    ("setting", "contact"),
    [
        ("security@learn.example.org", "mailto:security@learn.example.org"),
        ("https://learn.example.org/report?a=1&b=2", "https://learn.example.org/report?a=1&b=2"),
    ],
)
def test_security_txt_has_the_contact(client, settings, setting, contact):
    settings.SECURITY_CONTACT, settings.SITE_URL = setting, "https://learn.example.org"
    response = client.get("/.well-known/security.txt")
    entries = fields(response)
    expires = datetime.fromisoformat(entries.pop("Expires"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert entries == {
        "Contact": contact,
        "Canonical": "https://learn.example.org/.well-known/security.txt",
        "Preferred-Languages": "en",
    }
    assert timedelta(days=100) < expires - datetime.now(UTC) < timedelta(days=365)


def test_password_managers_find_where_a_password_is_changed(client, student_client, home):
    response = student_client.get("/.well-known/change-password")
    assert (response.status_code, response.url) == (302, "/accounts/password/change/")


def test_missing_page_is_a_404(client, home):
    """Password managers ask for such an address to see whether a 404 can be trusted."""
    path = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200"
    assert client.get(path, follow=True).status_code == 404
