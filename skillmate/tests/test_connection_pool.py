"""`DATABASE_POOL`: threads take turns at few connections to PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import environ
import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

from skillmate.settings.databases import databases

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"


def configured(tmp_path, **variables: str) -> dict:
    env = environ.Env()
    env.ENVIRON = variables
    return databases(env, tmp_path)["default"]


def test_each_thread_keeps_its_connection_unless_told(tmp_path):
    database = configured(tmp_path, DATABASE_URL=POSTGRES)
    assert (database["CONN_MAX_AGE"], "pool" in database["OPTIONS"]) == (600, False)


def test_embedded_database_has_no_pool(tmp_path):
    assert "pool" not in configured(tmp_path, DATABASE_POOL="2")["OPTIONS"]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="the pool is PostgreSQL's")
def test_threads_share_connections(tmp_path):
    database = configured(tmp_path, DATABASE_URL=POSTGRES, DATABASE_POOL="2")
    handler = ConnectionHandler({"default": {**database, **_address()}})

    def process_id(_number: int) -> int:
        with handler["default"].cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), pg_sleep(0.05)")
            number = cursor.fetchone()[0]
        handler["default"].close()  # what Django does at the end of a request
        return number

    try:
        with ThreadPoolExecutor(8) as threads:
            numbers = [*threads.map(process_id, range(16))]
        assert 1 <= len({*numbers}) <= 2
    finally:
        handler["default"].close_pool()


def _address() -> dict:
    return {name: connection.settings_dict[name] for name in ("HOST", "PORT", "USER", "PASSWORD")}
