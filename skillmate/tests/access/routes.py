"""Every address the site answers at, as its resolver has them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver


def routes() -> set[str]:
    """As `ResolverMatch.route` tells them, named or not."""
    return set(_routes(get_resolver()))


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).removeprefix("^" if prefix else "")
        if isinstance(entry, URLResolver):
            yield from _routes(entry, route)
        else:
            yield route
