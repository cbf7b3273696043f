"""Links between the lessons of a course, without a query for each block of text.

Wagtail resolves the page links of every rich text on its own, with two queries each. A lesson has
many texts, and nearly all of their links lead to lessons whose outline is at hand anyway.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.http import HttpRequest
from django.template.response import TemplateResponse
from wagtail.models import Page

Addresses = Callable[[str], "str | None"]
_known_address: ContextVar[Addresses] = ContextVar("address_at_hand", default=lambda _pk: None)


@contextmanager
def known_addresses(pages: Iterable[Page], request: HttpRequest) -> Iterator[None]:
    """While this lasts, links to `pages` in rich text are resolved without asking the database."""
    pages_by_key = {str(page.pk): page for page in pages}

    @cache  # most texts link to nothing
    def address(pk: str) -> str | None:
        page = pages_by_key.get(pk)
        return page and page.get_url(request)

    token = _known_address.set(address)
    try:
        yield
    finally:
        _known_address.reset(token)


def known_address(pk: str) -> str | None:
    """The address of the page with this primary key; None where it has to be looked up."""
    return _known_address.get()(pk)


class OutlineResponse(TemplateResponse):
    """A course or lesson rendered with the addresses of the course and its `outline` at hand."""

    @property
    def rendered_content(self) -> str:
        data = self.context_data
        course = data.get("course", data["page"])
        with known_addresses([course, *data["outline"].lessons], self._request):
            return super().rendered_content
