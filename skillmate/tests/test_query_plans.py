"""Hot pages stay quick with many courses, also where the database knows their number (ANALYZE)."""

import time
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Model, QuerySet
from wagtail.models import Page, PageViewRestriction

from courses.catalogue.entries import rebuild
from courses.models import CourseIndexPage, CoursePage, CurriculumEntry, LessonPage
from courses.teams.roles import INSTRUCTORS
from courses.teams.team import ensure_team
from courses.tests import factories
from learners.enrollment.enrollment import enroll

pytestmark = [pytest.mark.both_databases, pytest.mark.search]

COURSES, LESSONS = 300, 50
SECONDS = 2.0  # what reads all pages for each course takes many times as long
PUBLIC = ["/", "/courses/", "/courses/?level=beginner&language=en", "/courses/category/craft/"]
PUBLIC += ["/courses/?q=common", "/search/?q=common", "/sitemap.xml"]
OWN = ["/learn/", "/learn/library/", "/teach/"]


def many_courses(index: CourseIndexPage) -> CoursePage:
    """One course, and `COURSES` like it with `LESSONS` each, written by the database."""
    course = factories.course(index, title="A common course")
    [lesson] = course.outline.lessons
    lesson.free_preview = True
    lesson.save_revision().publish()
    courses = copies(course, [f"{index.path}Z{n:03d}" for n in range(COURSES)])
    lessons = copies(lesson, [f"{path}{n:04d}" for path in courses for n in range(LESSONS)])
    CurriculumEntry.objects.bulk_create(
        CurriculumEntry(course_id=courses[path[:-4]], lesson_id=key, position=int(path[-4:]))
        for path, key in lessons.items()
    )
    rebuild()
    return course


def copies(page: Page, paths: list[str]) -> dict[str, int]:
    """The keys of pages like `page`, one at each of `paths`."""
    original = Page.objects.get(pk=page.pk)
    fields = {field.attname: getattr(original, field.attname) for field in Page._meta.fields}
    Page.objects.bulk_create(
        Page(**fields | {"id": None, "path": path, "translation_key": uuid4(), "slug": path})
        for path in paths
    )
    new = Page.objects.filter(path__gte=paths[0], path__lte=paths[-1], depth=page.depth)
    copy_row(type(page), page.pk, new)
    return dict(new.values_list("path", "pk"))


def copy_row(model: type[Model], original: int, new: QuerySet[Page]) -> None:
    names = [field.column for field in model._meta.local_concrete_fields]
    values = ", ".join("p.id" if name == "page_ptr_id" else f"c.{name}" for name in names)
    keys, params = new.values("id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) "  # noqa: S608 (own names)
            f"SELECT {values} FROM {model._meta.db_table} c, ({keys}) p WHERE c.page_ptr_id = %s",
            [*params, original],
        )


@pytest.fixture
def analyzed(index, student) -> CoursePage:
    course = many_courses(index)
    ensure_team(course, members=[student])
    student.groups.add(Group.objects.get(name=INSTRUCTORS))
    enroll(course, by=student)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":  # plans as in production
            cursor.execute("SET LOCAL join_collapse_limit = 8; SET LOCAL from_collapse_limit = 8")
    return course


def seconds(client, url: str) -> float:
    start = time.perf_counter()
    assert client.get(url).status_code == 200, url
    return time.perf_counter() - start


def test_hot_pages_are_quick_after_analyze(analyzed, client, student_client):
    lesson = LessonPage.objects.child_of(analyzed).get()
    pages = [*PUBLIC, analyzed.url, lesson.url]
    slow = {url: time for url in pages if (time := seconds(client, url)) > SECONDS}
    own_urls = [*OWN, analyzed.url, lesson.url]
    slow |= {
        f"own {url}": time for url in own_urls if (time := seconds(student_client, url)) > SECONDS
    }
    assert slow == {}


@pytest.mark.parametrize("restricted", ["course", "index", "other"])
def test_restriction_above_a_page_counts_and_that_of_another_does_not(index, restricted):
    course, other = (factories.course(index) for _ in range(2))
    page = {"course": course, "index": index, "other": other}[restricted]
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    published = {"course": {other.pk}, "index": set(), "other": {course.pk}}[restricted]
    assert set(CoursePage.objects.published().values_list("pk", flat=True)) == published
