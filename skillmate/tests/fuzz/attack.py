"""Sending what no browser would send, and looking at the response."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote_from_bytes, urlsplit

from django.http import HttpResponse
from django.test import Client

from .responses import html_of

Value = str | bytes
Pairs = Iterable[tuple[str, Value]]
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=fuzz"


def encoded(pairs: Pairs) -> str:
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


def in_parts(pairs: Pairs, files: Iterable[tuple[str, Value, bytes]] = ()) -> bytes:
    """`pairs` and `files` (field, file name, content) as multipart; nothing is escaped."""
    parts = [(f'name="{name}"'.encode(), _bytes(value)) for name, value in pairs]
    parts += [
        (b'name="' + _bytes(field) + b'"; filename="' + _bytes(name) + b'"', content)
        for field, name, content in files
    ]
    prefix = b"--fuzz\r\nContent-Disposition: form-data; "
    body = b"".join(prefix + names + b"\r\n\r\n" + content + b"\r\n" for names, content in parts)
    return body + b"--fuzz--\r\n"


def get(client: Client, address: str, pairs: Pairs) -> HttpResponse:
    return sent(client, "GET", f"{address}?{encoded(pairs)}")


def post(
    client: Client, address: str, body: Value, content_type: str = FORM, **extra
) -> HttpResponse:
    return sent(client, "POST", address, body, content_type=content_type, **extra)


def sent(client: Client, method: str, address: str, body: Value = "", **extra) -> HttpResponse:
    """What breaks tells what was sent, also where the test's own report does not get that far."""
    role = getattr(client, "role", "somebody")
    description = f"{method} {address[:500]} as {role}: {body[:3000]!r}"
    try:
        response = client.generic(method, address, body, **extra)
    except Exception as error:
        error.add_note(description)
        raise
    response.request_description = description
    return response


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def _quoted(value: Value) -> str:
    return quote_from_bytes(_bytes(value), safe="")


def wrongs(response: HttpResponse) -> list[str]:
    """What is wrong with a response, whatever was asked."""
    messages = []
    if response.status_code >= 500:
        messages.append(f"status {response.status_code}")
    if any("\n" in value or "\r" in value for _name, value in response.headers.items()):
        messages.append("a line break in a header")
    if _leads_to_another_site(response.get("Location", "")):
        messages.append(f"leads to {response['Location']}")
    html = html_of(response)
    if "<fuzz-x" in html or '" onfuzz=' in html:
        messages.append("markup comes back unescaped")
    return [*messages, getattr(response, "request_description", "")] if messages else []


def _leads_to_another_site(location: str) -> bool:
    address = urlsplit(location.replace("\\", "/"))
    return address.netloc not in ("", "testserver") or address.scheme not in ("", "http", "https")
