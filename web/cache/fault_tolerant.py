"""A cache that may fail without anybody but the operators noticing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import ClassVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.utils.functional import cached_property

from .circuit_breaker import breaker_of
from .exceptions import UnreadableValueError

READ, WRITE = "read", "write"
FAILED = object()
PROBE = "keeps-values"


class FaultTolerantCache(BaseCache):
    """Stands before `backend_class`, any backend that raises `failures`.

    Reading that fails is a miss, writing that fails is not kept: `set` and `delete` are silent as
    ever, `add` and `touch` are False, `set_many` gives all keys back, `incr` raises ValueError as
    where there is no value. Whoever has to know the difference asks `keeps_values()`.

    What could not be changed or deleted is deleted before anything else once the cache is back:
    the old value must not come up again.
    """

    backend_class: ClassVar[type[BaseCache]]
    failures: ClassVar[tuple[type[Exception], ...]]

    def __init__(self, location: object, params: dict) -> None:
        super().__init__(params)
        self._location, self._params = location, params
        self._breaker = breaker_of(self.describe(location))

    @cached_property
    def _backend(self) -> BaseCache:
        """Made when it is first asked, as making it may fail as well."""
        return self.backend_class(self._location, self._params)

    def describe(self, location: object) -> str:
        """Where it is, for log lines: without passwords."""
        return str(location)

    def affected_uses(self, use: str, error: Exception) -> tuple[str, ...]:
        """What is better not tried for a while when `use` ("read", "write") raised `error`."""
        return (use,)

    def keeps_values(self) -> bool:
        """Whether what is written now can be read. Does both, unless either failed just now."""
        is_written = self._try(WRITE, "set", PROBE, 1, 60) is not FAILED
        return is_written and self._try(READ, "get", PROBE) == 1

    def get(self, key, default=None, version=None):
        value = self._try(READ, "get", key, default, version, keys=[(key, version)])
        return default if value is FAILED else value

    def get_many(self, keys, version=None):
        keys = [*keys]
        named = [(key, version) for key in keys]
        values = self._try(READ, "get_many", keys, version, keys=named)
        return {} if values is FAILED else values

    def has_key(self, key, version=None):
        return self._try(READ, "has_key", key, version) is True

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._try(WRITE, "add", key, value, timeout, version) is True

    def incr(self, key, delta=1, version=None):
        value = self._try(WRITE, "incr", key, delta, version, keys=[(key, version)])
        if value is FAILED:
            raise ValueError(f"The cache cannot count {key!r} at the moment.")
        return value

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._try(WRITE, "touch", key, timeout, version, keys=[(key, version)]) is True

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self._change([(key, version)], "set", key, value, timeout, version)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        named = [(key, version) for key in data]
        failed_keys = self._change(named, "set_many", data, timeout, version)
        return [*data] if failed_keys is FAILED else failed_keys

    def delete(self, key, version=None):
        return self._change([(key, version)], "delete", key, version) is True

    def delete_many(self, keys, version=None):
        keys = [*keys]
        self._change([(key, version) for key in keys], "delete_many", keys, version)

    def clear(self):
        self._change([None], "clear")

    def close(self, **kwargs):
        if "_backend" in vars(self):
            self._backend.close(**kwargs)

    def _change(self, keys: list[Hashable], method: str, *args: object) -> object:
        result = self._try(WRITE, method, *args, keys=keys)
        if result is FAILED:
            self._breaker.remember_unsettled(self.key_prefix, keys)
        return result

    def _try(self, use: str, method: str, *args: object, keys: Iterable = ()) -> object:
        """What `method` of the backend gives. FAILED if it fails, or did so just now.

        `keys` are those whose values are read: one that is unreadable makes room for another.
        """
        if not self._breaker.allows(use):
            return FAILED
        try:
            self._settle()
            result = getattr(self._backend, method)(*args)
        except UnreadableValueError:
            return self._dropped(keys)
        except self.failures as error:
            self._breaker.fail(self.affected_uses(use, error), error)
            return FAILED
        self._breaker.succeed(use)
        return result

    def _dropped(self, keys: Iterable) -> object:
        self._breaker.remember_unsettled(self.key_prefix, keys)
        return FAILED

    def _settle(self) -> None:
        if not (keys := self._breaker.unsettled(self.key_prefix)):
            return
        if None in keys:
            self._backend.clear()
        for key, version in keys - {None}:
            self._backend.delete(key, version)
        self._breaker.settle(self.key_prefix, keys)
