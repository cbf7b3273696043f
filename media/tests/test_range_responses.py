"""Range requests as RFC 9110 wants them."""

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory

from media.delivery.range_responses import ranged_response

BODY = bytes(range(100))
MODIFIED = 1_700_000_000
DATE = "Tue, 14 Nov 2023 22:13:20 GMT"


def ask(method: str = "get", **headers: str):
    request = getattr(RequestFactory(), method)("/", headers=headers)
    return ranged_response(
        request, ContentFile(BODY), content_type="video/mp4", etag="tag", modified=MODIFIED
    )


def body(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-", BODY),
        ("bytes=0-0", BODY[:1]),
        ("bytes=10-19", BODY[10:20]),
        ("bytes=90-500", BODY[90:]),
        ("bytes=-5", BODY[-5:]),
        ("bytes=-500", BODY),
    ],
)
def test_a_range_gives_just_that_part(header, expected):
    response = ask(Range=header)
    first = BODY.index(expected[:1])
    assert response.status_code == 206
    assert body(response) == expected
    assert response["Content-Length"] == str(len(expected))
    assert response["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/100"


@pytest.mark.parametrize(
    "header",
    ["", "bytes=", "bytes=-", "bytes=9-3", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6"]
    + [f"bytes={'9' * 5000}-", f"bytes=-{'9' * 5000}"],
)
def test_a_malformed_or_multiple_range_gives_everything(header):
    response = ask(Range=header)
    assert (response.status_code, body(response)) == (200, BODY)
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=500-600", "bytes=-0"])
def test_a_range_past_the_end_is_416(header):
    response = ask(Range=header)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */100")


@pytest.mark.parametrize(("validator", "status"), [('"tag"', 206), (DATE, 206), ('"old"', 200)])
def test_if_range_gives_the_part_only_of_the_same_file(validator, status):
    assert ask(**{"Range": "bytes=1-2", "If-Range": validator}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": '"tag"'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"old"', "If-Modified-Since": DATE}, 200),
        ({"If-Modified-Since": DATE}, 304),
        ({"If-Modified-Since": "Tue, 14 Nov 2023 22:13:19 GMT"}, 200),
        ({"If-Modified-Since": "rubbish"}, 200),
    ],
)
def test_what_has_not_changed_is_not_sent_again(headers, status):
    assert ask(**headers).status_code == status


def test_an_empty_file_is_served():
    response = ranged_response(
        RequestFactory().get("/"), ContentFile(b""), content_type="x/y", etag="e", modified=1
    )
    assert (response.status_code, body(response)) == (200, b"")
