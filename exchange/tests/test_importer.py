"""The verb as a whole: all or nothing, safe to repeat, and told in a report."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models.signals import post_save
from wagtail.models import Page

from courses.models import CoursePage, CourseTeam, CurriculumEntry, LessonPage
from courses.tests import factories
from exchange.files.exceptions import FolderRefusal
from exchange.importing.importer import import_course

from .conftest import lesson
from .rows import row_counts

pytestmark = pytest.mark.django_db


def test_course_is_a_draft_unless_published(home, course_folder):
    report = import_course(course_folder.path)
    course = CoursePage.objects.get(slug="small")
    assert report.page_id == course.pk
    assert not course.live
    assert [page.live for page in LessonPage.objects.child_of(course)] == [False, False]


def test_publishing_shows_course_and_lessons(home, course_folder, client):
    import_course(course_folder.path, publish=True)
    course = CoursePage.objects.get(slug="small")
    assert client.get(course.url).status_code == 200
    assert [page.title for page in course.outline.lessons] == ["One", "Two"]
    assert [section.title for section in course.outline.sections] == ["All of it"]
    assert course.category.name == "Craft"
    assert list(course.tags.names()) == ["small"]
    assert [course_instructor.instructor.name for course_instructor in course.taught_by.all()] == [
        "Ada"
    ]


def test_lesson_links_point_to_pages(home, course_folder):
    import_course(course_folder.path)
    html = lesson("lessons/one.md").body.raw_data[0]["value"]
    assert f'<a linktype="page" id="{lesson("lessons/two.md").pk}">the second</a>' in html


def test_second_import_changes_nothing(home, course_folder, stored_files):
    import_course(course_folder.path, publish=True)
    rows, files = row_counts(), stored_files()
    stamps = list(Page.objects.values_list("pk", "latest_revision_created_at"))
    report = import_course(course_folder.path, publish=True)
    assert [file_report.state for file_report in report.files] == ["unchanged"] * 3
    assert row_counts() == rows
    assert stored_files() == files
    assert list(Page.objects.values_list("pk", "latest_revision_created_at")) == stamps


def test_changed_file_becomes_a_draft_of_that_lesson_alone(home, course_folder):
    import_course(course_folder.path, publish=True)
    course_folder.write("lessons/one.md", "# One\n\nNew words.\n")
    report = import_course(course_folder.path)
    assert [lesson_report.state for lesson_report in report.lessons] == ["changed", "unchanged"]
    first, second = lesson("lessons/one.md"), lesson("lessons/two.md")
    assert (first.live, first.has_unpublished_changes) == (True, True)
    assert (second.live, second.has_unpublished_changes) == (True, False)
    assert "the second" in str(first.body)
    assert "New words" in str(first.get_latest_revision_as_object().body)


def test_draft_of_an_earlier_import_is_published_later(home, course_folder):
    import_course(course_folder.path)
    report = import_course(course_folder.path, publish=True)
    assert [lesson_report.state for lesson_report in report.lessons] == ["unchanged", "unchanged"]
    assert CoursePage.objects.get(slug="small").live
    assert lesson("lessons/two.md").live


def test_edit_made_on_the_site_outlives_an_unchanged_import(home, course_folder):
    import_course(course_folder.path, publish=True)
    page = lesson("lessons/one.md")
    page.summary = "Written in the editor."
    page.save_revision()
    import_course(course_folder.path, publish=True)
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().summary == "Written in the editor."
    assert page.summary == ""


def test_removed_lesson_page_remains_and_is_unpublished_on_publish(home, course_folder):
    import_course(course_folder.path, publish=True)
    course_folder.manifest(["lessons/one.md"])
    report = import_course(course_folder.path)
    assert lesson("lessons/two.md").live
    assert [note.kind for note in report.course.converted] == ["lesson"]
    import_course(course_folder.path, publish=True)
    assert not lesson("lessons/two.md").live
    assert CurriculumEntry.objects.count() == 1


def test_renamed_file_keeps_its_page(home, course_folder):
    import_course(course_folder.path, publish=True)
    page = lesson("lessons/two.md")
    (course_folder.path / "lessons/two.md").rename(course_folder.path / "lessons/07-two.md")
    course_folder.manifest(["lessons/one.md", "lessons/07-two.md"])
    import_course(course_folder.path, publish=True)
    assert lesson("lessons/07-two.md").pk == page.pk
    assert LessonPage.objects.count() == 2


def test_dry_run_writes_nothing_and_reports_everything(home, course_folder, stored_files):
    rows = row_counts()
    report = import_course(course_folder.path, publish=True, dry_run=True)
    assert [lesson_report.state for lesson_report in report.lessons] == ["new", "new"]
    assert report.kept["images"] == 1
    assert row_counts() == rows
    assert stored_files() == []


def test_failure_in_the_last_lesson_leaves_nothing(home, course_folder, stored_files):
    course_folder.picture("media/second.png", "green")
    course_folder.write("lessons/one.md", "# One\n\n![Green](../media/second.png)\n")
    rows = row_counts()
    paths = []

    def fail(instance, **details):
        if instance.import_digest and instance.source_path == "lessons/two.md":
            paths.extend(stored_files())
            raise RuntimeError("the disk is full")

    post_save.connect(fail, sender=LessonPage)
    try:
        with pytest.raises(RuntimeError):
            import_course(course_folder.path)
    finally:
        post_save.disconnect(fail, sender=LessonPage)
    assert len(paths) == 2
    assert stored_files() == []
    assert row_counts() == rows


def test_copy_of_a_lesson_is_not_taken_for_the_lesson(home, course_folder):
    import_course(course_folder.path, publish=True)
    original = lesson("lessons/one.md")
    copy = original.copy(update_attrs={"title": "Copy", "slug": "copy"})
    course_folder.write("lessons/one.md", "# One\n\nNew words.\n")
    import_course(course_folder.path, publish=True)
    assert "New words" in str(LessonPage.objects.get(pk=original.pk).body)
    assert "New words" not in str(LessonPage.objects.get(pk=copy.pk).body)
    assert original in CoursePage.objects.get(slug="small").outline.lessons


def test_hand_made_lesson_is_not_overwritten(home, course_folder):
    import_course(course_folder.path)
    course = CoursePage.objects.get(slug="small")
    course.add_child(instance=LessonPage(title="Three", slug="three"))
    course_folder.write("lessons/three.md", "# Three\n")
    course_folder.manifest(["lessons/one.md", "lessons/two.md", "lessons/three.md"])
    with pytest.raises(FolderRefusal, match="lessons/three.md: another page of this course"):
        import_course(course_folder.path)


def test_course_whose_lessons_would_not_open_is_refused(index, course_folder):
    manifest = course_folder.path / "course.yaml"
    manifest.write_text(manifest.read_text().replace("slug: small", "slug: category"))
    with pytest.raises(FolderRefusal, match="course.yaml, line 3: the site itself answers at"):
        import_course(course_folder.path)


def test_hand_made_course_is_not_overwritten(index, course_folder):
    factories.course(index, slug="small")
    with pytest.raises(FolderRefusal, match="course.yaml, line 3: a page made by hand"):
        import_course(course_folder.path)


def test_site_without_catalogue_shows_what_to_do(index, course_folder):
    index.delete()
    with pytest.raises(FolderRefusal, match="run “manage.py setup_site” first"):
        import_course(course_folder.path)


def test_unfinished_course_is_not_published(home, course_folder):
    text = (course_folder.path / "course.yaml").read_text()
    course_folder.write("course.yaml", text.replace("category: Craft\n", ""))
    with pytest.raises(FolderRefusal, match="needs a “category” to be published"):
        import_course(course_folder.path, publish=True)
    import_course(course_folder.path)


def test_owner_joins_the_team(home, course_folder):
    ada = factories.user("ada")
    call_command("import_course", course_folder.path, "--owner=ADA@example.com", stdout=StringIO())
    course = CoursePage.objects.get(slug="small")
    assert course.owner == ada
    assert ada.groups.get().name == CourseTeam.objects.get(course=course).group.name


def test_unknown_owner_is_refused(home, course_folder):
    with pytest.raises(CommandError, match="No active account has the e-mail address x@y.z"):
        call_command("import_course", course_folder.path, "--owner=x@y.z")


def test_owner_whose_account_is_switched_off_is_refused(home, course_folder):
    factories.user("ada", is_active=False)
    with pytest.raises(CommandError, match="No active account has"):
        call_command("import_course", course_folder.path, owner="ada@example.com")


def test_wrong_input_error_is_one_line_with_file_and_line(home, course_folder):
    course_folder.manifest(["lessons/one.md", "lessons/missing.md"])
    with pytest.raises(CommandError) as refusal:
        call_command("import_course", course_folder.path)
    expected = "course.yaml, line 12: the lesson “lessons/missing.md” is not in the folder"
    assert str(refusal.value) == expected


def test_report_file_names_losses_by_line(home, course_folder, tmp_path):
    course_folder.write("quizzes/first.yaml", "questions: []\n")
    course_folder.write(
        "lessons/one.md",
        "# One\n\n![Gone](gone.png)\n\n:::quiz{file=quizzes/first.yaml}\n:::\n\n"
        "[x](javascript:alert)\n\n<script>bad()</script>\n\n:::odd\ntext\n:::\n",
    )
    output = StringIO()
    file = tmp_path / "report.json"
    call_command("import_course", course_folder.path, f"--report={file}", stdout=output)
    report = json.loads(file.read_text())
    dropped = [(note["line"], note["kind"]) for note in report["lessons"][0]["dropped"]]
    assert dropped == [(3, "image"), (5, "quiz"), (8, "link"), (10, "html"), (12, "container")]
    assert [note["what"] for note in report["course"]["dropped"]] == [
        "the quiz quizzes/first.yaml: quizzes come later"
    ]
    assert report["totals"]["dropped"] == 6
    assert "line 3: the picture gone.png (“Gone”): it is not in the folder" in output.getvalue()


def test_zip_is_imported_like_its_folder(home, course_folder):
    report = import_course(course_folder.zipped(), publish=True)
    assert [lesson_report.state for lesson_report in report.lessons] == ["new", "new"]
    assert dict(import_course(course_folder.path).states) == {"unchanged": 2}


def test_changed_file_is_published_on_request(home, course_folder):
    import_course(course_folder.path, publish=True)
    course_folder.write("lessons/one.md", "# One\n\nNew words.\n")
    import_course(course_folder.path, publish=True)
    page = lesson("lessons/one.md")
    assert (page.live, page.has_unpublished_changes) == (True, False)
    assert "New words" in str(page.body)
    assert page.revisions.count() == 2


def test_imported_course_is_not_taken_for_its_copy(home, index, tmp_path, admin_user):
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "course.yaml").write_text(
        "format: skillmate-course/1\ntitle: Small\nslug: small\nsummary: Short.\ncategory: Craft\n"
        "modules:\n  - title: All\n    lessons: [one.md]\n"
    )
    (folder / "one.md").write_text("# One\n\nText.\n")
    first = import_course(folder, publish=True)
    course = CoursePage.objects.get(slug="small")
    copy = course.copy(recursive=True, update_attrs={"slug": "a-copy"}, user=admin_user)
    copied_lesson = LessonPage.objects.child_of(copy).get()
    for page in (
        copy,
        copied_lesson,
        *(copied_page.get_latest_revision_as_object() for copied_page in (copy, copied_lesson)),
    ):
        assert page.import_digest == ""
    assert copied_lesson.source_path == ""
    assert copied_lesson.get_latest_revision_as_object().source_path == ""
    (folder / "one.md").write_text("# One\n\nOther text.\n")
    second = import_course(folder, publish=True)
    assert (second.page_id, second.states) == (first.page_id, {"changed": 1})
    assert "Other text" not in str(list(LessonPage.objects.child_of(copy).get().body.raw_data))
