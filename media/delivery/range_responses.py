"""Files in parts: `Range` requests, which Django's own `FileResponse` ignores.

Without them a browser cannot seek in a video. Rules: RFC 9110, sections 13.1.5 and 14.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date, parse_http_date_safe

CHUNK = 64 * 1024
# No file has more bytes than 18 digits can count, and Python refuses to read thousands of them.
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def ranged_response(
    request: HttpRequest, file: File, *, content_type: str, etag: str, modified: float
) -> HttpResponseBase:
    """`file` whole (200), the part asked for (206), or the reason why not (304, 416).

    `etag` is the bare validator without quotes; `modified` is seconds since the epoch. The file
    is closed when the response is.
    """
    etag, size = f'"{etag}"', file.size
    if _is_unchanged(request, etag, modified):
        response: HttpResponseBase = HttpResponse(status=304)
        file.close()
    else:
        span = _span(request, size, etag, modified)
        response = _part(file, span, size, content_type)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    response["Accept-Ranges"] = "bytes"
    return response


def _is_unchanged(request: HttpRequest, etag: str, modified: float) -> bool:
    if if_none_match := request.headers.get("If-None-Match"):
        return etag in if_none_match or if_none_match.strip() == "*"
    if_modified_since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return if_modified_since is not None and int(modified) <= if_modified_since


def _span(request: HttpRequest, size: int, etag: str, modified: float) -> tuple[int, int] | None:
    """First and last byte asked for; None for the whole file; (size, size) for past the end."""
    match = RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    condition = request.headers.get("If-Range")
    if not match or match[1] + match[2] == "":
        return None
    if condition and condition not in (etag, http_date(modified)):
        return None
    if not match[1]:
        length = int(match[2])
        return (max(size - length, 0), size - 1) if length else (size, size)
    first, last = int(match[1]), int(match[2] or size - 1)
    if match[2] and last < first:
        return None
    return (first, min(last, size - 1)) if first < size else (size, size)


def _part(
    file: File, span: tuple[int, int] | None, size: int, content_type: str
) -> HttpResponseBase:
    first, last = span or (0, size - 1)
    if span and first >= size:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _chunks(file, first, last + 1 - first),
        status=206 if span else 200,
        content_type=content_type,
    )
    response._resource_closers.append(file.close)
    response["Content-Length"] = last + 1 - first
    if span:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _chunks(file: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    file.seek(start)
    while length > 0 and (chunk := file.read(min(CHUNK, length))):
        length -= len(chunk)
        yield chunk
