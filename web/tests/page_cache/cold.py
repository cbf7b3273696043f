from django.core.cache import caches

from web.page_cache.fragments import fragments, objects
from web.page_cache.page_store import process_pages


def forget_pages() -> None:
    """The next visitor is the first."""
    for store in (process_pages(), fragments(), objects()):
        store.clear()
    caches["pages"].clear()
