"""Links between the lessons of a course, without a query for each block of text.

Wagtail resolves the page links of every rich text on its own, with two queries each. A lesson has
many texts, and nearly all of their links lead to lessons whose outline is at hand anyway.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest
from django.template.response import TemplateResponse
from wagtail.models import Page

_known_addresses: ContextVar[dict[str, str]] = ContextVar("addresses_at_hand", default={})  # noqa: B039


@contextmanager
def known_addresses(pages: Iterable[Page], request: HttpRequest) -> Iterator[None]:
    """While this lasts, links to `pages` in rich text are resolved without asking the database."""
    token = _known_addresses.set({str(page.pk): page.get_url(request) for page in pages})
    try:
        yield
    finally:
        _known_addresses.reset(token)


def known_address(pk: str) -> str | None:
    """The address of the page with this primary key; None where it has to be looked up."""
    return _known_addresses.get().get(pk)


class OutlineResponse(TemplateResponse):
    """A course or lesson rendered with the addresses of the course and its `outline` at hand."""

    @property
    def rendered_content(self) -> str:
        data = self.context_data
        course = data.get("course", data["page"])
        with known_addresses([course, *data["outline"].lessons], self._request):
            return super().rendered_content
