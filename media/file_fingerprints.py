"""What a picture, document or video is at this moment, to tell whether it is still the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from web.primary_keys import is_key

from .models import Video, VideoTrack

# Model and primary key, as `kind_of` spells them.
FileKey = tuple[str, int]
# What people see or get of each; its place in the admin is not.
FIELDS = {
    get_image_model(): (
        *("file", "file_hash", "description"),
        *("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
    ),
    get_document_model(): ("title", "file", "file_hash"),
    Video: (
        *("title", "asset", "transcript", "poster_second"),
        *("poster", "poster__file", "poster__file_hash"),
    ),
}
TRACK = ("video", "pk", "sort_order", "kind", "language", "label", "file")


def kind_of(model: type[Model], pk: object) -> FileKey | None:
    """None for what is no file, and for a key that can be none."""
    return (model._meta.model_name, int(pk)) if model in FIELDS and is_key(str(pk)) else None


def _rows(files: Iterable[FileKey]) -> list[tuple]:
    """Each begins with its file's key; the tracks of videos come last."""
    keys = {model: _keys(files, model) for model in FIELDS}
    rows = [
        (model._meta.model_name, *row)
        for model, fields in FIELDS.items()
        if keys[model]
        for row in model.objects.filter(pk__in=keys[model])
        .order_by("pk")
        .values_list("pk", *fields)
    ]
    if keys[Video]:
        tracks = VideoTrack.objects.filter(video__in=keys[Video]).order_by(*TRACK)
        rows += [(Video._meta.model_name, *track) for track in tracks.values_list(*TRACK)]
    return rows


def digests(files: Iterable[FileKey]) -> dict[str, str]:
    """What each of them is now, in short, by a name for it; what is gone is left out. Four queries
    at most."""
    rows_by_file = defaultdict(list)
    for row in _rows(list(files)):
        rows_by_file[file_name((row[0], row[1]))].append(row)
    return {name: sha256(repr(rows).encode()).hexdigest() for name, rows in rows_by_file.items()}


def file_name(file: FileKey) -> str:
    return f"{file[0]}:{file[1]}"


def _keys(files: Iterable[FileKey], model: type[Model]) -> list[int]:
    return [pk for name, pk in files if name == model._meta.model_name]
