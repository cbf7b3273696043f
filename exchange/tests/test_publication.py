"""Imported courses pass the publication gate, or the report says why they were let through."""

import pytest

from courses.models import CoursePage, CourseRelease
from exchange.importing.importer import import_course

from .conftest import ROOT

pytestmark = pytest.mark.django_db

DEMO = sorted(path.parent for path in (ROOT / "demo").glob("*/course.yaml"))


@pytest.mark.parametrize("folder", DEMO, ids=lambda path: path.name)
def test_demo_course_is_all_that_a_course_should_be(home, folder):
    report = import_course(folder, publish=True)
    assert report.waived == []
    assert CourseRelease.objects.get().waivers.count() == 0
    assert CoursePage.objects.get().live


def test_there_are_demo_courses():
    assert len(DEMO) == 3


def test_waived_findings_are_recorded_and_listed_in_the_report(home, course_folder):
    course_folder.write("lessons/one.md", "# One\n\n#### Too deep\n\nText.\n")
    report = import_course(course_folder.path, publish=True)
    expected = [
        "A small course: Outcomes: write what learners can do afterwards.",
        "A small course: Thumbnail: choose a picture for the catalogue.",
        "One: The first heading, “Too deep”, is of level 4. Make it level 2.",
    ]
    assert report.waived == expected
    assert report.as_dict()["waived"] == expected
    assert f"released although {expected[0]}" in report.as_text()
    waivers = CourseRelease.objects.get().waivers.order_by("pk")
    assert [str(waiver.code) for waiver in waivers] == ["outcomes", "thumbnail", "heading-skipped"]
    assert {waiver.reason for waiver in waivers} == {"Imported as the source has it."}
