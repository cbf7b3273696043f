"""What an import will do, found out without writing: which pages are new, changed or the same."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from wagtail.models import Page

from courses.models import CourseIndexPage, CoursePage, LessonPage

from ..course_folder.course import CourseFolder
from ..course_folder.lesson import Lesson
from ..course_folder.manifest import NAME
from ..files.exceptions import FolderRefusal
from .references import digest

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass
class PlannedLesson:
    """`page` is None for a lesson the site does not have yet."""

    lesson: Lesson
    page: LessonPage | None
    digest: str

    @property
    def state(self) -> str:
        return _state(self.page, self.digest)


@dataclass
class Plan:
    """`removed` are pages whose lesson `course.yaml` no longer names."""

    folder: CourseFolder
    index: CourseIndexPage
    course: CoursePage | None
    digest: str
    lessons: list[PlannedLesson] = field(default_factory=list)
    removed: list[LessonPage] = field(default_factory=list)

    @property
    def state(self) -> str:
        return _state(self.course, self.digest)


def draft_digest(page: CoursePage | LessonPage) -> str:
    """What the newest draft of `page` was last imported from."""
    revision = page.latest_revision
    return revision.content.get("import_digest", "") if revision else page.import_digest


def _state(page: CoursePage | LessonPage | None, folder_digest: str) -> str:
    if not page:
        return NEW
    return UNCHANGED if draft_digest(page) == folder_digest else CHANGED


def make_plan(folder: CourseFolder) -> Plan:
    index = CourseIndexPage.objects.first()
    if not index:
        raise FolderRefusal("there is no course catalogue yet: run “manage.py setup_site” first")
    plan = Plan(folder, index, _course(folder, index), _course_digest(folder))
    pages = _lesson_pages(plan.course)
    _match(plan, pages)
    _refuse_clashes(plan)
    _report_plan(plan)
    return plan


def _course(folder: CourseFolder, index: CourseIndexPage) -> CoursePage | None:
    lines = folder.manifest.lines
    slug, line = folder.manifest.slug, lines.get("slug") or lines.get("title")
    if slug in index.reserved_slugs:
        problem = f"the site itself answers at “{slug}”; choose another slug"
        raise FolderRefusal(problem, file=NAME, line=line)
    page = Page.objects.child_of(index).filter(slug=slug).first()
    if not page:
        return None
    course = CoursePage.objects.select_related("latest_revision").filter(pk=page.pk).first()
    if not course or not draft_digest(course):
        problem = f"a page made by hand already has the slug “{slug}”; choose another slug"
        raise FolderRefusal(problem, file=NAME, line=line)
    return course


def _lesson_pages(course: CoursePage | None) -> list[LessonPage]:
    if not course:
        return []
    pages = LessonPage.objects.child_of(course).exclude(source_path="")
    return list(pages.select_related("latest_revision").order_by("pk"))


def _match(plan: Plan, pages: list[LessonPage]) -> None:
    """By source path; a renamed file is told by its slug."""
    # A copy made in the editor has the path of its original, which is the one learners know.
    pages_by_path = {page.source_path: page for page in reversed(pages)}
    paths = {lesson.path for lesson in plan.folder.lessons}
    orphans = {page.slug: page for page in pages if page.source_path not in paths}
    for lesson in plan.folder.lessons:
        page = pages_by_path.get(lesson.path) or orphans.pop(lesson.slug, None)
        if page and not lesson.slug_line:
            # An address is not changed because a file elsewhere in the course got a name.
            lesson.slug = lesson.report.slug = page.slug
        planned_lesson = PlannedLesson(lesson, page, _lesson_digest(plan.folder, lesson))
        lesson.report.state = planned_lesson.state
        plan.lessons.append(planned_lesson)
    plan.removed = list(orphans.values())


def _refuse_clashes(plan: Plan) -> None:
    if not plan.course:
        return
    pks_by_slug = dict(Page.objects.child_of(plan.course).values_list("slug", "pk"))
    for planned_lesson in plan.lessons:
        lesson, page = planned_lesson.lesson, planned_lesson.page
        if pks_by_slug.get(lesson.slug, page and page.pk) != (page and page.pk):
            problem = f"another page of this course already has the slug “{lesson.slug}”"
            raise FolderRefusal(problem, file=lesson.path, line=lesson.slug_line)


def _report_plan(plan: Plan) -> None:
    report = plan.folder.report.course
    report.state = plan.state
    for page in plan.removed:
        message = (
            f"“{page.title}” ({page.source_path}) is no longer in course.yaml; its page is kept"
        )
        report.convert(0, "lesson", message)


def _lesson_digest(folder: CourseFolder, lesson: Lesson) -> str:
    facts = [lesson.path, lesson.title, lesson.slug, lesson.summary, lesson.minutes, lesson.preview]
    return digest(facts, lesson.body, folder.assets)


def _course_digest(folder: CourseFolder) -> str:
    facts = {**asdict(folder.manifest), "lines": None, "ignored": None}
    facts["modules"] = [
        [module.title, module.summary, [lesson.path for lesson in module.lessons]]
        for module in folder.manifest.modules
    ]
    thumbnail = folder.assets.digests.get(folder.manifest.thumbnail, "")
    return digest([facts, folder.description, thumbnail], [], folder.assets)
