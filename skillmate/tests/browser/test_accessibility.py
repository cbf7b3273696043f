"""Every kind of page passes axe, and the main job can be done by keyboard."""

from collections import Counter

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from courses.models import CourseInstructor, Instructor
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from skillmate.tests.browser.conftest import MARKS
from skillmate.tests.landmarks import LANDMARKS, NAMED

from .sign_in import sign_in

pytestmark = MARKS

# The tags by name: a rule of WCAG 2.2 runs only when its own tag is asked for.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": RULES},
    "resultTypes": ["violations"],
    # It would ask for every style sheet again, for rules that are not among these.
    "preload": {"assets": ["media"]},
}
# What fades from one colour scheme to the other is looked at where it ends.
END_TRANSITIONS = """
    getComputedStyle(document.body).color;
    document.getAnimations()
        .filter((animation) => animation instanceof CSSTransition)
        .forEach((transition) => transition.finish());
"""
LESSON = [
    ("text", "<h2>Heading</h2><p>Text with <code>code</code> and a <a href='/'>link</a>.</p>"),
    ("code", {"language": "python", "code": "def f(x):\n    return x + 1  # one", "caption": ""}),
    (
        "table",
        {
            "caption": "Flour",
            "columns": [{"type": "text", "heading": "Kind"}],
            "rows": [{"values": ["Rye"]}],
        },
    ),
    ("callout", {"kind": "tip", "title": "Tip", "body": [("text", "<p>Rest.</p>")]}),
    ("accordion", {"title": "Solution", "body": [("text", "<p>Four.</p>")]}),
    ("embed", {"provider": "youtube", "video_id": "dQw4w9WgXcQ", "title": "A song"}),
]
PUBLIC = ["/", "/courses/", "/courses/?q=nothing&level=advanced", "/courses/bread/", "/about/"]
PUBLIC += ["/contact/", "/search/?q=bread", "/missing/", "/accounts/login/", "/accounts/signup/"]
PUBLIC += ["/instructors/ada/"]
PERSONAL = [
    "/learn/",
    "/learn/library/",
    "/profile/",
    "/profile/data/",
    "/courses/bread/",
    "/accounts/email/",
]
VIEWS = [(1280, "light"), (320, "dark")]


@pytest.fixture
def bread(index):
    course = factories.course(index, lessons=2, title="Bread", slug="bread")
    ada = Instructor.objects.create(name="Ada", slug="ada", headline="Bakes", bio="A baker.")
    course.taught_by.add(CourseInstructor(instructor=ada))
    course.save_revision().publish()
    lesson = course.outline.lessons[0]
    lesson.body = LESSON
    lesson.save_revision().publish()
    return course


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is. Its script stays there for the next time."""
    page.evaluate("document.isLookedAt = true")  # axe writes styles, which the policy refuses it
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    results = page.evaluate("(options) => axe.run(options)", OPTIONS)["violations"]
    return [
        f"{result['id']}: {node['html'][:120]}" for result in results for node in result["nodes"]
    ]


def repeated_landmarks(page: Page) -> list[tuple[str, str]]:
    """Role and name of those that somebody who hears the page as it is cannot tell apart."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    nodes = [node for node in tree["nodes"] if not node["ignored"] and "name" in node]
    found = Counter((node["role"]["value"], node["name"].get("value", "")) for node in nodes)
    return [
        (role, name)
        for (role, name), number in found.items()
        if number > 1 and role in LANDMARKS and (name or role not in NAMED)
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def show_in(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.evaluate(END_TRANSITIONS)


def check(page: Page, site_url: str, paths: list[str]) -> None:
    """Opens each path once, and looks at it in each of `VIEWS`."""
    results = {}
    for path in paths:
        page.goto(site_url + path)
        for width, scheme in VIEWS:
            page.set_viewport_size({"width": width, "height": 800})
            show_in(page, scheme)
            results[path, width] = (violations(page), overflow(page), repeated_landmarks(page))
    assert results == {(path, width): ([], 0, []) for path in paths for width, _scheme in VIEWS}


def test_public_pages_pass_axe(axe_page: Page, site_url, bread):
    check(axe_page, site_url, PUBLIC)


def test_pages_of_a_learner_pass_axe(axe_page: Page, site_url, bread):
    enroll(bread, by=factories.user("student"))
    sign_in(axe_page.context, site_url, "student")
    check(axe_page, site_url, [*PERSONAL, bread.outline.lessons[0].url])


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control called `name` has the focus, as somebody without a mouse."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and (focused.inner_text() or "").strip() == name:
            return
    raise AssertionError(f"{name!r} cannot be reached by keyboard")


def test_student_enrolls_and_completes_by_keyboard(page: Page, site_url, bread):
    factories.user("student")
    page.goto(f"{site_url}/accounts/login/?next=/courses/bread/")
    page.get_by_label("E-mail").focus()
    page.keyboard.type("student@example.com")
    page.get_by_label("Password", exact=True).focus()
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_url}/courses/bread/")  # not the form, whose `next` ends so too
    tab_to(page, "Enrol now")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Start learning")).to_be_visible()
    page.goto(site_url + bread.outline.lessons[0].url)
    tab_to(page, "Mark complete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Lesson complete")


def test_first_tab_leads_past_the_header(page: Page, site_url, bread):
    page.goto(f"{site_url}/courses/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
