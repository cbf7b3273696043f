"""Every address the site answers at, as templates such as `admin/images/%(image_id)s/`."""

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver


def templates() -> list[str]:
    return sorted(set(_below(get_resolver())))


def _below(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for _view, entries in resolver.reverse_dict.lists():
        for ways, _pattern, _defaults, _converters in entries:
            yield from (prefix + template for template, _parameters in ways)
    for inner, nested in resolver.namespace_dict.values():
        yield from _below(nested, prefix + inner)
