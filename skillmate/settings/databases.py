"""Where rows and cached values live: SQLite and files by default, PostgreSQL and Redis at scale."""

from pathlib import Path

from environ import Env

from .checked import seconds, whole_number

# Without WAL and IMMEDIATE most of 30 concurrent page creations fail with "database is locked".
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
}
# PostgreSQL compiles queries whose cost it estimates high, such as the facets', in each request
# anew: 0.4 s of CPU for a query that takes a few milliseconds.
POSTGRES_OPTIONS = "-c jit=off"
# A server that is not there any more, or behind a network that swallows everything, holds a thread
# for seconds instead of minutes: five until a connection stands, ten until what was sent has to be
# acknowledged, and 25 for an answer if nobody is there to give it. Whoever is there and silent, as
# a server that was halted, is waited for.
POSTGRES_TIMEOUTS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}

# Of `web/prepared_query.py` alone: the cursors Django uses prepare nothing. Only where connections
# stay with the process: behind a pooler such as PgBouncer the next query may reach another one.
PREPARED_AT_ONCE = 0

# Seconds a request waits for its turn, or for the first connection of a server that is away.
POOL_TIMEOUT = 5


def databases(env: Env, var_dir: Path) -> dict:
    """The `DATABASES` setting, from `DATABASE_URL` or the embedded default below `var_dir`."""
    var_dir.mkdir(parents=True, exist_ok=True)
    default = env.db("DATABASE_URL", default=f"sqlite:///{var_dir / 'skillmate.sqlite3'}")
    default["CONN_MAX_AGE"] = whole_number(env, "CONN_MAX_AGE", default=600)
    default["CONN_HEALTH_CHECKS"] = True
    if default["ENGINE"].endswith("sqlite3"):
        default["OPTIONS"] = {**default.get("OPTIONS", {}), **SQLITE_OPTIONS}
    else:
        # Options of the URL come later and win.
        default["OPTIONS"] = {**POSTGRES_TIMEOUTS, **default.get("OPTIONS", {})}
        url_options = default["OPTIONS"].get("options", "")
        default["OPTIONS"]["options"] = f"{POSTGRES_OPTIONS} {url_options}".strip()
        if connections := whole_number(env, "DATABASE_POOL", default=0, empty=0):
            _share_connections(default, connections)
        if default["CONN_MAX_AGE"] or "pool" in default["OPTIONS"]:
            default["OPTIONS"].setdefault("prepare_threshold", PREPARED_AT_ONCE)
    return {"default": default}


def _share_connections(database: dict, most: int) -> None:
    """All threads of a process take turns at `most` connections, in place of one for each."""
    database["CONN_MAX_AGE"] = 0  # Django wants it so: the pool keeps them
    database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": most, "timeout": POOL_TIMEOUT}


def caches(env: Env, var_dir: Path) -> dict:
    """The `CACHES` setting. They are shared by all workers, or limits would leak.

    Of files, pages have a folder of their own: a flood of them must not push counters out. In Redis
    only pages without parameters are kept, of which there are not many.
    """
    return {
        "default": _cache(env, var_dir, "site"),
        "renditions": _cache(env, var_dir, "img"),
        "pages": _cache(env, var_dir, "pages", entries=1_000),
    }


def _cache(env: Env, var_dir: Path, prefix: str, *, entries: int = 10_000) -> dict:
    if url := env("CACHE_URL", default=""):
        timeout = seconds("CACHE_TIMEOUT", env("CACHE_TIMEOUT", default="") or 0.3, most=10)
        return {
            "BACKEND": "web.cache.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": prefix,
            "OPTIONS": {"socket_timeout": timeout, "socket_connect_timeout": timeout},
        }
    return {
        "BACKEND": "web.cache.file_based.FileCache",
        "LOCATION": var_dir / "cache" / prefix,
        "OPTIONS": {"MAX_ENTRIES": entries},
    }
