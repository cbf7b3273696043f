import json
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_lms.models import CourseEnrollment, CoursePage, H5PActivity, H5PLessonPage

from benchmarks.speed.data.bodies import body
from benchmarks.speed.data.rows import insert_pages, next_pk, reset_sequences
from benchmarks.speed.people import LEARNER, NEWCOMER, PASSWORD, WORKER

COURSES, LESSONS = 100, 20


class Command(BaseCommand):
    help = "Fill a site of wagtail-lms: courses of 20 lessons, each with one activity."

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=float, default=1.0)

    def handle(self, *args, **options):
        people = {
            name: User.objects.create_user(name, f"{name}@example.com", PASSWORD)
            for name in (LEARNER, NEWCOMER, WORKER)
        }
        self.stdout.write(json.dumps({**fill(people), "seconds": 0}))


@transaction.atomic
def fill(people: dict[str, User]) -> dict:
    home = Page.objects.get(depth=2)
    first, first_activity = next_pk(Page), next_pk(H5PActivity)
    H5PActivity.objects.bulk_create(
        H5PActivity(pk=first_activity + n, title=f"Activity {n}", extracted_path=f"activity_{n}")
        for n in range(COURSES * LESSONS)
    )
    courses = [_course(home, first, number) for number in range(COURSES)]
    insert_pages(
        CoursePage(description="<p>What there is to know.</p>", **_common(CoursePage)), courses
    )
    lessons = [
        _lesson(row, place, first_activity + number * LESSONS + place - 1)
        for number, row in enumerate(courses)
        for place in range(1, LESSONS + 1)
    ]
    insert_pages(H5PLessonPage(**_common(H5PLessonPage)), lessons)
    Page.objects.filter(pk=home.pk).update(numchild=COURSES)
    reset_sequences(Page, H5PActivity)
    CourseEnrollment.objects.create(user=people[LEARNER], course_id=first)
    CourseEnrollment.objects.bulk_create(
        CourseEnrollment(user=people[WORKER], course_id=row["id"]) for row in courses
    )
    return {
        "courses": [row["id"] for row in courses],
        "first_activity": first_activity,
        "activities": COURSES * LESSONS,
        "course": "/course-0/",
        "lesson": "/course-0/lesson-5/",
    }


def _common(model: type[Page]) -> dict:
    now = timezone.now()
    return {
        "content_type": ContentType.objects.get_for_model(model),
        "live": True,
        "locale": Locale.get_default(),
        "first_published_at": now,
        "last_published_at": now,
        "title": "-",
        "draft_title": "-",
        "slug": "-",
    }


def _course(home: Page, first: int, number: int) -> dict:
    return _page(home.path, home.depth, home.url_path, f"course-{number}", number + 1) | {
        "id": first + number * (LESSONS + 1),
        "numchild": LESSONS,
    }


def _lesson(course: dict, place: int, activity: int) -> dict:
    place_of_page = (course["path"], course["depth"], course["url_path"])
    return _page(*place_of_page, f"lesson-{place}", place) | {
        "id": course["id"] + place,
        "body": json.dumps([*_paragraphs(place), _activity(activity)]),
    }


def _page(path: str, depth: int, url_path: str, slug: str, step: int) -> dict:
    return {
        "title": slug,
        "draft_title": slug,
        "slug": slug,
        "path": Page._get_path(path, depth + 1, step),
        "depth": depth + 1,
        "url_path": f"{url_path}{slug}/",
    }


def _paragraphs(place: int) -> list[dict]:
    """The texts of a lesson of ours; of the other blocks it has none."""
    texts = [block for block in json.loads(body(place)) if block["type"] == "text"]
    return [{**block, "type": "paragraph"} for block in texts]


def _activity(pk: int) -> dict:
    return {"type": "h5p_activity", "value": {"activity": pk}, "id": str(UUID(int=pk))}
