"""Courses and people for tests, made the way the site makes them."""

from io import BytesIO
from itertools import count

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image as PILImage

from courses.catalogue.entries import refreshed_once
from courses.models import Category, CourseIndexPage, CoursePage, LessonPage
from media.models import CustomImage

PASSWORD = "learn-and-teach"
_numbers = count(1001)  # of one length, so that no title begins with another


def user(name: str, **fields) -> User:
    """An account with a verified address `<name>@example.com`."""
    person = User.objects.create_user(name, f"{name}@example.com", PASSWORD, **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def category(name: str = "Craft") -> Category:
    return Category.objects.get_or_create(name=name, defaults={"slug": name.lower()})[0]


def course(index: CourseIndexPage, *, lessons: int = 1, live: bool = True, **fields) -> CoursePage:
    """A course with its lessons in two sections, published unless `live` is False."""
    number = next(_numbers)
    defaults = {
        "title": f"Course {number}",
        "slug": f"course-{number}",
        "summary": f"Summary of course {number}.",
        "category": category(),
        "live": live,
    }
    with transaction.atomic(), refreshed_once():
        page = index.add_child(instance=CoursePage(**{**defaults, **fields}))
        pages = [lesson(page, live=live) for _ in range(lessons)]
        place_in_curriculum(page, pages)
    return CoursePage.objects.get(pk=page.pk)


def complete_course(index: CourseIndexPage, **fields) -> CoursePage:
    """A course with all that a release asks for."""
    defaults = {
        "outcomes": [("item", "Tell one end from the other.")],
        "thumbnail": picture(),
        "thumbnail_alt": "A workbench.",
    }
    return course(index, **{**defaults, **fields})


def picture(title: str = "Workbench") -> CustomImage:
    """Small: what pages show is drawn in six sizes and formats, anew for every test."""
    file = BytesIO()
    PILImage.new("RGB", (160, 90), "teal").save(file, "PNG")
    content = ContentFile(file.getvalue(), name="workbench.png")
    return CustomImage.objects.create(title=title, file=content, width=160, height=90)


def lesson(course: CoursePage, *, live: bool = True, **fields) -> LessonPage:
    number = next(_numbers)
    defaults = {
        "title": f"Lesson {number}",
        "slug": f"lesson-{number}",
        "minutes": 10,
        "body": [("text", f"<p>Text of lesson {number}.</p>")],
        "live": live,
    }
    return course.add_child(instance=LessonPage(**{**defaults, **fields}))


def place_in_curriculum(course: CoursePage, lessons: list[LessonPage]) -> None:
    """Put `lessons` into the curriculum, half of them in a second section."""
    middle = (len(lessons) + 1) // 2
    course.curriculum = [
        ("section", {"title": "First part", "summary": ""}),
        *(("lesson", page) for page in lessons[:middle]),
        ("section", {"title": "Second part", "summary": ""}),
        *(("lesson", page) for page in lessons[middle:]),
    ]
    course.save_revision()
    if course.live:
        course.latest_revision.publish()
    else:
        course.save()
