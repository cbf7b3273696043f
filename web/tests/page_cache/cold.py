from django.core.cache import BaseCache, caches

from web.cache.redis import RedisCache
from web.page_cache.fragments import fragments, objects, small_objects
from web.page_cache.page_store import process_pages, unkept_paths


def forget_pages() -> None:
    """The next visitor is the first."""
    forget_pages_of_process()
    _forget_shared(caches["pages"])


def forget_pages_of_process() -> None:
    for store in (process_pages(), unkept_paths(), fragments(), objects(), small_objects()):
        store.clear()


def _forget_shared(pages: BaseCache) -> None:
    """In Redis `clear()` would empty the caches of other things, too."""
    if not isinstance(pages, RedisCache):
        pages.clear()
        return
    client = pages._backend._cache.get_client(write=True)
    for key in client.scan_iter(match=pages.make_key("*")):
        client.delete(key)
