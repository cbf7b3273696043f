"""The pictures, documents and videos that drafts show: none of them goes live unseen either.

A file can be changed without any new revision of the pages that show it. So what a file is belongs
to what was seen (`Changes.fingerprint`), and who may not publish leaves alone what a release shows,
as long as it is open or can be restored (`media.published_files`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from media.file_fingerprints import FIELDS, FileKey, digests, file_name, kind_of
from media.published_files import FileKeeper, with_poster_videos

from ..models.release import CourseRelease, CourseReleaseItem
from .deletion_log import names_in_log
from .references import references_of


def files_by_page(revision_ids: Iterable[int | None]) -> dict[int, set[FileKey]]:
    """What each of the pages shows in that revision, by the page's primary key. One query."""
    queryset = Revision.objects.filter(pk__in=[pk for pk in revision_ids if pk])
    revisions = queryset.select_related("content_type").only("object_id", "content", "content_type")
    return {int(revision.object_id): set(_files_of(revision)) for revision in revisions}


def file_states(revisions: Iterable[Revision]) -> dict[int, list[str]]:
    """What the files of each revision are now, in a fixed order, by its primary key.

    Queries grow with none.
    """
    files = {revision.pk: set(_files_of(revision)) for revision in revisions}
    now = digests(set().union(*files.values()))
    return {
        pk: sorted(f"{name} {now[name]}" for name in map(file_name, keys) if name in now)
        for pk, keys in files.items()
    }


def protected_pages_showing(item: Model) -> QuerySet[Page]:
    """Pages that show `item` in a release that somebody looks at, has approved, or can restore."""
    items = CourseReleaseItem.objects.filter(_shows(item, "files__contains"))
    protected_items = items.filter(release__in=CourseRelease.objects.protected())
    return Page.objects.filter(pk__in=protected_items.values("page"))


def keepers(item: Model, reader: AbstractBaseUser | None) -> list[FileKeeper]:
    """The releases that show `item`: those that are decided on, and those that can be restored.

    Those of courses that `reader` does not edit are named to nobody.
    """
    releases = CourseRelease.objects.protected()
    keeping = releases.filter(_shows(item, "items__files__contains")).select_related("course")
    releases = list(keeping.distinct().order_by("-submitted_at"))
    known_ids = _known_ids(releases, reader)
    return [_keeper(release, is_known=release.pk in known_ids) for release in releases]


def _known_ids(releases: list[CourseRelease], reader: AbstractBaseUser | None) -> set[int]:
    if not releases or reader is None:
        return set()
    known_releases = CourseRelease.objects.for_user(reader)
    keys = [release.pk for release in releases]
    return set(known_releases.filter(pk__in=keys).values_list("pk", flat=True))


def _keeper(release: CourseRelease, *, is_known: bool) -> FileKeeper:
    return FileKeeper(
        label=str(release) if is_known else _("a release of another course"),
        url=reverse("courses_admin:release", args=[release.pk]) if is_known else "",
        is_open=release.is_open,
    )


def changed_files(release: CourseRelease) -> list[str]:
    """The names of files that are not, or not what they were when `release` was approved."""
    files = {_file_key(name) for name in release.file_digests}
    now = digests(files)
    changed = [name for name, digest in release.file_digests.items() if now.get(name) != digest]
    return [_title(name) for name in changed]


def file_digests(revision_ids: Iterable[int | None]) -> dict[str, str]:
    """For `CourseRelease.file_digests`."""
    return digests(_files_in(revision_ids))


def files_text(files: Iterable[FileKey]) -> str:
    """For `CourseReleaseItem.files`."""
    return "".join(sorted(map(_token, files)))


def _files_in(revision_ids: Iterable[int | None]) -> set[FileKey]:
    return set().union(*files_by_page(revision_ids).values())


def _shows(item: Model, lookup: str) -> Q:
    tokens = (_token(kind_of(type(file), file.pk)) for file in with_poster_videos(item))
    return reduce(or_, (Q(**{lookup: token}) for token in tokens))


def _token(file: FileKey) -> str:
    return f" {file_name(file)} "


def _file_key(name: str) -> FileKey:
    kind, _colon, pk = name.partition(":")
    return kind, int(pk)


def _title(name: str) -> str:
    """What the file is called; of one that is gone, what the log says it was."""
    kind, pk = _file_key(name)
    model = next(model for model in FIELDS if model._meta.model_name == kind)
    title = model.objects.filter(pk=pk).values_list("title", flat=True).first()
    return title or names_in_log(model, [str(pk)]).get(str(pk)) or str(model._meta.verbose_name)


def _files_of(revision: Revision) -> Iterator[FileKey]:
    for model, pk in references_of(revision):
        if kind := kind_of(model, pk):
            yield kind
