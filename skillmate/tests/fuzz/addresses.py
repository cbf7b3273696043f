"""Every address the site answers at, as templates such as `admin/images/%(image_id)s/`."""

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver


def templates() -> list[str]:
    return sorted(set(_templates_of(get_resolver())))


def _templates_of(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for _view, entries in resolver.reverse_dict.lists():
        for possibilities, _pattern, _defaults, _converters in entries:
            yield from (prefix + template for template, _parameters in possibilities)
    for namespace_prefix, namespace_resolver in resolver.namespace_dict.values():
        yield from _templates_of(namespace_resolver, prefix + namespace_prefix)
