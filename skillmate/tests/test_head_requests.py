"""HEAD says what a GET would, without the body, and leaves no file open."""

from io import BytesIO

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from web.head_requests import HeadMiddleware


def respond(method: str, response):
    return HeadMiddleware(lambda request: response)(RequestFactory().generic(method, "/"))


@pytest.mark.parametrize(
    "make",
    [
        lambda: HttpResponse(b"words"),
        lambda: StreamingHttpResponse([b"words"]),
        lambda: FileResponse(BytesIO(b"words")),
    ],
)
@pytest.mark.parametrize(("method", "body"), [("HEAD", b""), ("GET", b"words"), ("POST", b"words")])
def test_only_a_head_has_no_body(make, method, body):
    assert b"".join(respond(method, make())) == body


def test_a_file_keeps_its_length_and_is_closed():
    file = BytesIO(b"words")
    response = respond("HEAD", FileResponse(file))
    assert (response["Content-Length"], response.file_to_stream) == ("5", None)
    response.close()
    assert file.closed
