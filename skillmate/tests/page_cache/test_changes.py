"""Every change shows in the very next request, whoever makes it and however."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, Page, PageViewRestriction, Site

from courses.models import Category, CourseInstructor, CoursePage, Instructor
from courses.release.archiving import archive
from courses.release.scheduled_publishing import publish_due
from courses.tests import factories
from courses.tests.forms import course_form
from home.models import FeaturedCourse, HomePage, StandardPage
from learners.enrollment.enrollment import enroll
from learners.progress.progress import complete
from media.models import CustomImage
from media.tests import factories as media_factories
from skillmate.settings import page_cache
from web.models import SiteChange
from web.page_cache.site_version import current_version
from web.page_cache.write_watch import changes_public_page

pytestmark = [pytest.mark.django_db, pytest.mark.search, pytest.mark.both_databases]


@pytest.fixture
def site(course, lessons):
    """A course with all that its page can show."""
    course.thumbnail = media_factories.image(title="Workbench")
    teacher = Instructor.objects.create(name="Ines Ruiz")
    course.taught_by.add(CourseInstructor(instructor=teacher))
    course.save_revision().publish()
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    return course


def rename_category(course):
    Category.objects.filter(pk=course.category_id).update(name="Kestrel")


def rename_teacher(course):
    teacher = Instructor.objects.get()
    teacher.name = "Kestrel"
    teacher.save()


def rename_lesson(course):
    lesson = course.outline.lessons[0]
    lesson.title = "Kestrel"
    lesson.save_revision().publish()


def rename_course(course):
    course.title = "Kestrel"
    course.save_revision().publish()


def add_page(course):
    page = StandardPage(title="Kestrel", slug="kestrel")
    HomePage.objects.get().add_child(instance=page)


def feature(course):
    other = factories.course(course.get_parent().specific, title="Kestrel", lessons=1)
    FeaturedCourse.objects.create(page=HomePage.objects.get(), course=other)


def raw_title(course):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'Kestrel' WHERE id = %s", [course.pk])


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        (rename_category, ["/courses/", "{course}", "/"]),
        (rename_teacher, ["/courses/", "{course}"]),
        (rename_lesson, ["{course}", "{lesson}", "/search/?q=kestrel"]),
        (rename_course, ["/", "/courses/", "{course}", "{lesson}", "/courses/?q=kestrel"]),
        (add_page, ["/sitemap.xml"]),
        (feature, ["/", "/courses/", "/search/?q=kestrel"]),
        (raw_title, ["{course}", "{lesson}"]),
    ],
)
def test_what_is_new_shows_at_once(client, site, change, paths):
    paths = [path.format(course=site.url, lesson=site.outline.lessons[0].url) for path in paths]
    for path in paths:
        assert b"Kestrel" not in client.get(path).content
    change(CoursePage.objects.get(pk=site.pk))
    for path in paths:
        assert b"estrel" in client.get(path).content, path


def unpublish(course):
    course.unpublish()


def expire(course):
    past = timezone.now() - timedelta(minutes=1)
    CoursePage.objects.filter(pk=course.pk).update(expire_at=past)
    publish_due()


def close(course):
    restriction = PageViewRestriction.objects.create(
        page=course, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Few"))


def close_above(course):
    PageViewRestriction.objects.create(
        page=course.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )


def archive_course(course):
    archive(course, by=factories.user("boss", is_superuser=True))


def delete(course):
    Page.objects.get(pk=course.pk).delete()


@pytest.mark.parametrize("change", [unpublish, expire, close, close_above, archive_course, delete])
def test_what_is_taken_away_shows_no_more(client, site, change):
    lesson = site.outline.lessons[0]
    paths = ["/", "/courses/", site.url, lesson.url, "/sitemap.xml", "/courses/?q=course"]
    for path in paths:
        assert client.get(path).status_code == 200
    change(CoursePage.objects.get(pk=site.pk))
    assert site.title not in client.get("/").content.decode()
    assert site.title not in client.get("/courses/", follow=True).content.decode()
    assert site.url not in client.get("/sitemap.xml").content.decode()
    assert client.get(lesson.url).status_code in (302, 404)
    if change is not archive_course:  # an archived course keeps its page
        assert client.get(site.url).status_code in (302, 404)


def test_moved_page_is_gone_from_its_address(client, site):
    home = HomePage.objects.get()
    page = home.add_child(instance=StandardPage(title="Terms", slug="terms"))
    assert client.get("/terms/").status_code == 200
    page.slug = "conditions"
    page.save_revision().publish()
    assert client.get("/terms/").status_code in (301, 404)
    assert client.get("/conditions/").status_code == 200


def test_picture_and_collection_show_at_once(client, site):
    before = current_version()
    CustomImage.objects.update(title="Kestrel")
    assert current_version() != before
    before = current_version()
    Collection.objects.filter(depth=1).update(name="Root of all")
    assert current_version() != before
    before = current_version()
    Site.objects.update(site_name="Kestrel")
    assert current_version() != before


def test_draft_changes_nothing_for_visitors(site, admin_client):
    before = current_version()
    url = reverse("wagtailadmin_pages:edit", args=[site.pk])
    response = admin_client.post(url, course_form(site, title="Unfinished kestrel"))
    assert response.status_code in (200, 302)
    assert (
        CoursePage.objects.get(pk=site.pk).get_latest_revision_as_object().title.endswith("kestrel")
    )
    assert current_version() == before


def test_what_learners_do_changes_nothing_for_visitors(site, student, student_client):
    before = current_version()
    enroll(site, by=student)
    complete(site.outline.lessons[0], by=student)
    student_client.post(reverse("learners:save", args=[site.pk]))
    student_client.get(site.outline.lessons[0].url)
    assert current_version() == before


def test_no_public_page_reads_a_private_table(client, site):
    """Whoever shows something new on a public page finds out here where it is written."""
    read = set()

    def note(execute, sql, *arguments):
        read.update(word.strip('"') for word in sql.replace("(", " ").split() if '"' in word)
        return execute(sql, *arguments)

    paths = ["/", "/courses/", site.url, site.outline.lessons[0].url, "/about/", "/sitemap.xml"]
    with connection.execute_wrapper(note):
        for path in [*paths, "/search/?q=course", "/courses/?q=course&level=beginner"]:
            assert client.get(path).status_code == 200
    tables = read & {*connection.introspection.table_names()}
    assert {"courses_coursepage", "courses_category", "courses_instructor"} <= tables
    quiet = {table for table in tables if not changes_public_page(f"DELETE FROM {table}")}  # noqa: S608
    # The second by pages that wait for a picture, which are not kept.
    assert quiet <= {"django_content_type", "media_renditionrequest", SiteChange._meta.db_table}


def test_private_tables_exist():
    tables = connection.introspection.table_names()
    unknown = [
        name
        for name in page_cache.PRIVATE_TABLES
        if not any(table == name or table.startswith(name.removesuffix("*")) for table in tables)
    ]
    # Made by migrations alone, or only where an app is installed.
    assert {*unknown} <= {"django_migrations"}
    assert {*page_cache.PRIVATE_COLUMNS} | page_cache.PRIVATE_INSERTS <= {*tables}
