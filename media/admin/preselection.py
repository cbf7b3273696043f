"""Choosers begin in the collection of the page they are opened from: there its files are looked
for, and there what is uploaded lands. Only among those one may choose anyway."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import ResolverMatch

from web.referring_view import referring_view

from ..models import Video

# Called with a view of the admin: the key of the collection that its page keeps files in, or None;
# the code of the language that its page is in, or None. Apps above add theirs.
collection_lookups: list[Callable[[ResolverMatch], int | None]] = []
language_lookups: list[Callable[[ResolverMatch], str | None]] = []


def collection_of_video(match: ResolverMatch) -> int | None:
    """Where a video is, whose poster is chosen."""
    if match.view_name != "videos:edit":
        return None
    videos = Video.objects.filter(pk=match.kwargs["pk"])
    return videos.values_list("collection", flat=True).first()


collection_lookups.append(collection_of_video)


def collection_of_origin(request: HttpRequest) -> int | None:
    """The key of the collection that `request` is about; None where nothing says which."""
    return _first_answer(collection_lookups, request)


def language_of_origin(request: HttpRequest) -> str | None:
    """The code of the language of what `request` is about; None where nothing says which."""
    return _first_answer(language_lookups, request)


def _first_answer(lookups: list[Callable], request: HttpRequest) -> int | str | None:
    match = referring_view(request)
    answers = (lookup(match) for lookup in lookups) if match else ()
    return next((answer for answer in answers if answer is not None), None)


class PreselectedCollectionMixin:
    """For the view that opens a chooser. What is asked for by name is left as it is."""

    def get_filter_form(self):
        form = super().get_filter_form()
        field = form.fields.get("collection_id")
        if field and "collection_id" not in form.data:
            key = collection_of_origin(self.request)
            if key in dict(field.choices):
                form.data = form.data.copy()
                form.data["collection_id"] = key
        return form

    def get_creation_form_kwargs(self) -> dict:
        key = collection_of_origin(self.request)
        initial = {"initial": {"collection": key}} if key and self.request.method == "GET" else {}
        return {**super().get_creation_form_kwargs(), **initial}
