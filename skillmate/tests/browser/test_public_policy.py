"""Public pages work under their policy, for whoever looks at them, and ask no other host."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import CourseInstructor, CoursePage, Instructor
from courses.tests import factories
from learners.enrollment.enrollment import enroll

from .conftest import MARKS
from .lesson_film import film
from .sign_in import sign_in_by_form
from .test_accessibility import LESSON, PERSONAL, PUBLIC

pytestmark = MARKS

ACCOUNT_TEMPLATES = [
    "accounts/2fa/",
    "accounts/2fa/webauthn/add/",
    "accounts/email/",
    "accounts/logout/",
    "accounts/password/change/",
    "accounts/sessions/",
    "teach/",
    "teach/{course}/",
]


@pytest.fixture
def bread(index) -> CoursePage:
    """Its first lesson has every kind of block that asks for something."""
    course = factories.course(index, lessons=2, title="Bread", slug="bread")
    ada = Instructor.objects.create(name="Ada", slug="ada")
    course.taught_by.add(CourseInstructor(instructor=ada))
    course.save_revision().publish()
    lesson = course.outline.lessons[0]
    lesson.body = [*LESSON, ("video", {"video": film(), "caption": ""})]
    lesson.save_revision().publish()
    return course


@pytest.fixture
def member(page: Page, site_url, bread) -> Page:
    """Before somebody who learns, and may do everything."""
    enroll(bread, by=factories.user("member", is_superuser=True))
    sign_in_by_form(page, site_url, "member")
    return page


def test_pages_for_everybody_keep_to_the_policy(page: Page, site_url, bread, expected_errors):
    expected_errors.append("/missing/")  # a 404, looked at on purpose
    for path in PUBLIC:
        page.goto(site_url + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_pages_of_a_member_keep_to_the_policy(member: Page, site_url, bread):
    paths = [*PERSONAL, *(f"/{template.format(course=bread.pk)}" for template in ACCOUNT_TEMPLATES)]
    for path in paths:
        assert member.goto(site_url + path).status == 200
    member.goto(f"{site_url}/accounts/2fa/totp/activate/")
    member.get_by_label("Password", exact=True).fill(factories.PASSWORD)  # once more, to be safe
    member.get_by_role("button", name="Continue").click()
    assert member.locator("main img").evaluate("(code) => code.decode().then(() => code.width)") > 0


def test_lesson_plays_embeds_and_is_checked_under_the_policy(member: Page, site_url, bread):
    member.goto(site_url + bread.outline.lessons[0].url)
    expect(member.locator("iframe.embed__frame")).to_be_attached()
    video = member.locator("video")
    video.evaluate("(video) => { video.muted = true; return video.play(); }")
    assert round(video.evaluate("(video) => video.duration")) == 40
    member.get_by_role("button", name="View Wagtail quick actions").click()
    expect(member.get_by_role("menuitem", name="Go to Wagtail admin")).to_be_visible()
