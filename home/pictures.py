"""The pictures of pages that are neither courses nor lessons."""

from wagtail.models import Revision

from courses.release.pictures import request_page_pictures


def request_pictures(*, revision: Revision | None = None, **signal) -> None:
    """When a page is published; without a revision it shows what it showed before."""
    if revision is not None:
        request_page_pictures(revision)
