"""Whatever is posted, the answer is a page."""

import pytest
from django.contrib.auth.models import User

FORMS = {
    "/accounts/login/": ("login", "password"),
    "/accounts/signup/": ("email", "password1"),
    "/accounts/password/reset/": ("email",),
}
NASTY = {
    "nul": "ann\0@example.org",
    "long": "a" * 10_000,
    "long address": f"{'a' * 10_000}@example.org",
    "emoji": "\N{PILE OF POO}@example.org",
    "markup": "<script>alert(1)</script>@example.org",
    "quotes": "'\";--@example.org",
    "lines": "ann@example.org\r\nBcc: all@example.org",
    "list": ["ann@example.org", "bob@example.org"],
    "blank": "   ",
}


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("kind", NASTY)
def test_strange_values_get_a_page(client, path, kind):
    response = client.post(path, dict.fromkeys(FORMS[path], NASTY[kind]))

    assert response.status_code in (200, 302)
    assert "<script>alert" not in response.content.decode()
    assert not User.objects.filter(email__contains="\n").exists()


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"%ff%fe=%00&login=%ff", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"[1, 2", "application/json"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"nothing here", "multipart/form-data; boundary=x"),
        (b"--x--", "multipart/form-data; boundary="),
        (b"\xff\xd8", "image/jpeg"),
    ],
)
def test_malformed_bodies_get_a_page(client, path, body, kind):
    response = client.post(path, body, content_type=kind)

    assert response.status_code in (200, 400)
    assert "</h1>" in response.content.decode()


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_break_nothing(client, path, method):
    assert getattr(client, method)(path).status_code in (200, 405)


@pytest.mark.parametrize("key", ["x", "a-b", "0-0", "zzzzzzzzzzzzzzzzzzzz-set-password", "1-%00"])
def test_made_up_reset_links_get_a_page(client, key):
    response = client.get(f"/accounts/password/reset/key/{key}/")

    assert response.status_code in (200, 400, 404)


@pytest.mark.parametrize("credential", ["", "null", "{}", "[]", "{", '"x"', '{"id": 1}', "\0"])
def test_made_up_passkeys_redirect_to_sign_in(client, credential):
    response = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})

    assert response.url == "/accounts/login/"
