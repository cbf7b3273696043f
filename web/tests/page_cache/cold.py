from django.core.cache import caches

from web.page_cache.fragments import fragments, objects, small_objects
from web.page_cache.page_store import process_pages, unkept_paths


def forget_pages() -> None:
    """The next visitor is the first."""
    for store in (process_pages(), unkept_paths(), fragments(), objects(), small_objects()):
        store.clear()
    caches["pages"].clear()
