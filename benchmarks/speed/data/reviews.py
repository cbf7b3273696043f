"""Courses in review, by the verbs themselves: they are few."""

from django.contrib.auth.models import User

from courses.models import Category, CourseIndexPage, CoursePage, LessonPage
from courses.release.submission import submit
from courses.teams.team import ensure_team

from .bodies import body


def make_review(lessons: int, *, by: User) -> int:
    """The key of a course of so many lessons that waits for its first release."""
    number = 900_000 + lessons
    course = CourseIndexPage.objects.get().add_child(
        instance=CoursePage(
            title=f"A course of {lessons} lessons in review",
            slug=f"in-review-{lessons}",
            summary="Not there yet.",
            description="<p>What it is about.</p>",
            category=Category.objects.first(),
            outcomes=[("item", "Tell one end from the other.")],
            live=False,
        )
    )
    pages = [_make_lesson(course, number + place) for place in range(lessons)]
    course.curriculum = [
        ("section", {"title": "Part 1", "summary": ""}),
        *(("lesson", page) for page in pages),
    ]
    course.save()
    course.save_revision(user=by)
    ensure_team(course, members=[by])
    submit(course, by=User.objects.get(pk=by.pk), despite_findings=True)
    return course.pk


def _make_lesson(course: CoursePage, number: int) -> LessonPage:
    lesson = LessonPage(
        title=f"Lesson {number}", slug=f"lesson-{number}", minutes=10, body=body(number), live=False
    )
    course.add_child(instance=lesson).save_revision()
    return lesson
