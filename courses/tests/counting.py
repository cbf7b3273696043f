"""How many queries an address costs once caches are warm."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from media.rendition_queue import make_requested


def get_query_count(client: Client, url: str) -> int:
    client.get(url)
    make_requested()  # the worker, by the time the next one comes
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def post_query_count(client: Client, url: str, **data: object) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.post(url, data).status_code in {204, 302, 303}
    return len(queries)
