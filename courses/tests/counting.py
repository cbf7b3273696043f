"""How many queries an address costs whose page has to be made, once other caches are warm."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from media.rendition_queue import make_requested
from web.tests.page_cache.cold import forget_pages


def get_query_count(client: Client, url: str) -> int:
    client.get(url)
    if make_requested():  # the worker, by the time the next one comes
        client.get(url)
    forget_pages()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def post_query_count(client: Client, url: str, **data: object) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.post(url, data).status_code in {204, 302, 303}
    return len(queries)
