"""Folders as they are on disk."""

from functools import partial
from unicodedata import normalize

import pytest

from courses.models import Category, CoursePage, LessonPage
from courses.tests import factories
from exchange.importing.importer import import_course
from media.models import CustomDocument

pytestmark = pytest.mark.django_db


def test_a_folder_from_a_mac_is_read_as_it_looks(home, course_folder):
    """Its names and texts spell accents apart; the editor, and who typed the links, do not."""
    apart = partial(normalize, "NFD")
    factories.category("Métier")
    text = "# Été\n\n```\né\n```\n\n[x](../données/é.csv)\n"
    course_folder.write(apart("leçons/été.md"), apart(text))
    course_folder.write(apart("données/é.csv"), "1,2\n")
    course_folder.manifest(["leçons/été.md"])
    manifest = (course_folder.path / "course.yaml").read_text()
    course_folder.write("course.yaml", apart(manifest.replace("Craft", "Métier")))
    assert import_course(course_folder.path).dropped == 0
    course, page = CoursePage.objects.get(slug="small"), LessonPage.objects.get(title="Été")
    assert (course.category.name, Category.objects.count()) == ("Métier", 1)
    assert CustomDocument.objects.get().filename == "é.csv"
    assert page.body.raw_data[0]["value"]["code"] == apart("é")
