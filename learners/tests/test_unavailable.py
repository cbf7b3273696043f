"""A course that its learners cannot open now: they are told; strangers get the ordinary 404."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from courses.tests import factories
from learners.enrollment.enrollment import enroll, leave
from learners.progress.progress import complete

from .conftest import signed_in
from .files import add_files, document, video

AWAY = "Your course is not available at the moment"
GONE = "This is not part of the course now"
ORDINARY = "We cannot find this page"
VERBS = ["enrol", "leave", "save", "unsave", "dismiss", "complete", "undo", "opened"]


def answers(client, course, lessons) -> list[str]:
    """Of every address of a course: pages, what is below them, and buttons."""
    pages = [course.url, lessons[0].url, f"{course.url}no-such/", f"{lessons[1].url}deeper/?a=1"]
    responses = [client.get(address) for address in pages]
    for verb in VERBS:
        page = lessons[0] if verb in ("complete", "undo", "opened") else course
        responses.append(client.post(reverse(f"learners:{verb}", args=[page.pk])))
    assert {response.status_code for response in responses} == {404}
    return [response.text for response in responses]


@pytest.mark.usefixtures("enrolled")
def test_unpublished_course_says_so_to_its_learners_alone(
    client, student, student_client, course, other_course, lessons
):
    former, elsewhere = factories.user("former"), factories.user("elsewhere")
    enroll(course, by=former)
    leave(course, by=former)
    enroll(other_course, by=elsewhere)
    complete(lessons[0], by=student)
    course.unpublish()
    for text in answers(student_client, course, lessons):
        assert AWAY in text
        assert course.title in text
        assert 'href="/learn/"' in text
    for stranger in (client, signed_in(former), signed_in(elsewhere)):
        for text in answers(stranger, course, lessons):
            assert ORDINARY in text
            assert course.title not in text
    # A learner whose session is over is a visitor, and signs in.
    text = client.get(f"{lessons[0].url}?a=1").text
    assert f'href="/accounts/login/?next={lessons[0].url}%3Fa%3D1"' in text
    assert "/accounts/login/" not in signed_in(former).get(lessons[0].url).text.split("<main")[1]


@pytest.mark.usefixtures("enrolled")
def test_lesson_that_is_gone_leads_back_to_the_course(client, student_client, course, lessons):
    lessons[0].unpublish()
    for address in (lessons[0].url, f"{course.url}never-was/"):
        response = student_client.get(address)
        assert response.status_code == 404
        assert GONE in response.text
        assert f'href="{course.url}">Open the course' in response.text
        assert ORDINARY in client.get(address).text
    assert GONE in student_client.post(reverse("learners:complete", args=[lessons[0].pk])).text
    assert ORDINARY in student_client.get("/courses/never-was/").text


@pytest.mark.usefixtures("enrolled")
def test_course_closed_to_its_learners_says_so(client, student_client, course, lessons):
    PageViewRestriction.objects.create(page=course, restriction_type="groups")
    response = student_client.get(lessons[0].url, follow=True)
    assert (response.status_code, AWAY in response.text) == (404, True)
    assert AWAY in student_client.post(reverse("learners:complete", args=[lessons[0].pk])).text
    stranger = signed_in(factories.user("stranger"))
    assert stranger.get(lessons[0].url, follow=True).status_code == 403
    assert client.get(lessons[0].url, follow=True).redirect_chain[-1][0].startswith("/accounts/")


@pytest.mark.usefixtures("enrolled")
def test_files_of_an_unpublished_course_say_so(client, student_client, course, lessons):
    handout, film = document(), video()
    add_files(lessons[0], document=handout, video=film)
    assert student_client.get(handout.url).status_code == 200
    course.unpublish()
    for file in (handout, film):
        assert AWAY in student_client.get(file.url).text
        assert course.title not in client.get(file.url).text
