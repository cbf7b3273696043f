"""Who may open which lesson and file: role by role, deny by default."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from courses.models import LessonPage
from courses.teams.roles import INSTRUCTORS, setup_roles
from courses.teams.team import ensure_team
from courses.tests import factories
from learners.access import may_open
from learners.tests import files

# What each role gets, in the order of `addresses`; 302 leads to the course page.
EXPECTED = {
    #                   course preview lesson loose document linked video draft
    "visitor": (200, 200, 302, 404, 404, 404, 404, 404),
    "student": (200, 200, 302, 404, 404, 404, 404, 404),
    "enrolled": (200, 200, 200, 404, 200, 200, 200, 404),
    "enrolled elsewhere": (200, 200, 302, 404, 404, 404, 404, 404),
    "left": (200, 200, 302, 404, 404, 404, 404, 404),
    "team": (200, 200, 200, 200, 200, 200, 200, 200),
    "other instructor": (200, 200, 302, 404, 404, 404, 404, 404),
    "editor": (200, 200, 200, 200, 200, 200, 200, 200),
    "admin": (200, 200, 200, 200, 200, 200, 200, 200),
}

MOST_FOR_A_FILE = 21


@pytest.fixture
def addresses(course, lessons) -> list[str]:
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    unplaced = factories.lesson(course)
    collection = ensure_team(course).collection
    sheet, linked, film = files.document(), files.document("other.pdf"), files.video()
    draft = files.document("draft.pdf", collection=collection)
    files.add_files(lessons[1], document=sheet, linked=linked, video=film)
    files.add_files(lessons[1], publish=False, document=draft)
    pages = [course, lessons[0], lessons[1], unplaced]
    return [item.url for item in [*pages, sheet, linked, film, draft]]


@pytest.mark.parametrize("role", EXPECTED)
def test_role_opens_only_permitted_urls(client_of, addresses, role):
    client = client_of(role)
    responses = [client.get(address) for address in addresses]
    assert tuple(response.status_code for response in responses) == EXPECTED[role]
    assert [response.url for response in responses if response.status_code == 302] == [
        f"{addresses[0]}?locked={address.split('/')[3]}#enrol"
        for address, status in zip(addresses, EXPECTED[role], strict=True)
        if status == 302
    ]


@pytest.mark.parametrize("role", EXPECTED)
def test_unpublished_course_closes_its_lessons_and_their_files(client_of, course, addresses, role):
    client = client_of(role)
    course.unpublish()
    may_edit = role in {"team", "editor", "admin"}
    pages, file_urls = addresses[:4], addresses[4:]
    assert [client.get(address).status_code for address in pages] == [404] * 4
    expected = [200 if may_edit else 404] * 4
    assert [client.get(address).status_code for address in file_urls] == expected


@pytest.mark.parametrize("role", ["visitor", "enrolled", "team", "editor"])
def test_unpublished_lesson_is_not_found(client_of, addresses, lessons, role):
    client = client_of(role)
    LessonPage.objects.get(pk=lessons[1].pk).unpublish()
    assert client.get(addresses[2]).status_code == 404
    expected = 200 if role in {"team", "editor"} else 404
    assert client.get(addresses[4]).status_code == expected


@pytest.mark.parametrize("role", ["enrolled", "team", "editor", "admin"])
def test_lesson_that_is_not_live_opens_to_nobody(client_of, course, lessons, role):
    """The address alone says so already; whoever else asks gets the same answer."""
    learner = client_of(role).get(course.url).wsgi_request.learner
    assert [may_open(lesson, learner) for lesson in lessons] == [True] * 3
    lessons[1].unpublish()
    assert [may_open(lesson, learner) for lesson in lessons] == [True, False, True]
    course.unpublish()
    lessons = LessonPage.objects.filter(pk__in=[lesson.pk for lesson in lessons])
    assert [may_open(lesson, learner) for lesson in lessons] == [False] * 3


def test_locked_lesson_sends_no_text_along(client, lessons):
    response = client.get(lessons[1].url)
    assert response.content == b""
    assert "no-store" in response["Cache-Control"]


def test_course_page_shows_what_opens_the_locked_lesson(client, student_client, lessons):
    lesson = lessons[1]
    page = client.get(lesson.url, follow=True).content.decode()
    assert f"“<bdi>{lesson.title}</bdi>” opens when you enrol." in page
    assert f'href="/accounts/signup/?next={lesson.url}"' in page
    assert f'href="/accounts/login/?next={lesson.url}"' in page
    page = student_client.get(lesson.url, follow=True).content.decode()
    assert f"“<bdi>{lesson.title}</bdi>” opens when you enrol." in page
    assert f'<input type="hidden" name="next" value="{lesson.url}">' in page


@pytest.mark.parametrize("locked", ["nothing", "", "<script>alert(1)</script>"])
def test_course_page_ignores_invalid_locked_parameter(client, course, locked):
    page = client.get(course.url, {"locked": locked}).content.decode()
    assert "opens when you enrol" not in page
    assert locked not in page or locked in {"nothing", ""}


def test_lesson_with_post_or_head_passes_the_same_gate(client, lessons):
    assert client.head(lessons[1].url).status_code == 302
    assert client.post(lessons[1].url).status_code == 302


def test_open_lesson_is_not_cached_by_shared_caches(client_of, lessons):
    response = client_of("enrolled").get(lessons[1].url)
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]


def test_editor_previews_a_lesson_nobody_may_open_yet(client_of, course):
    lesson = factories.lesson(course, live=False)
    lesson.save_revision()
    response = client_of("editor").get(f"/admin/pages/{lesson.pk}/view_draft/")
    assert response.status_code == 200
    assert lesson.title in response.content.decode()


def test_private_course_closes_its_previews_and_files(client_of, course, addresses):
    rule = PageViewRestriction.objects.create(page=course, restriction_type="login")
    visitor, student = client_of("visitor"), client_of("student")
    assert visitor.get(addresses[1]).url.partition("?")[0].endswith("/login/")
    assert student.get(addresses[1]).status_code == 200
    rule.restriction_type = "groups"
    rule.save()
    assert student.get(addresses[1]).status_code == 302
    assert client_of("enrolled elsewhere").get(addresses[4]).status_code == 404


def test_permission_on_files_is_worth_nothing_outside_the_admin(student_client, student, course):
    sheet = files.document(collection=ensure_team(course).collection)
    ensure_team(course, members=[student])
    assert student_client.get(sheet.url).status_code == 404
    student.groups.add(Group.objects.get_or_create(name=INSTRUCTORS)[0])
    setup_roles()
    assert student_client.get(sheet.url).status_code == 200


def test_file_of_a_free_preview_is_for_everyone(client, lessons):
    sheet = files.document()
    files.add_files(lessons[0], document=sheet)
    assert client.get(sheet.url).status_code == 404
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    assert client.get(sheet.url).status_code == 200


def test_video_that_advertises_a_course_is_for_everyone(client, course):
    film = files.video()
    assert client.get(film.url).status_code == 404
    course.featured_video = film
    course.save_revision()
    assert client.get(film.url).status_code == 404
    course.latest_revision.publish()
    assert client.get(film.url).status_code == 200
    course.unpublish()
    assert client.get(film.url).status_code == 404


def test_file_linked_from_a_public_page_is_for_everyone_unless_that_is_private(client, home):
    page = home.get_children().get(slug="about").specific
    sheet = files.document()
    page.body = [("text", f'<p><a linktype="document" id="{sheet.pk}">Sheet</a></p>')]
    page.save_revision().publish()
    assert client.get(sheet.url).status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    assert client.get(sheet.url).status_code == 404


def test_file_removed_from_the_lesson_is_closed_again(client_of, lessons):
    client, sheet = client_of("enrolled"), files.document()
    files.add_files(lessons[0], document=sheet)
    assert client.get(sheet.url).status_code == 200
    files.add_files(lessons[0])
    assert client.get(sheet.url).status_code == 404


@pytest.mark.parametrize("role", EXPECTED)
def test_file_costs_the_same_queries_however_many_pages_offer_it(
    client_of, lessons, role, django_assert_num_queries, django_assert_max_num_queries
):
    client, sheet = client_of(role), files.document()
    files.add_files(lessons[0], document=sheet)
    client.get(sheet.url)
    with django_assert_max_num_queries(MOST_FOR_A_FILE) as before:
        client.get(sheet.url)
    count = len(before)  # counted now: the next request begins a new count
    for lesson in lessons:
        files.add_files(lesson, document=sheet)
    client.get(sheet.url)  # what is around every page is made anew after a change
    with django_assert_num_queries(count):
        client.get(sheet.url)


def test_free_preview_leaves_the_session_alone(client, lessons):
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    response = client.get(lessons[0].url)
    assert not response.wsgi_request.session.accessed
    assert not response.cookies


def test_outline_shows_a_lock_to_those_it_is_for(course, lessons, admin_client, client):
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    visitor = client.get(lessons[0].url).content.decode()
    team = admin_client.get(lessons[1].url).content.decode()
    assert (visitor.count("After enrolling"), team.count("After enrolling")) == (2, 0)
    assert team.count("Open to its team") == 1
