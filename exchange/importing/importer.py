"""The verb: bring a course folder in."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from time import monotonic

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction

from courses.catalogue.entries import refreshed_once
from courses.models import CourseIndexPage
from courses.models.exceptions import CourseRefusal
from courses.release.exceptions import NotReadyRefusal
from courses.release.publication import PublicationError
from courses.teams.team import ensure_team
from media.cloud.exceptions import CloudRefusal
from media.upload.exceptions import UploadRefusal

from ..course_folder.course import CourseFolder, read_course
from ..course_folder.manifest import NAME, Manifest
from ..files.exceptions import FolderRefusal
from ..files.source import open_course
from ..report import Report
from . import writer
from .library import Library
from .plan import make_plan
from .publication import publish_course


def import_course(
    source: str | Path,
    *,
    by: AbstractUser | None = None,
    owner: AbstractUser | None = None,
    publish: bool = False,
    dry_run: bool = False,
) -> Report:
    """Make or renew the course in the folder or .zip at `source`.

    All or nothing, and safe to call again: what has not changed is not touched. Changed pages
    become drafts, which with `publish` are released by `by` (None: whoever runs the site). With
    `dry_run` nothing is written. `owner` (default: `by`) owns and writes the pages; one that is
    given joins the course's team. Raises `FolderRefusal`.
    """
    started = monotonic()
    with open_course(source) as files:
        folder = read_course(files)
        report = folder.report
        report.dry_run, report.published = dry_run, publish
        if publish:
            _refuse_unfinished(folder.manifest)
        if dry_run:
            make_plan(folder)
        else:
            _write(folder, by=by, owner=owner, publish=publish)
    report.seconds = monotonic() - started
    return report


def _refuse_unfinished(manifest: Manifest) -> None:
    required_fields = {"summary": manifest.texts["summary"], "category": manifest.category}
    for name, text in required_fields.items():
        if not text:
            raise FolderRefusal(f"a course needs a “{name}” to be published", file=NAME)


def _write(
    folder: CourseFolder, *, by: AbstractUser | None, owner: AbstractUser | None, publish: bool
) -> None:
    try:
        with ExitStack() as stack, transaction.atomic(), refreshed_once():
            # Two imports of one course at a time would both find it missing, and both make it.
            CourseIndexPage.objects.select_for_update().first()
            plan = make_plan(folder)
            author = owner or by
            course = plan.course or writer.create_course(plan, owner=author)
            team = ensure_team(course, members=[owner] if owner else [])
            library = Library(
                team.collection, folder.assets, author, folder.manifest.texts["language"]
            )
            stack.enter_context(library)
            lessons = writer.write_lessons(plan, course, library, owner=author)
            writer.write_course(plan, course, library, [page.pk for page in lessons])
            folder.report.page_id = course.pk
            if publish:
                findings = publish_course(course, lessons=lessons, owner=owner, by=by)
                folder.report.waived = [str(finding) for finding in findings]
    except ValidationError as error:
        problem = f"the site refuses it: {' '.join(error.messages)}"
        raise FolderRefusal(problem, file=NAME) from error
    except NotReadyRefusal as error:
        problem = f"it cannot be released: {' '.join(map(str, error.findings))}"
        raise FolderRefusal(problem, file=NAME) from error
    except (CourseRefusal, PublicationError, UploadRefusal, CloudRefusal) as error:
        raise FolderRefusal(str(error), file=NAME) from error
