from django.core.cache import caches

from web.page_cache.page_store import process_pages


def forget_pages() -> None:
    """The next visitor is the first."""
    process_pages().clear()
    caches["pages"].clear()
