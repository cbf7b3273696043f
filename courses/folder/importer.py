"""The verb: bring a course folder in."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction

from ..team import course_collection, ensure_team
from . import pages
from .course import read_course
from .errors import FolderError
from .library import Library
from .manifest import NAME
from .plan import Plan, make_plan
from .publish import publish_course
from .report import Report
from .source import open_course


def import_course(
    source: str | Path,
    *,
    by: AbstractUser | None = None,
    owner: AbstractUser | None = None,
    publish: bool = False,
    dry_run: bool = False,
) -> Report:
    """Make or renew the course in the folder or .zip at `source`; `by` is who does it.

    All or nothing, and safe to call again: what has not changed is not touched. Changed pages
    become drafts unless `publish`. With `dry_run` nothing is written. `owner` (default: `by`)
    owns new pages; one that is given joins the course's team. Raises `FolderError`.
    """
    started = monotonic()
    with open_course(source) as files:
        plan = make_plan(read_course(files))
        report = plan.folder.report
        report.dry_run, report.published = dry_run, publish
        if publish:
            _refuse_unfinished(plan)
        if not dry_run:
            report.page_id = _write(plan, by=by, owner=owner, publish=publish)
    report.seconds = monotonic() - started
    return report


def _refuse_unfinished(plan: Plan) -> None:
    for name in ("summary", "category"):
        if not getattr(plan.folder.manifest, name):
            raise FolderError(f"a course needs a “{name}” to be published", file=NAME)


def _write(
    plan: Plan, *, by: AbstractUser | None, owner: AbstractUser | None, publish: bool
) -> int:
    library: Library | None = None
    try:
        with transaction.atomic():
            course = plan.course or pages.create_course(plan, owner=owner or by)
            ensure_team(course, members=[owner] if owner else [])
            language = plan.folder.manifest.language
            library = Library(course_collection(course), plan.folder.assets, by, language)
            written = pages.write_lessons(plan, course, library, owner=owner or by)
            pages.write_course(plan, course, library, [page.pk for page in written])
            if publish:
                publish_course(course, lessons=written, removed=plan.removed, by=by)
    except BaseException as error:
        if library:
            library.undo()
        if isinstance(error, ValidationError):
            problem = f"the site refuses it: {' '.join(error.messages)}"
            raise FolderError(problem, file=NAME) from error
        raise
    return course.pk
