"""Bodies that are not what they say they are: refused with a page, and nothing is kept."""

import pytest
from django.test import Client
from django.urls import reverse

from home.models import ContactMessage
from learners.models import Profile
from skillmate.tests.fuzz.attack import PARTS, in_parts

NAME = b'Content-Disposition: form-data; name="display_name"'
FILE = b'Content-Disposition: form-data; name="picture"; filename="a.png"'
BODIES = {
    "no boundary": (b"--x\r\n", "multipart/form-data"),
    "empty boundary": (b"--\r\n", "multipart/form-data; boundary="),
    "boundary of nonsense": (b"--x\r\n", 'multipart/form-data; boundary="\xff\x00"'),
    "endless boundary": (b"--x\r\n", f"multipart/form-data; boundary={'x' * 5000}"),
    "torn in a header": (b"--fuzz\r\n" + NAME, PARTS),
    "torn in a file": (b"--fuzz\r\n" + FILE + b"\r\n\r\n\x89PNG", PARTS),
    "two files of one name": (in_parts([], [("picture", "a.png", b"1")] * 2), PARTS),
    "file where text should be": (in_parts([], [("display_name", "a.png", b"x")]), PARTS),
    "text where a file should be": (in_parts([("picture", "x")]), PARTS),
    "path for a name": (in_parts([], [("picture", "../../etc/passwd", b"x")]), PARTS),
    "nul in a name": (in_parts([], [("picture", "a\0.png", b"x")]), PARTS),
    "line break in a name": (in_parts([], [("picture", "a\r\nX-Evil: 1", b"x")]), PARTS),
    "broken base64": (
        b"--fuzz\r\n" + NAME + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--fuzz--",
        PARTS,
    ),
    "utf-16": ("display_name=x".encode("utf-16"), "application/x-www-form-urlencoded"),
    "JSON for a form": (b'{"display_name": "x"}', "application/json"),
    "form for JSON": (b"display_name=x", "application/json"),
}


@pytest.mark.parametrize("kind", BODIES)
def test_malformed_body_is_refused_and_changes_nothing(student_client, home, kind):
    body, content_type = BODIES[kind]
    response = student_client.post(reverse("learners:profile"), body, content_type=content_type)
    assert response.status_code in {200, 400}
    assert "</h1>" in response.content.decode()
    assert not Profile.objects.exists()


@pytest.mark.parametrize(
    "body", [b"message=" + b"x" * 9 * 2**20, b"&".join([b"a=1"] * 20_001)], ids=["bytes", "fields"]
)
@pytest.mark.parametrize("path", ["/contact/", "/accounts/login/", "/search/"])
def test_too_much_is_refused(client, home, path, body):
    content_type = "application/x-www-form-urlencoded"
    assert client.post(path, body, content_type=content_type).status_code in {413, 405}
    assert not ContactMessage.objects.exists()


def test_too_many_files_are_refused(student_client, home):
    body = in_parts([], [(f"file{number}", "a.png", b"x") for number in range(101)])
    address = reverse("learners:profile")
    assert student_client.post(address, body, content_type=PARTS).status_code == 413


@pytest.mark.parametrize("token", ["", "x", "\0", "é" * 40, "x" * 64, "a" * 100_000, "<xss-a>"])
def test_wrong_token_is_told_how_to_go_on(student, home, token):
    client = Client(enforce_csrf_checks=True)
    client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("learners:profile"))
    for data in ({"csrfmiddlewaretoken": token}, {}):
        response = client.post(reverse("learners:profile"), {"display_name": "x", **data})
        assert (response.status_code, "<xss-a>" in response.content.decode()) == (403, False)
    assert not Profile.objects.exists()


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://testserver.evil", "x"])
def test_form_of_another_site_is_refused(student, home, origin):
    client = Client(enforce_csrf_checks=True, headers={"origin": origin})
    client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("learners:profile"))
    data = {"csrfmiddlewaretoken": page.context["csrf_token"]}
    assert client.post(reverse("learners:profile"), data).status_code == 403
