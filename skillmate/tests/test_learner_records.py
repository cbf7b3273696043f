"""Editing, unpublishing or deleting content never destroys what a learner did."""

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from courses.models import LessonPage
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.models import Enrollment, LessonCompletion
from learners.progress.progress import complete

pytestmark = pytest.mark.both_databases


@pytest.fixture
def completion(course, lessons, student):
    enroll(course, by=student)
    complete(lessons[0], by=student)
    return LessonCompletion.objects.get()


@pytest.fixture
def admin(admin_user):
    client = Client()
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_even_an_administrator_may_not_delete_what_learners_touched(
    completion, course, lessons, admin_user
):
    pages = [course, *lessons]
    assert [page.permissions_for_user(admin_user).can_delete() for page in pages] == [
        False,
        False,
        True,
        True,
    ]


def test_pages_above_a_course_learners_touched_may_not_be_deleted(completion, course, admin_user):
    ancestors = [page.specific for page in course.get_ancestors() if not page.is_root()]
    assert [page.slug for page in ancestors] == ["home", "courses"]
    assert [page.permissions_for_user(admin_user).can_delete() for page in ancestors] == [
        False,
        False,
    ]
    LessonCompletion.objects.all().delete()
    Enrollment.objects.all().delete()
    assert [page.permissions_for_user(admin_user).can_delete() for page in ancestors] == [
        True,
        True,
    ]


def test_no_admin_view_deletes_what_learners_touched(completion, course, lessons, admin):
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    for page in (course, lessons[0], course.get_parent()):
        admin.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        admin.post(f"{bulk}?id={page.pk}")
    assert LessonCompletion.objects.get() == completion
    assert course.outline.lesson_count == 3


def test_the_database_itself_refuses(completion, course, lessons):
    for page in (lessons[0], course):
        with pytest.raises(ProtectedError):
            page.delete()
    assert LessonCompletion.objects.get() == completion


def test_unpublishing_and_publishing_again_changes_no_record(completion, course, lessons):
    lessons[0].unpublish()
    course.unpublish()
    course.get_latest_revision().publish()
    assert LessonCompletion.objects.get().completed_at == completion.completed_at


def test_taking_a_lesson_out_of_the_curriculum_keeps_its_completion(completion, course, lessons):
    course.curriculum = [("lesson", lessons[1])]
    course.save_revision().publish()
    assert LessonCompletion.objects.get() == completion


def test_moving_a_lesson_keeps_its_completion(completion, index, lessons):
    lessons[0].move(factories.course(index, lessons=0), "last-child")
    assert LessonCompletion.objects.get() == completion


def test_lesson_moved_away_no_longer_counts_nor_shows_there(completion, index, course, lessons):
    lessons[1].free_preview = True
    lessons[1].save_revision().publish()
    LessonPage.objects.get(pk=lessons[1].pk).move(factories.course(index, live=False), "last-child")
    enrollment = Enrollment.objects.with_progress().get()
    assert (enrollment.done, enrollment.total) == (1, 2)
    assert list(LessonPage.objects.open_to_all()) == []
    LessonPage.objects.get(pk=lessons[1].pk).move(course, "last-child")
    assert Enrollment.objects.with_progress().get().total == 3
    assert list(LessonPage.objects.open_to_all()) == [lessons[1]]
