"""Courses in review, by the verbs themselves: they are few."""

import json
from uuid import uuid4

from django.contrib.auth.models import User

from courses.models import Category, CourseIndexPage, CoursePage, LessonPage
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.team import ensure_team
from media.models import CustomImage

from .bodies import CODE, body


def make_review(lessons: int, *, by: User, editor: User) -> int:
    """The key of a course of so many lessons, published once, and all of them changed since."""
    course = _make_course(lessons)
    ensure_team(course, members=[by])
    author = User.objects.get(pk=by.pk)  # who asked already does not notice a new team
    submit(course, by=author, despite_findings=True)
    course = CoursePage.objects.get(pk=course.pk)
    approve(course, by=editor, fingerprint=Changes(course).fingerprint)
    course = CoursePage.objects.get(pk=course.pk)
    for lesson in course.outline.lessons:
        _change(lesson, author)
    submit(course, by=author, despite_findings=True)
    return course.pk


def _make_course(lessons: int) -> CoursePage:
    course = CourseIndexPage.objects.get().add_child(
        instance=CoursePage(
            title=f"A course of {lessons} lessons in review",
            slug=f"in-review-{lessons}",
            summary="Not there yet.",
            description="<p>What it is about.</p>",
            category=Category.objects.first(),
            outcomes=[("item", "Tell one end from the other.")],
            thumbnail=CustomImage.objects.first(),
            thumbnail_alt="Stripes.",
            live=False,
        )
    )
    number = 900_000 + lessons
    pages = [_make_lesson(course, number + place) for place in range(lessons)]
    course.curriculum = [
        ("section", {"title": "Part 1", "summary": ""}),
        *(("lesson", page) for page in pages),
    ]
    course.save()
    course.save_revision()
    return course


def _make_lesson(course: CoursePage, number: int) -> LessonPage:
    lesson = LessonPage(
        title=f"Lesson {number}", slug=f"lesson-{number}", minutes=10, body=body(number), live=False
    )
    course.add_child(instance=lesson).save_revision()
    return lesson


def _change(lesson: LessonPage, author: User) -> None:
    """A word in every text, a sentence more in one of them, and a block of code."""
    blocks = json.loads(body(int(lesson.slug.removeprefix("lesson-"))))
    for block in blocks:
        if block["type"] == "text":
            block["value"] = block["value"].replace("tool", "hammer").replace("page", "chapter")
    blocks[2]["value"] += "<p>And what was forgotten in the edition before.</p>"
    lines = {"language": "python", "code": CODE.replace("mean", "average"), "caption": ""}
    lesson.body = json.dumps([*blocks, {"type": "code", "value": lines, "id": str(uuid4())}])
    lesson.save_revision(user=author)
