"""An instructor begins next year's course as a copy of this year's."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment

from courses.authoring.copying import copy_course
from courses.models import CoursePage, Instructor, LessonPage
from courses.models.exceptions import CourseRefusal
from courses.models.instructor import CourseInstructor
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.release.conftest import client_of, person
from media.tests import factories as media

from .admin_pages import admin_url, course_url, draft_of, edit_url, save
from .messages import message_texts


def begin_from(client: Client, course: CoursePage, title: str, **options):
    return client.post(course_url("copy", course), {"title": title}, **options)


def newest() -> CoursePage:
    return CoursePage.objects.order_by("pk").last()


def test_instructor_copies_her_course(published_course, instructor, instructor_client, student):
    apps.get_model("learners", "Enrollment").objects.create(
        learner=student, course=published_course
    )
    first = published_course.outline.lessons[0]
    save(instructor_client, first, title="A better title")
    response = begin_from(instructor_client, published_course, "Next year", follow=True)
    course = newest()
    assert response.redirect_chain == [(edit_url(course), 302)]
    assert "with 3 lessons" in message_texts(response)[-1]
    assert (course.live, course.slug, course.owner, course.draft_title) == (
        False,
        "next-year",
        instructor,
        "Next year",
    )
    draft = course.get_latest_revision_as_object()
    assert (draft.title, draft.slug) == ("Next year", "next-year")
    rows = Changes(course).lesson_rows
    assert [row.kind for row in rows] == ["new"] * 3
    assert rows[0].title == "A better title"
    assert not LessonPage.objects.below(course).live().exists()
    assert list(course.team.members) == [instructor]
    assert course.team.collection.name == "Next year"
    assert not course.releases.exists()
    assert not apps.get_model("learners", "Enrollment").objects.filter(course=course).exists()


def test_same_title_gets_another_address(draft_course, instructor_client):
    form = instructor_client.get(course_url("copy", draft_course)).context["form"]
    title = form["title"].value()
    assert title == draft_course.title
    for number in (2, 3):
        begin_from(instructor_client, draft_course, title)
        assert (newest().title, newest().slug) == (title, f"{draft_course.slug}-{number}")
    assert begin_from(instructor_client, draft_course, " ").context["form"].errors.keys() == {
        "title"
    }


def test_files_are_shared_with_the_team_of_the_copy(draft_course, instructor, instructor_client):
    video = media.video(title="Shared film", collection=draft_course.team.collection)
    begin_from(instructor_client, draft_course, "Next year")
    begin_from(instructor_client, newest(), "The year after")
    colleague = person("colleague", "Instructors")
    ensure_team(newest(), members=[colleague])
    client = client_of(colleague)
    html = client.get(reverse("video_chooser:choose")).json()["html"]
    assert "Shared film" in html
    assert client.get(reverse("videos:edit", args=[video.pk])).status_code == 302
    assert client.get(edit_url(draft_course)).status_code == 302
    uploads = client.get(reverse("videos:add")).context["form"].fields["collection"].queryset
    assert [collection.name for collection in uploads] == ["The year after"]


def test_copy_goes_its_own_way_to_learners(draft_course, instructor, editor, student):
    original = draft_course.get_latest_revision_as_object()
    ada = Instructor.objects.create(name="Ada", slug="ada")
    original.taught_by.add(CourseInstructor(instructor=ada))
    original.tags.add("ropes")
    original.wagtail_admin_comments.add(
        Comment(user=instructor, text="Only here", contentpath="title")
    )
    original.save_revision()
    course = copy_course(draft_course, "Next year", by=instructor)
    instructor = type(instructor).objects.get(pk=instructor.pk)  # who remembers no rights
    assert not course.get_latest_revision_as_object().wagtail_admin_comments.exists()
    assert submit(course, by=instructor).is_in_review
    approve(course, by=editor, fingerprint=Changes(course).fingerprint)
    draft_of(draft_course).save()
    live = CoursePage.objects.get(pk=course.pk)
    assert live.live
    for page in (live, CoursePage.objects.get(pk=draft_course.pk)):
        assert "Ada" in [row.instructor.name for row in page.taught_by.all()]
        assert [tag.name for tag in page.tags.all()] == ["ropes"]


def test_copy_has_the_newest_draft_alone(draft_course, instructor):
    for number in range(3):
        draft_course.summary = f"Typed {number}"
        draft_course.save_revision()
    course = copy_course(draft_course, "Next year", by=instructor)
    assert course.revisions.count() == 1
    assert course.get_latest_revision_as_object().summary == "Typed 2"


def test_menu_offers_the_copy_where_wagtails_form_would_fail(draft_course, instructor_client):
    listing = reverse("wagtailadmin_explore", args=[draft_course.pk])
    for url in (edit_url(draft_course), listing):
        html = instructor_client.get(url).content.decode()
        assert course_url("copy", draft_course) in html
        assert admin_url("copy", draft_course.pk) not in html
    response = instructor_client.get(admin_url("copy", draft_course.pk))
    assert response.url == course_url("copy", draft_course)


def test_nobody_else_copies_a_course(draft_course, index, editor):
    stranger = person("stranger", "Instructors")
    before = CoursePage.objects.count()
    assert client_of(stranger).get(course_url("copy", draft_course)).status_code == 302
    begin_from(client_of(stranger), draft_course, "Taken")
    learner = factories.user("learner")
    for user in (stranger, learner):
        with pytest.raises(CourseRefusal):
            copy_course(draft_course, "Taken", by=user)
    assert CoursePage.objects.count() == before
    begin_from(client_of(editor), draft_course, "By an editor")
    assert CoursePage.objects.count() == before + 1
