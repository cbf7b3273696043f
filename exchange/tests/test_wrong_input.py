"""Wrong input is refused in one sentence that names file and line; nothing is read outside."""

import os

import pytest

from exchange.course_folder.course import read_course
from exchange.files import source
from exchange.files.source import open_course

from .refusals import MANIFEST, refusal

MANIFESTS = {
    "bad yaml": ("title: [a\n", "course.yaml, line 2: the YAML cannot be read: "),
    "tab": ("format: skillmate-course/1\n\ttitle: a\n", "course.yaml, line 2: the YAML cannot"),
    "control character": ("title: a\n\x07b: c\n", "course.yaml, line 2: the YAML holds a control"),
    "not a mapping": ("- a\n", "course.yaml, line 1: “the file” must be made of"),
    "empty": ("", "course.yaml, line 1: the first field must be “format: skillmate-course/1”"),
    "no format": ("title: a\n", "course.yaml, line 1: the first field must be"),
    "unknown version": (
        MANIFEST.replace("course/1", "course/2"),
        "course.yaml, line 1: the format “skillmate-course/2” is unknown; "
        "this site reads skillmate-course/1",
    ),
    "no title": (
        MANIFEST.replace("title: A", "level: beginner"),
        "course.yaml, line 1: the course",
    ),
    "title twice": (MANIFEST + "title: B\n", "course.yaml, line 8: “title” is given twice"),
    "title is a list": (
        MANIFEST.replace("title: A", "title: [A]"),
        "course.yaml, line 2: “title” m",
    ),
    "long title": (
        MANIFEST.replace("title: A", "title: " + "A" * 256),
        "course.yaml, line 2: “title” is longer than 255 characters",
    ),
    "bad slug": (
        MANIFEST.replace("slug: a", "slug: A Course!"),
        "course.yaml, line 3: “A Course!” cannot be a slug; use small letters, digits and "
        "hyphens, such as “a-course”",
    ),
    "bad level": (
        MANIFEST + "level: guru\n",
        "course.yaml, line 8: “guru” is no level; use beginner, intermediate, advanced",
    ),
    "bad language": (
        MANIFEST + "language: '!'\n",
        "course.yaml, line 8: “!” is not a language code",
    ),
    "foreign language": (
        MANIFEST + "language: tlh\n",
        "course.yaml, line 8: “tlh” is not a language",
    ),
    "bad source": (
        MANIFEST + "source: javascript:x\n",
        "course.yaml, line 8: “source” must be a web",
    ),
    "tags are a text": (MANIFEST + "tags: a\n", "course.yaml, line 8: “tags” must be a list"),
    "no modules": (
        "format: skillmate-course/1\ntitle: A\n",
        "course.yaml, line 1: the course needs",
    ),
    "no lessons": (
        MANIFEST.replace("- lessons/one.md", ""),
        "course.yaml, line 5: no module names",
    ),
    "module without title": (
        MANIFEST.replace("- title: M", "- summary: M"),
        "course.yaml, line 5: this module has no “title”",
    ),
    "missing lesson": (
        MANIFEST.replace("one.md", "none.md"),
        "course.yaml, line 7: the lesson “lessons/none.md” is not in the folder",
    ),
    "lesson is a folder": (
        MANIFEST.replace("lessons/one.md", "lessons"),
        "course.yaml, line 7: the lesson “lessons” is not in the folder",
    ),
    "lesson twice": (
        MANIFEST + "      - ./lessons/one.md\n",
        "course.yaml, line 8: “lessons/one.md” is already named in line 7",
    ),
    "lesson outside": (
        MANIFEST.replace("lessons/one.md", "lessons/../../one.md"),
        "course.yaml, line 7: the path “lessons/../../one.md” leaves the course folder",
    ),
    "absolute lesson": (
        MANIFEST.replace("lessons/one.md", "/etc/passwd"),
        "course.yaml, line 7: the path “/etc/passwd” is absolute",
    ),
    "backslash": (
        MANIFEST.replace("lessons/one.md", "lessons\\one.md"),
        "course.yaml, line 7: the path “lessons\\one.md” has a backslash",
    ),
    "nul": (
        MANIFEST.replace("lessons/one.md", '"lessons/one\\0.md"'),
        "course.yaml, line 7: a path holds a control character",
    ),
    "endless name": (
        MANIFEST.replace("one.md", "x" * 300),
        "course.yaml, line 7: the path “lessons/",
    ),
    "thumbnail outside": (
        MANIFEST + "thumbnail: ../a.png\n",
        "course.yaml, line 8: the path “../a.png” leaves the course folder",
    ),
    "deep nesting": ("a: " + "[" * 5000, "course.yaml: the YAML is nested too deeply"),
    "python object": (
        MANIFEST + "licence: !!python/object/apply:os.system [id]\n",
        "course.yaml, line 8: “licence” must be a text",
    ),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_course_yaml_is_refused(course_folder, name):
    content, expected = MANIFESTS[name]
    course_folder.write("course.yaml", content)
    assert refusal(course_folder.path).startswith(expected)


LESSONS = {
    "open front matter": ("---\ntitle: a\n", "lessons/one.md, line 1: the front matter is never"),
    "bad front matter": ("---\ntitle: a\nb: [\n---\n", "lessons/one.md, line 3: the YAML cannot"),
    "bad slug": ("---\nslug: A b\n---\n", "lessons/one.md, line 2: “A b” cannot be a slug"),
    "same slug": (
        "---\ntitle: a\nslug: two\n---\n",
        "lessons/one.md, line 3: ",
    ),
    "bad minutes": (
        "---\nminutes: ten\n---\n",
        "lessons/one.md, line 2: “minutes” must be a whole",
    ),
    "nested too deep": (
        "# a\n\n" + ">" * 100 + " x\n",
        "lessons/one.md, line 3: quotes or lists are nested too deep",
    ),
    "bad preview": ("---\npreview: maybe\n---\n", "lessons/one.md, line 2: “preview” must be true"),
    "image outside": (
        "# a\n\n![b](../../c.png)\n",
        "lessons/one.md, line 3: the path “../../c.png” leaves the course folder",
    ),
    "not utf-8": (b"# a\n\n\xff\xfe\n", "lessons/one.md, line 3: this is not UTF-8 text"),
}


@pytest.mark.parametrize("name", LESSONS)
def test_lesson_is_refused(course_folder, name):
    content, expected = LESSONS[name]
    course_folder.write("lessons/one.md", content)
    if name == "same slug":
        course_folder.write("lessons/two.md", "---\nslug: two\n---\n# Two\n")
        expected = "lessons/two.md, line 2: the slug “two” is already that of lessons/one.md"
    assert refusal(course_folder.path).startswith(expected)


def test_lessons_in_two_folders_may_not_share_a_name(course_folder):
    course_folder.write("a/one.md", "# A")
    course_folder.manifest(["lessons/one.md", "a/one.md"])
    assert (
        refusal(course_folder.path) == "a/one.md: the slug “one” is already that of lessons/one.md"
    )


def test_numbers_stay_where_names_are_the_same(course_folder):
    course_folder.write("01-quiz.md", "# A")
    course_folder.write("02-quiz.md", "# B")
    course_folder.write("03-end.md", "# C")
    course_folder.manifest(["01-quiz.md", "02-quiz.md", "03-end.md"])
    with open_course(course_folder.path) as files:
        slugs = [lesson.slug for lesson in read_course(files).lessons]
    assert slugs == ["01-quiz", "02-quiz", "end"]


@pytest.mark.parametrize("target", ["lessons/one.md", "media/dot.png"])
def test_symlink_to_outside_is_refused(course_folder, tmp_path, target):
    outside = tmp_path / "secret"
    outside.write_text("secret")
    link = course_folder.path / target
    link.unlink()
    link.symlink_to(outside)
    assert "is a link that leads out of the course folder" in refusal(course_folder.path)
    assert refusal(course_folder.path).startswith(("course.yaml, line", "lessons/two.md, line 3"))


def test_symlinked_folder_to_outside_is_refused(course_folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "three.md").write_text("# Three")
    (course_folder.path / "more").symlink_to(tmp_path / "elsewhere")
    course_folder.manifest(["more/three.md"])
    assert "course.yaml, line 11" in refusal(course_folder.path)


def test_symlink_inside_the_folder_is_followed(course_folder):
    (course_folder.path / "lessons/three.md").symlink_to(course_folder.path / "lessons/one.md")
    course_folder.manifest(["lessons/two.md", "lessons/three.md"])
    with open_course(course_folder.path) as files:
        assert len(read_course(files).lessons) == 2


def test_pipe_is_not_a_lesson(course_folder):
    os.mkfifo(course_folder.path / "lessons/pipe.md")
    course_folder.manifest(["lessons/pipe.md"])
    assert "is not in the folder" in refusal(course_folder.path)


def test_too_large_lesson_is_refused(course_folder):
    course_folder.write("lessons/one.md", "a" * (source.MAX_TEXT + 1))
    expected = "course.yaml, line 11: “lessons/one.md” is too large (more than 2 MB)"
    assert refusal(course_folder.path) == expected


def test_lesson_that_nobody_could_save_again_is_refused(course_folder):
    course_folder.write("lessons/one.md", "# One\n\n" + "```\n1\n```\n\nText.\n\n" * 600)
    message = refusal(course_folder.path)
    assert message.startswith("lessons/one.md, line 1: There are 1,200 blocks here; 1,000 at most")


def test_too_large_picture_is_refused(course_folder, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10
    expected = "lessons/two.md, line 3: “media/dot.png” is too large (more than 10 bytes)"
    assert refusal(course_folder.path) == expected


def test_folder_that_is_not_there_is_refused(tmp_path):
    assert refusal(tmp_path / "none").endswith("there is no such course folder or .zip archive")


def test_folder_without_course_yaml_is_refused(tmp_path):
    assert refusal(tmp_path) == "course.yaml: there is no course.yaml in this folder"


def test_unknown_field_is_reported(course_folder):
    course_folder.write(
        "course.yaml", (course_folder.path / "course.yaml").read_text() + "mood: x\n"
    )
    with open_course(course_folder.path) as files:
        notes = read_course(files).report.course.dropped
    assert [(note.line, note.what) for note in notes] == [
        (13, "the field “mood” is not part of the format")
    ]
