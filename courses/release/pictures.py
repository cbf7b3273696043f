"""The pictures of an edition, made while it is looked at, so that its first readers find them."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Revision

from media.file_fingerprints import FileKey, kind_of
from media.models import CustomImage, Video, request_renditions
from media.rendition_queue import CARD, LESSON, PORTRAIT, POSTER, SOCIAL

from ..models import CoursePage
from ..models.instructor import InstructorProfile
from .references import references_of


def request_pictures(course: CoursePage, files: dict[int, set[FileKey]]) -> None:
    """Have the worker make what `course` and its lessons will show; `files` are those by page.

    A fixed number of queries.
    """
    images = _existing(CustomImage, set().union(*files.values()))
    own_images = images & _keys(CustomImage, files.get(course.pk, ()))
    request_renditions(own_images, f"{CARD};{SOCIAL}")
    request_renditions(images, LESSON)
    posters = Video.objects.filter(pk__in=_keys(Video, set().union(*files.values())))
    request_renditions(posters.exclude(poster=None).values_list("poster", flat=True), POSTER)


def request_page_pictures(revision: Revision) -> None:
    """The same for a page that no release is about."""
    files = {kind_of(*reference) for reference in references_of(revision)} - {None}
    request_renditions(_existing(CustomImage, files), LESSON)


def request_portrait(*, instance: InstructorProfile, raw: bool = False, **signal) -> None:
    if instance.picture_id and not raw:
        request_renditions([instance.picture_id], PORTRAIT)


def _existing(model: type, files: Iterable[FileKey]) -> set[int]:
    """A draft may show what is gone."""
    return set(model.objects.filter(pk__in=_keys(model, files)).values_list("pk", flat=True))


def _keys(model: type, files: Iterable[FileKey]) -> set[int]:
    kind, _pk = kind_of(model, 1)
    return {pk for name, pk in files if name == kind}
