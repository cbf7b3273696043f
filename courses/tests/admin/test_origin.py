"""What is opened from a course or lesson begins there: files in its collection, its lessons."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from courses.models import CoursePage
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.release.conftest import client_of
from media.tests import factories as media

from .admin_pages import admin_url, course_url, draft_of, edit_url, save

CHOOSERS = ["wagtailimages_chooser", "wagtaildocs_chooser", "video_chooser"]


@pytest.fixture
def other_course(index, instructor, draft_course) -> CoursePage:
    """Of the same instructor; its collection comes before the other's."""
    other = factories.complete_course(index, lessons=1, live=False, title="Aardvarks")
    ensure_team(other, members=[instructor])
    return other


def open_chooser(client: Client, name: str, origin: str, **query):
    """As the browser asks for it on the page `origin`."""
    return client.get(
        reverse(f"{name}:choose"), query, headers={"referer": f"http://testserver{origin}"}
    )


def preselected(response) -> tuple[int | None, int | None]:
    """The collection whose files are listed, and that of the upload form."""
    context = response.context
    listed = context["filter_form"]["collection_id"].value() or None
    default = context["creation_form"]["collection"].value()
    # What Wagtail has for none is the root, which is not offered.
    return listed, None if default == Collection.get_first_root_node().pk else default


@pytest.mark.parametrize("name", CHOOSERS)
def test_choosers_and_uploads_begin_in_the_collection_of_the_course(
    draft_course, other_course, instructor_client, name
):
    lesson = draft_of(draft_course).curriculum[-1].value
    for course, origin in (
        (draft_course, edit_url(draft_course)),
        (other_course, edit_url(other_course)),
        (draft_course, edit_url(lesson)),
        (draft_course, admin_url("add", "courses", "lessonpage", draft_course.pk)),
        (draft_course, course_url("new_lesson", draft_course)),
        (draft_course, admin_url("revisions_revert", lesson.pk, 1)),
    ):
        collection = course.team.collection_id
        response = open_chooser(instructor_client, name, origin)
        assert preselected(response) == (collection, collection), origin
    asked_for = open_chooser(instructor_client, name, edit_url(draft_course), collection_id="")
    assert preselected(asked_for)[0] is None


@pytest.mark.parametrize(
    "origin", ["/admin/", "/admin/pages/999999/edit/", "/no/such/page/", "/admin/images/", ""]
)
def test_where_no_course_is_named_nothing_is_preselected(
    draft_course, other_course, instructor_client, origin
):
    for name in CHOOSERS:
        assert preselected(open_chooser(instructor_client, name, origin)) == (None, None)
    for referrer in ("http://[", "https://elsewhere.example" + edit_url(draft_course)):
        response = instructor_client.get(
            reverse("video_chooser:choose"), headers={"referer": referrer}
        )
        assert preselected(response) == (None, None)


def test_collection_of_others_is_not_preselected(
    draft_course, other_course, index, instructor_client
):
    foreign = factories.course(index)
    ensure_team(foreign)
    for name in CHOOSERS:
        response = open_chooser(instructor_client, name, edit_url(foreign))
        assert preselected(response)[0] is None
        assert foreign.title not in response.json()["html"]


def test_poster_of_a_video_lands_beside_it(draft_course, other_course, instructor_client):
    collection = draft_course.team.collection
    video = media.video(collection=collection)
    origin = reverse("videos:edit", args=[video.pk])
    response = open_chooser(instructor_client, "wagtailimages_chooser", origin)
    assert preselected(response) == (collection.pk, collection.pk)


def test_chosen_files_are_those_of_the_collection(draft_course, other_course, instructor_client):
    own = media.video(title="Own film", collection=draft_course.team.collection)
    other = media.video(title="Other film", collection=other_course.team.collection)
    html = open_chooser(instructor_client, "video_chooser", edit_url(draft_course)).json()["html"]
    assert (own.title in html, other.title in html) == (True, False)
    html = open_chooser(
        instructor_client, "video_chooser", edit_url(draft_course), collection_id=""
    ).json()["html"]
    assert (own.title in html, other.title in html) == (True, True)


def test_page_choosers_begin_with_the_lessons_of_the_course(
    draft_course, other_course, instructor, instructor_client, home
):
    lesson = draft_of(draft_course).curriculum[-1].value

    def titles(origin: str, **query) -> str:
        return instructor_client.get(
            reverse("wagtailadmin_choose_page"),
            query,
            headers={"referer": f"http://testserver{origin}"},
        ).json()["html"]

    for origin in (edit_url(draft_course), edit_url(lesson)):
        assert lesson.title in titles(origin, page_type="courses.lessonpage")
        assert lesson.title in titles(origin)
    assert lesson.title not in titles(edit_url(other_course), page_type="courses.lessonpage")
    assert lesson.title not in titles("/admin/", page_type="courses.lessonpage")
    assert lesson.title not in titles(edit_url(draft_course), page_type="home.standardpage")
    nobody = client_of(factories.user("learner"))
    assert nobody.get(reverse("wagtailadmin_choose_page")).status_code == 403


def test_collection_is_called_as_its_course(draft_course, index, instructor, instructor_client):
    def name(course: CoursePage) -> str:
        return Collection.objects.get(pk=course.team.collection_id).name

    save(instructor_client, draft_course, title="Knots: an introduction")
    assert name(draft_course) == "Knots: an introduction"
    namesake = factories.course(index, title="Knots: an introduction", slug="knots-2", live=False)
    ensure_team(namesake, members=[instructor])
    assert name(namesake) == "Knots: an introduction (knots-2)"
    save(instructor_client, draft_course, title="Splices")
    assert name(draft_course) == "Splices"
    save(instructor_client, namesake, title="x" * 255)
    assert name(namesake) == "x" * 255


def test_names_with_keys_become_titles(draft_course, index, instructor):
    namesake = factories.course(index, title=draft_course.title, slug="namesake", live=False)
    named = factories.course(index, title="Named", live=False)
    for course in (namesake, named):
        ensure_team(course)
    for course in (draft_course, namesake):
        Collection.objects.filter(pk=course.team.collection_id).update(
            name=f"Course {course.pk}: An older title"
        )
    Collection.objects.filter(pk=named.team.collection_id).update(name="By hand")
    import_module("courses.migrations.0014_collections_called_as_courses").name_as_courses(
        apps, None
    )
    names = Collection.objects.filter(depth=2).values_list("name", flat=True)
    assert set(names) == {draft_course.title, f"{draft_course.title} (namesake)", "By hand"}
    assert Collection.find_problems() == ([], [], [], [], [])
    tops = list(Collection.objects.filter(depth=2).order_by("path").values_list("pk", flat=True))
    assert tops == list(
        Collection.objects.filter(depth=2).order_by("name").values_list("pk", flat=True)
    )


@pytest.mark.both_databases
def test_collections_stay_in_the_order_of_their_names(index, draft_course, instructor_client):
    courses = [factories.course(index, title=title, live=False) for title in "CBA"]
    for course in courses:
        ensure_team(course)
    courses[2].team.collection.add_child(name="Drawings")
    for title in ("Z", "a", "Ä", "B", "0"):
        courses[2].title = courses[2].draft_title = title
        courses[2].save()
        ensure_team(factories.course(index, live=False))
    tops = Collection.objects.filter(depth=2)
    by_name, by_place = tops.order_by("name"), tops.order_by("path")
    assert [one.name for one in by_place] == [one.name for one in by_name]
    assert Collection.find_problems() == ([], [], [], [], [])
