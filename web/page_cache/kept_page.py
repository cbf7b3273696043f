"""A page as it was made for a visitor, and whether it may be kept for the next one."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

# What it says of itself beside its text. What every response says, middleware further out adds.
KEPT_HEADERS = ("Content-Type", "Content-Language", "X-Robots-Tag")
# Kept beside the body: the object, its headers, its place in the dictionary.
OVERHEAD = 1_000


@dataclass(frozen=True, slots=True)
class KeptPage:
    body: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, response: HttpResponse) -> KeptPage:
        headers = [(name, response[name]) for name in KEPT_HEADERS if name in response]
        digest = blake2b(repr(headers).encode() + response.content, digest_size=16)
        return cls(response.content, f'"{digest.hexdigest()}"', tuple(headers))

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.body) + OVERHEAD

    def response(self, request: HttpRequest) -> HttpResponseBase:
        """200 with the page, or 304 for whoever has it. The same whatever cookies came along."""
        response = HttpResponse(self.body, headers=dict(self.headers))
        response["ETag"] = self.etag
        response["Cache-Control"] = _cache_control()
        response["Content-Length"] = str(len(self.body))
        return get_conditional_response(request, etag=self.etag, response=response)


def _cache_control() -> str:
    """A browser keeps it, but asks each time whether it still holds. A server in front that is told
    of changes (`web/frontend_cache/`) need not ask; "no-cache" would forbid it that."""
    if seconds := settings.PUBLIC_PAGES_SMAXAGE:
        return f"public, max-age=0, must-revalidate, s-maxage={seconds}"
    return "public, no-cache"


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the next visitor may get what this one got.

    A view has to say so (`public_page`), and nothing personal may have been touched on the way.
    """
    parameters = getattr(request, "public_page_parameters", None)
    if parameters is None or not parameters.issuperset(request.GET):
        return False
    if response.status_code != 200 or response.streaming or hasattr(response, "_csp_config"):
        return False
    is_personal = bool(response.cookies) or getattr(request, "session", None) is None
    return not (is_personal or request.session.accessed or _is_transient(response))


def _is_transient(response: HttpResponseBase) -> bool:
    """A page without one of its pictures, for instance, which is made by now."""
    directives = response.get("Cache-Control", "")
    return any(word in directives for word in ("no-store", "private", "max-age"))
