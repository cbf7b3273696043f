"""The player as a learner uses it: with a real film, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.models import LessonCompletion, WatchPosition
from skillmate.tests.browser.conftest import MARKS
from skillmate.tests.browser.lesson_film import LINE, film, show

from .sign_in import sign_in

pytestmark = MARKS


@pytest.fixture
def moon(index):
    """A lesson between two others, with a film."""
    course = factories.course(index, lessons=3, slug="moon")
    lesson = course.outline.lessons[1]
    show(lesson, film())
    return lesson


@pytest.fixture
def student(moon):
    user = factories.user("student")
    enroll(moon.course, by=user)
    return user


@pytest.fixture
def lesson(page: Page, site_url, moon, student) -> Page:
    """The lesson, open before the student, with its film ready."""
    sign_in(page.context, site_url, student.username)
    return open_lesson(page, site_url, moon)


def open_lesson(page: Page, site_url: str, moon) -> Page:
    page.goto(site_url + moon.url)
    page.wait_for_function("() => document.querySelector('video').readyState >= 1")
    expect(page.locator("[data-bar]")).to_be_enabled()
    page.locator("[data-player]").scroll_into_view_if_needed()
    return page


def current_time(page: Page) -> float:
    return page.evaluate("document.querySelector('video').currentTime")


def go_to(page: Page, position: float) -> None:
    page.evaluate(
        """place => new Promise(done => {
          const video = document.querySelector("video");
          video.addEventListener("seeked", done, { once: true });
          video.currentTime = place;
        })""",
        position,
    )


def play_to_the_end(page: Page) -> None:
    page.evaluate(
        """() => new Promise(done => {
          const video = document.querySelector("video");
          video.addEventListener("ended", done, { once: true });
          video.addEventListener("playing", () => { video.playbackRate = 8; }, { once: true });
          video.play();
        })"""
    )


def status_message(page: Page):
    return page.locator("[data-said]")


def test_keys_work_the_player(lesson: Page):
    go_to(lesson, 20)
    for key, position in (("j", 10), ("l", 20), ("ArrowLeft", 15), ("ArrowRight", 20), ("L", 30)):
        lesson.keyboard.press(key)
        assert (key, round(current_time(lesson))) == (key, position)
    expect(status_message(lesson)).to_have_text("At 0:30")
    for key, message in (("m", "Sound off"), ("m", "Sound on"), (">", "Speed 1.25 ×")):
        lesson.keyboard.press(key)
        expect(status_message(lesson)).to_have_text(message)
    for key, message in (("k", "Playing"), ("k", "Paused"), (" ", "Playing"), (" ", "Paused")):
        lesson.keyboard.press(key)
        expect(status_message(lesson)).to_have_text(message)
    lesson.keyboard.press("f")
    lesson.wait_for_function("() => document.fullscreenElement?.matches('video')")
    lesson.keyboard.press("f")
    lesson.wait_for_function("() => !document.fullscreenElement")


def test_next_and_previous_lesson_are_one_key_away(lesson: Page, site_url, moon):
    before, _, after = moon.course.outline.lessons
    lesson.keyboard.press("n")
    lesson.wait_for_url(site_url + after.url)
    lesson.go_back()
    expect(lesson.locator("[data-bar]")).to_be_enabled()
    lesson.keyboard.press("p")
    lesson.wait_for_url(site_url + before.url)


def test_keys_leave_typing_scrolling_and_buttons_alone(lesson: Page, site_url, moon):
    go_to(lesson, 20)
    search = lesson.locator("input[type=search]").first
    search.fill("")
    search.press_sequentially("jkl")
    expect(search).to_have_value("jkl")
    assert current_time(lesson) == 20
    search.blur()
    lesson.evaluate("scrollTo(0, 0)")
    lesson.keyboard.press(" ")  # the film is out of view: the page scrolls
    lesson.wait_for_function("() => scrollY > 0")
    assert lesson.evaluate("document.querySelector('video').paused")
    lesson.get_by_role("button", name="Keys").focus()
    lesson.keyboard.press(" ")
    dialog = lesson.get_by_role("dialog", name="Keys of the video player")
    expect(dialog).to_be_visible()
    lesson.keyboard.press("j")
    assert current_time(lesson) == 20


def test_keys_can_be_listed_and_switched_off_for_good(lesson: Page, site_url, moon):
    lesson.keyboard.press("?")
    dialog = lesson.get_by_role("dialog", name="Keys of the video player")
    expect(dialog).to_contain_text("10 seconds back or ahead")
    dialog.get_by_label("Use these keys").uncheck()
    dialog.get_by_role("button", name="Close").click()
    open_lesson(lesson, site_url, moon)
    go_to(lesson, 20)
    for key in ("j", "ArrowLeft", "?"):
        lesson.keyboard.press(key)
    expect(dialog).to_be_hidden()
    assert current_time(lesson) == 20


def test_speed_and_captions_are_remembered(lesson: Page, site_url, moon):
    captions = "document.querySelector('video').textTracks[0]"
    lesson.get_by_label("Speed").select_option("1.5")
    lesson.keyboard.press("Escape")
    lesson.locator("[data-said]").click()
    lesson.keyboard.press("c")
    expect(status_message(lesson)).to_have_text("Captions: English")
    go_to(lesson, 14)
    lesson.wait_for_function(f"() => {captions}.activeCues?.length === 1")
    open_lesson(lesson, site_url, moon)
    expect(lesson.get_by_label("Speed")).to_have_value("1.5")
    assert lesson.evaluate("document.querySelector('video').playbackRate") == 1.5
    assert lesson.evaluate(f"{captions}.mode") == "showing"
    lesson.keyboard.press("c")
    open_lesson(lesson, site_url, moon)
    assert lesson.evaluate(f"{captions}.mode") != "showing"


def test_line_leads_to_its_place_and_the_current_one_is_marked_and_in_view(lesson: Page):
    lesson.get_by_text("Transcript: ").click()
    lines = lesson.locator("[data-lines-list] button")
    expect(lines).to_have_count(9)
    expect(lines.nth(3)).to_have_text(f"0:13 {LINE}")
    lines.nth(3).click()
    assert current_time(lesson) == 13.4
    current = lesson.locator("[data-lines-list] [aria-current]")
    expect(current).to_have_text(f"0:13 {LINE}")
    lesson.keyboard.press("ArrowDown")
    lesson.keyboard.press("Enter")
    expect(current).to_contain_text("The Moon swells further")
    assert lesson.locator("[data-lines-list] [tabindex='0']").count() == 1
    box, before = lesson.locator("[data-lines-list]"), lesson.evaluate("scrollY")
    go_to(lesson, 39)
    expect(current).to_contain_text("it is new moon again")
    assert box.evaluate("box => box.scrollTop") > 0  # within its box alone
    assert lesson.evaluate("scrollY") == before


def test_another_device_goes_on_where_this_one_stopped(
    lesson: Page, browser, site_url, moon, student
):
    go_to(lesson, 12)
    lesson.keyboard.press("k")
    lesson.wait_for_function("() => document.querySelector('video').currentTime > 12.5")
    with lesson.expect_response(re.compile("/watched/$")) as response_info:
        lesson.keyboard.press("k")
    assert response_info.value.status == 204
    watch_position = WatchPosition.objects.get()
    assert watch_position.second == int(current_time(lesson))
    assert watch_position.watched_to < 5  # it was jumped to
    other_page = sign_in(browser.new_context(), site_url, student.username).new_page()
    open_lesson(other_page, site_url, moon)
    expect(status_message(other_page)).to_have_text(f"Goes on at 0:{watch_position.second}")
    assert current_time(other_page) == watch_position.second
    other_page.get_by_role("button", name="Start over").click()
    expect(status_message(other_page)).to_have_text("At 0:00")
    other_page.wait_for_function("() => document.querySelector('video').currentTime < 10")
    other_page.context.close()


def test_place_is_told_when_the_page_is_left(lesson: Page, site_url):
    lesson.keyboard.press("k")
    lesson.wait_for_function("() => document.querySelector('video').currentTime > 2")
    assert not WatchPosition.objects.exists()
    lesson.goto(f"{site_url}/about/")
    for _ in range(50):  # the browser tells it after the page is gone
        if WatchPosition.objects.exists():
            break
        lesson.wait_for_timeout(100)
    assert WatchPosition.objects.get().second >= 2


def test_who_only_jumps_to_the_end_is_offered_nothing(lesson: Page):
    go_to(lesson, 39)
    play_to_the_end(lesson)
    expect(lesson.locator("[data-offer]")).to_be_hidden()


def test_who_watched_it_is_offered_to_complete_the_lesson(lesson: Page):
    height = lesson.evaluate("document.body.scrollHeight")
    play_to_the_end(lesson)
    expect(status_message(lesson)).to_have_text("Watched: is the lesson complete?")
    assert lesson.evaluate("document.body.scrollHeight") == height
    assert LessonCompletion.objects.count() == 0
    lesson.locator("[data-offer]").click()
    expect(lesson.get_by_role("main")).to_contain_text("Lesson complete, 1 of 3")
    assert LessonCompletion.objects.count() == 1
