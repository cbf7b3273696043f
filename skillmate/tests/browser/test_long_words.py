"""Words without an end, and titles that run from right to left: no page gets wider than its window,
no text leaves its box, and the words around a title stay where they are."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from courses.models import Category, CoursePage, LessonPage
from courses.release.submission import submit
from courses.teams.roles import EDITORS
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.comparison.bodies import stored
from courses.tests.release.admin_actions import edit_lesson
from courses.tests.release.conftest import person
from learners.enrollment.enrollment import enroll
from learners.models import Profile
from skillmate.tests.browser.conftest import MARKS
from skillmate.tests.browser.test_accessibility import overflow

from .sign_in import sign_in

pytestmark = MARKS

LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtenges"
ARABIC = "1) مقدمة في الجبر (2)!"
WIDTHS = (1280, 390)
# Texts with one of the two that leave what they stand in, and those in Arabic that share a line
# with others and are in nothing that keeps them apart. Tables of lessons and code scroll.
FAULTS = """
    (long) => {
        const faults = new Set();
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const style = (element) => getComputedStyle(element);
        const isPlain = (element) => style(element).unicodeBidi === "plaintext";
        const add = ({ tagName, className, textContent }) =>
            faults.add(`${tagName}.${className} ${textContent.trim()}`);
        while (texts.nextNode()) {
            const text = texts.currentNode, parent = text.parentElement;
            const isHidden = parent.closest(".visually-hidden, .w-sr-only, pre");
            const isCut = style(parent).textOverflow === "ellipsis";
            if (isHidden || isCut || !parent.checkVisibility()) continue;
            let block = parent, isKept = text.data.includes("\u2068");
            for (; style(block).display === "inline"; block = block.parentElement) {
                isKept ||= block.matches("bdi, [dir=auto]") || isPlain(block);
            }
            if (text.data.includes(long)) {
                const range = document.createRange();
                range.selectNodeContents(text);
                const edge = block.getBoundingClientRect().right + 1;
                if ([...range.getClientRects()].some(({ right }) => right > edge)) add(block);
            }
            isKept ||= block.closest("[dir]:not(html)") || isPlain(block);
            if (/[\u0600-\u06ff]/.test(text.data) && !isKept) add(block);
        }
        return [...faults];
    }
"""


def body(text: str) -> list[dict]:
    rows = [{"values": [f"<p>{text}</p>", "<p>85 %</p>"]}]
    columns = [{"type": "text", "heading": heading} for heading in (text, "Share")]
    prose = stored("text", f"<h2>{text}</h2><ul><li>{text}</li></ul><p><code>{text}</code></p>")
    table = stored("table", {"caption": text, "columns": columns, "rows": rows})
    embed = {"provider": "youtube", "video_id": "dQw4w9WgXcQ", "title": text}
    return [
        prose,
        table,
        stored("heading", {"text": text, "level": "h2"}),
        stored("embed", embed),
        stored("code", {"language": "python", "code": "x = 1", "caption": text}),
        stored("callout", {"kind": "note", "title": text, "body": [prose]}),
        stored("accordion", {"title": text, "body": [table]}),
    ]


def make_course(index, text: str, category) -> CoursePage:
    course = factories.complete_course(
        index, title=text, slug=f"c-{len(text)}", summary=text, category=category, lessons=0
    )
    lessons = [
        factories.lesson(course, title=text, summary=text, body=body(text), free_preview=True)
        for _number in range(2)
    ]
    course.outcomes = course.requirements = [("item", text)]
    course.curriculum = [
        ("section", {"title": text, "summary": text}),
        *(("lesson", LessonPage.objects.get(pk=lesson.pk)) for lesson in lessons),
    ]
    course.save_revision().publish()
    return CoursePage.objects.get(pk=course.pk)


@pytest.fixture
def courses(index) -> list[CoursePage]:
    person("editor", EDITORS)
    teacher = factories.user("teacher", is_superuser=True, first_name=LONG, last_name=ARABIC)
    courses = []
    for text in (LONG, ARABIC):
        category = Category.objects.create(name=text, slug=f"topic-{len(text)}")
        courses.append(make_course(index, text, category))
        enroll(courses[-1], by=teacher)
        ensure_team(courses[-1], members=[teacher])
        learner = factories.user(f"learner{len(text)}")
        Profile.objects.create(user=learner, display_name=text)
        enroll(courses[-1], by=learner)
        edit_lesson(courses[-1].outline.lessons[0], title=f"{text} 2")
        submit(courses[-1], by=teacher, comment=text, despite_findings=True)
    return courses


@pytest.fixture
def scriptless_page(browser) -> Iterator[Page]:
    """What styles do is looked at: scripts would take most of the time."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_no_text_breaks_the_layout_or_the_direction(scriptless_page: Page, site_url, courses):
    page = scriptless_page
    sign_in(page.context, site_url, "teacher")
    paths = [f"/search/?q={LONG}", "/learn/", "/admin/", f"/admin/pages/{courses[0].pk}/"]
    for course in courses:
        paths += [course.url, course.outline.lessons[0].url, f"/teach/{course.pk}/"]
        paths += [f"/admin/courses/{course.pk}/review/"]
    faults = {}
    for path in paths:
        page.goto(site_url + path)
        page.evaluate("document.querySelectorAll('main details').forEach((d) => d.open = true)")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            faults[path, width] = (overflow(page), page.evaluate(FAULTS, LONG))
    assert faults == {(path, width): (0, []) for path in paths for width in WIDTHS}
