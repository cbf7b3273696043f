"""The pictures, documents and videos that drafts show: none of them goes live unseen either.

A file can be changed without any new revision of the pages that show it. So what a file is belongs
to what was seen (`Changes.fingerprint`), and who may not publish leaves alone what a release shows,
as long as it is open or can be restored (`media.published_files`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from wagtail.models import Page, Revision

from media.file_fingerprints import FileKey, kind_of, states
from media.published_files import with_poster_videos

from .references import references_of


def files_by_page(revision_ids: Iterable[int | None]) -> dict[int, set[FileKey]]:
    """What each of the pages shows in that revision, by the page's primary key. One query."""
    queryset = Revision.objects.filter(pk__in=[pk for pk in revision_ids if pk])
    revisions = queryset.select_related("content_type").only("object_id", "content", "content_type")
    return {int(revision.object_id): set(_files_of(revision)) for revision in revisions}


def file_states(revision_ids: Iterable[int | None]) -> list[str]:
    """What the files of these revisions are now, in a fixed order. Queries grow with none."""
    return states(set().union(*files_by_page(revision_ids).values()))


def protected_pages_showing(item: Model) -> QuerySet[Page]:
    """Pages that show `item` in a release that somebody looks at, has approved, or can restore."""
    tokens = (_token(kind_of(type(file), file.pk)) for file in with_poster_videos(item))
    condition = reduce(or_, (Q(files__contains=token) for token in tokens))
    items = apps.get_model("courses", "CourseReleaseItem").objects.filter(condition)
    protected_items = items.filter(
        release__in=apps.get_model("courses", "CourseRelease").objects.protected()
    )
    return Page.objects.filter(pk__in=protected_items.values("page"))


def files_text(files: Iterable[FileKey]) -> str:
    """For `CourseReleaseItem.files`."""
    return "".join(sorted(map(_token, files)))


def _token(file: FileKey) -> str:
    return f" {file[0]}:{file[1]} "


def _files_of(revision: Revision) -> Iterator[FileKey]:
    for model, pk in references_of(revision):
        if kind := kind_of(model, pk):
            yield kind
