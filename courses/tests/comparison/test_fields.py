"""The fields of courses and lessons, each as a reviewer has to see its change."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page

from courses.comparison.references import share_references
from courses.models import CoursePage, LessonPage
from courses.models.instructor import CourseInstructor, Instructor
from courses.tests import factories
from media.tests.factories import video

from .marked import has_mark, marked_text

ITEMS = [
    {"type": "item", "value": text, "id": f"id-{text}"} for text in ("Knead dough", "Shape loaves")
]


def comparisons(before: Page, after: Page) -> list:
    handler = type(after).get_edit_handler()
    panel = handler.get_bound_panel(instance=after, request=None, form=None)
    result = [comparison_class(before, after) for comparison_class in panel.get_comparison()]
    share_references(result)
    return result


def differences(before: Page, after: Page) -> dict[str, str]:
    return {
        str(comparison.field_label()): marked_text(comparison.htmldiff())
        for comparison in comparisons(before, after)
        if comparison.has_changed()
    }


def people(*names: str) -> list[CourseInstructor]:
    """As the relation to a course takes them."""
    return [
        CourseInstructor(instructor=Instructor.objects.get_or_create(name=name, slug=name)[0])
        for name in names
    ]


def course(**changes) -> CoursePage:
    """One that is in no database, with `changes`."""
    values = {
        "title": "All about bread",
        "slug": "bread",
        "summary": "A course on bread.",
        "description": "<p>For <b>all</b> bakers.</p><ul><li>Rye</li></ul>",
        "minutes": None,
        "level": "beginner",
        "thumbnail_alt": "A loaf of rye.",
        "outcomes": ITEMS,
        "requirements": ITEMS,
        "taught_by": ["anna", "bert"],
        "tags": ["rye", "oven"],
        **changes,
    }
    teachers, tags = people(*values.pop("taught_by")), values.pop("tags")
    values.pop("minutes")
    page = CoursePage(**values)
    page.taught_by = teachers
    page.tags.add(*tags)
    return page


@pytest.mark.parametrize(
    ("label", "change", "marked"),
    [
        ("Title", {"title": "All about rye"}, "All about [-bread-]{+rye+}"),
        ("Slug", {"slug": "bread-and-rye"}, "[-bread-] → {+bread-and-rye+}"),
        ("Summary", {"summary": "A course  on bread."}, "A course {+·+}on bread."),
        (
            "Description",
            {"description": "<p>For all bakers.</p><ul><li>Rye</li></ul>"},
            "For all bakers. (formatting: bold removed from “all”) Rye",
        ),
        ("Level", {"level": "advanced"}, "[-Beginner-] → {+Advanced+}"),
        ("Language", {"language": "de"}, "[-English-] → {+Deutsch+}"),
        ("Tags", {"tags": ["rye", "dough"]}, "[-oven-] {+dough+} rye"),
        ("Taught by", {"taught_by": ["bert", "anna"]}, "bert <moved> anna"),
        ("Taught by", {"taught_by": ["anna", "cara"]}, "anna [-bert-] {+cara+}"),
        ("Thumbnail description", {"thumbnail_alt": ""}, "[-A loaf of rye.-] → (empty)"),
        ("Licence", {"licence": "CC-BY-4.0"}, "(empty) → {+CC-BY-4.0+}"),
        ("Source", {"source_url": "https://a.example/"}, "(empty) → {+https://a.example/+}"),
        ("Outcomes", {"outcomes": ITEMS[::-1]}, "Item <moved> Shape loaves 1 unchanged block"),
        ("Requirements", {"requirements": ITEMS[:1]}, "1 unchanged block"),
    ],
)
def test_change_of_a_field_is_told_in_words(db, label, change, marked):
    difference = differences(course(), course(**change))
    assert list(difference) == [label]
    assert difference[label].startswith(marked)


def test_change_of_a_lesson_is_told_in_words(db):
    before = LessonPage(title="Rye", minutes=5, summary="One line.\nAnother line.")
    after = LessonPage(title="Rye", free_preview=True, summary="One line.\nOther words.")
    assert differences(before, after) == {
        "Summary": "One line. [-Another line.-] {+Other words.+}",
        "Minutes": "[-5-] → (empty)",
        "Free preview": "[-no-] → {+yes+}",
    }
    assert differences(after, LessonPage(title="Rye", minutes=9, summary=after.summary)) == {
        "Minutes": "(empty) → {+9+}",
        "Free preview": "[-yes-] → {+no+}",
    }


def test_references_are_called_by_their_titles(db):
    before = course(category_id=factories.category().pk, featured_video_id=video(title="Old").pk)
    after = course(category_id=999_999, featured_video_id=video(title="New").pk)
    assert differences(before, after) == {
        "Category": "[-Craft-] → {+(category that no longer exists)+}",
        "Featured video of your own": "[-Old-] → {+New+}",
    }


def test_pictures_stand_side_by_side(db):
    before, after = (course(thumbnail_id=factories.picture(name).pk) for name in ("Old", "New"))
    (comparison,) = [one for one in comparisons(before, after) if one.has_changed()]
    assert marked_text(comparison.htmldiff()) == "[-Old-] {+New+}"
    assert comparison.htmldiff().count("<img ") == 2
    gone = course(thumbnail_id=999_999)
    assert differences(gone, after) == {"Thumbnail": "[-an image that no longer exists-] {+New+}"}
    assert differences(gone, course()) == {"Thumbnail": "[-an image that no longer exists-]"}


def test_files_of_one_title_are_told_apart_by_their_numbers(db):
    keys = [video(title="Film").pk, video(title="Film").pk]
    before, after = (course(featured_video_id=key) for key in keys)
    assert differences(before, after) == {
        "Featured video of your own": f"[-Film (number {keys[0]})-] → {{+Film (number {keys[1]})+}}"
    }


# For each field that is compared, something else than its default.
OTHER_VALUES = {
    CoursePage: {
        "title": "Other",
        "slug": "other",
        "seo_title": "Other",
        "search_description": "Other words",
        "summary": "Other",
        "description": "<p>Other</p>",
        "category_id": 1,
        "level": "advanced",
        "language": "de",
        "outcomes": ITEMS,
        "requirements": ITEMS,
        "thumbnail_id": 1,
        "thumbnail_alt": "Other",
        "featured_video_url": "https://youtu.be/dQw4w9WgXcQ",
        "featured_video_id": 1,
        "licence": "Other",
        "source_url": "https://other.example/",
        "curriculum": [{"type": "section", "value": {"title": "One", "summary": ""}, "id": "a"}],
    },
    LessonPage: {
        "title": "Other",
        "slug": "other",
        "seo_title": "Other",
        "search_description": "Other words",
        "summary": "Other",
        "minutes": 5,
        "free_preview": True,
        "body": [{"type": "text", "value": "<p>Other</p>", "id": "a"}],
    },
}


@pytest.mark.parametrize("model", OTHER_VALUES)
def test_every_field_of_the_form_leaves_a_mark(db, model):
    others = OTHER_VALUES[model]
    names = {comparison.field.name for comparison in comparisons(model(), model())}
    assert names - {"tags", "courseinstructor", "taught_by"} == {
        name.removesuffix("_id") for name in others
    }
    for name, value in others.items():
        for before, after in ((model(), model(**{name: value})), (model(**{name: value}), model())):
            (comparison,) = [one for one in comparisons(before, after) if one.has_changed()]
            assert comparison.field.attname == name
            assert has_mark(BeautifulSoup(comparison.htmldiff(), "html.parser")), name
