"""Redis, which is left alone for some seconds when it does not answer in time."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.cache.backends.redis import RedisCache as DjangoRedisCache
from django.core.cache.backends.redis import RedisSerializer
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry

from .exceptions import UnreadableValueError
from .fault_tolerant import READ, WRITE, FaultTolerantCache

# The client's own tries a server that is gone three times more, for seconds. A connection that
# broke since it was last used, as when the server started anew, is replaced without.
RETRY = Retry(NoBackoff(), 0)


class Serializer(RedisSerializer):
    def loads(self, data):
        try:
            return super().loads(data)
        except Exception as error:  # torn bytes make it stumble over anything
            raise UnreadableValueError from error


class RetryingRedisCache(DjangoRedisCache):
    """Django's own. `OPTIONS` are those of a connection, such as `socket_timeout` in seconds."""

    def __init__(self, server: str, params: dict) -> None:
        super().__init__(server, params)
        self._options = {"retry": RETRY, "serializer": Serializer, **self._options}


class RedisCache(FaultTolerantCache):
    """A server that is gone or silent is asked nothing more; one that is full or only a replica
    can still be read."""

    backend_class = RetryingRedisCache
    failures = (RedisError, OSError)

    def describe(self, location: str) -> str:
        servers = map(urlsplit, re.split("[;,]", location))
        return ", ".join(server.netloc.rpartition("@")[2] or server.path for server in servers)

    def affected_uses(self, use: str, error: Exception) -> tuple[str, ...]:
        is_gone = isinstance(error, RedisConnectionError | RedisTimeoutError | OSError)
        return (READ, WRITE) if is_gone else (use,)
