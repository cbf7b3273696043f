"""Links between lessons: right, and without a query each."""

import pytest
from django.test import Client

from courses.tests import factories


def text(*pages) -> list:
    return [("text", f'<p><a linktype="page" id="{page.pk}">Go</a></p>') for page in pages]


@pytest.fixture
def reader(admin_user) -> Client:
    client = Client()
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def write(lesson, *pages) -> None:
    lesson.body = text(*pages)
    lesson.save_revision().publish()


def test_links_point_to_lessons_of_this_and_other_courses(reader, index, lessons):
    other = factories.course(index)
    write(lessons[0], lessons[1], other)
    html = reader.get(lessons[0].url).content.decode()
    assert f'<a href="{lessons[1].url}">Go</a>' in html
    assert f'<a href="{other.url}">Go</a>' in html


def test_link_follows_a_changed_slug(reader, lessons):
    write(lessons[0], lessons[1])
    reader.get(lessons[0].url)
    lessons[1].slug = "renamed"
    lessons[1].save_revision().publish()
    html = reader.get(lessons[0].url).content.decode()
    assert "/renamed/" in html


def test_link_to_a_deleted_lesson_has_no_url(reader, lessons):
    write(lessons[0], lessons[2])
    lessons[2].delete()
    html = reader.get(lessons[0].url).content.decode()
    assert "<a>Go</a>" in html


def test_queries_do_not_grow_with_links(reader, lessons, django_assert_max_num_queries):
    def measure(*pages) -> int:
        write(lessons[0], *pages)
        reader.get(lessons[0].url)
        with django_assert_max_num_queries(30) as queries:
            reader.get(lessons[0].url)
        return len(queries)

    assert measure(lessons[1]) == measure(*[lessons[1], lessons[2]] * 5)
