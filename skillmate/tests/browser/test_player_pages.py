"""The player where something is missing, and what it weighs and moves."""

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from courses.tests import factories
from learners.enrollment.enrollment import enroll
from media.models import Video
from media.storages import private_storage
from skillmate.tests.browser.conftest import MARKS
from skillmate.tests.browser.lesson_film import LINE, film, show
from skillmate.tests.browser.test_accessibility import VIEWS, overflow, show_in, violations

from .sign_in import sign_in

pytestmark = MARKS
COUNT_SHIFTS = """
  window.moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def moon(index):
    course = factories.course(index, lessons=1, slug="moon")
    show(course.outline.lessons[0], film())
    enroll(course, by=factories.user("student"))
    return course


@pytest.fixture
def open_lesson(browser, site_url, moon):
    """Opens the lesson in a browser of its own, which may log what it likes."""
    contexts = []

    def open_page(**options) -> Page:
        context = browser.new_context(reduced_motion="reduce", **options)
        contexts.append(context)
        page = sign_in(context, site_url, "student").new_page()
        page.add_init_script(COUNT_SHIFTS)
        page.goto(site_url + moon.outline.lessons[0].url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_film_that_is_gone_is_explained_and_tried_again(open_lesson):
    files, name = private_storage(), Video.objects.get().asset.name
    content = files.open(name).read()
    files.delete(name)
    page = open_lesson()
    notice = page.locator("[data-failure]")
    message = "This video cannot be played at the moment. Check your connection and try again."
    expect(notice).to_contain_text(message, use_inner_text=True)
    page.get_by_text("Transcript: Film").click()
    expect(page.locator("[data-lines-list]")).to_contain_text(LINE)
    with files.open(name, "wb") as file:
        file.write(content)
    notice.get_by_role("button", name="Try again").click()
    expect(notice).to_be_hidden()
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")


def test_who_is_offline_is_told_so_and_goes_on_when_that_is_over(open_lesson):
    page = open_lesson()
    page.wait_for_function("() => document.querySelector('video').readyState >= 1")
    page.context.set_offline(True)
    page.evaluate("document.querySelector('video').load()")
    notice = page.locator("[data-failure]")
    expect(notice).to_contain_text("You seem to be offline", use_inner_text=True)
    page.context.set_offline(False)
    expect(notice).to_be_hidden()
    page.wait_for_function("() => document.querySelector('video').readyState >= 1")


def test_captions_that_are_gone_are_said_to_be(open_lesson):
    file = Video.objects.get().tracks.get().file
    file.storage.delete(file.name)
    page = open_lesson()
    page.get_by_text("Transcript: Film").click()
    expect(page.get_by_text("The lines could not be loaded.")).to_be_visible()
    expect(page.get_by_text("The Moon moves on.")).to_be_visible()


def test_lines_opened_before_the_script_came_are_there_when_it_comes(open_lesson):
    page = open_lesson()
    routes = []
    page.route("**/player/player.js", lambda route: routes.append(route))
    page.reload(wait_until="commit")
    page.get_by_text("Transcript: Film").click()
    expect(page.locator("[data-lines]")).to_have_attribute("open", "")
    expect(page.locator("[data-lines-list] button")).to_have_count(0)
    routes[0].continue_()
    expect(page.locator("[data-lines-list]")).to_contain_text(LINE)


def test_without_javascript_it_is_a_plain_video_with_captions(open_lesson):
    page = open_lesson(java_script_enabled=False)
    expect(page.locator("video[controls] track[kind=captions]")).to_have_count(1)
    controls = page.locator(".player :is(select, button, summary, a):visible")
    assert controls.all_inner_texts() == ["Download the video", "Transcript: Film"]
    page.get_by_text("Transcript: Film").click()
    expect(page.get_by_text("The Moon moves on.")).to_be_visible()


def test_captions_are_text_whatever_they_bring(open_lesson):
    track = Video.objects.get().tracks.get()
    cue = "<b>Bold</b> <v Ann><script>alert(1)</script> &lt;img src=x onerror=alert(2)&gt;"
    with track.file.storage.open(track.file.name, "wb") as file:
        file.write(f"WEBVTT\n\n00:00.000 --> 00:09.000\n{cue}\n".encode())
    page = open_lesson()
    page.get_by_text("Transcript: Film").click()
    cue_text = page.locator("[data-lines-list] button span").nth(1)
    expect(cue_text).to_have_text("Bold alert(1) <img src=x onerror=alert(2)>")
    assert cue_text.evaluate("words => words.children.length") == 0


def test_nothing_moves_while_the_player_comes(open_lesson, moon):
    show(moon.outline.lessons[0], Video.objects.get(), first=True)
    for width in (1280, 390, 320):
        page = open_lesson(viewport={"width": width, "height": 900})
        page.wait_for_function("() => document.querySelector('video').readyState >= 2")
        expect(page.locator("[data-bar]")).to_be_enabled()
        page.wait_for_timeout(300)
        assert (width, page.evaluate("moved") <= 0.02) == (width, True)
        for part in (".video__frame", ".video__film"):  # of the film's shape, not the poster's
            box = page.locator(part).bounding_box()
            assert (width, part, round(box["width"] / box["height"], 1)) == (width, part, 1.8)


def test_player_passes_axe_with_all_of_it_open(open_lesson):
    page = open_lesson()
    page.get_by_text("Transcript: Film").click()
    page.locator("[data-lines-list] button").nth(2).click()
    page.evaluate("document.querySelector('[data-failure]').hidden = false")
    page.evaluate("delete document.querySelector('[data-offer]').dataset.waiting")
    expect(page.locator("[data-lines-list] [aria-current]")).to_have_count(1)
    assert {view: results for view, results in looks(page) if results != ([], 0)} == {}
    page.keyboard.press("?")
    assert {view: results for view, (results, _width) in looks(page) if results} == {}


def looks(page: Page) -> Iterator[tuple[tuple[int, str], tuple[list[str], int]]]:
    """What axe finds, and how much wider than the window the page is, in each of `VIEWS`."""
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        show_in(page, scheme)
        yield (width, scheme), (violations(page), overflow(page))


def test_scripts_of_a_lesson_and_of_a_course_are_light(open_lesson, site_url, moon):
    moon.featured_video = Video.objects.get()
    moon.save_revision().publish()
    page = open_lesson()
    sizes = [scripts_of(page, site_url + path) for path in (page.url[len(site_url) :], moon.url)]
    assert [size <= limit for size, limit in zip(sizes, (30_000, 10_000), strict=True)] == [
        True,
        True,
    ], sizes


def scripts_of(page: Page, url: str) -> int:
    """Bytes of all scripts of a page, each compressed as it is sent."""
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto(url, wait_until="networkidle")
    scripts = [response for response in responses if response.request.resource_type == "script"]
    return sum(len(gzip.compress(response.body())) for response in scripts)
