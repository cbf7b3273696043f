import json
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from benchmarks.speed.data.rows import insert_pages, next_pk, reset_sequences
from benchmarks.speed.people import ADMIN, PASSWORD
from benchmarks.speed.stock.models import (
    StockCategory,
    StockCourse,
    StockIndex,
    StockLesson,
    StockTaughtBy,
    StockTeacher,
)

LESSONS = 20
ITEMS = [{"type": "item", "value": f"Do thing {n}.", "id": str(UUID(int=n))} for n in range(5)]


class Command(BaseCommand):
    help = "Fill a site of stock pages: with --scale 1, 1,000 courses of 20 lessons."

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=float, default=1.0)

    def handle(self, *args, **options):
        User.objects.create_superuser(ADMIN, f"{ADMIN}@example.com", PASSWORD)
        facts = fill(int(1000 * options["scale"]))
        self.stdout.write(json.dumps({**facts, "seconds": 0}))


@transaction.atomic
def fill(count: int) -> dict:
    index = Page.objects.get(depth=2).add_child(instance=StockIndex(title="Courses"))
    first, category = next_pk(Page), StockCategory.objects.create(name="Craft")
    now = timezone.now()
    common = {
        "live": True,
        "locale": Locale.get_default(),
        "first_published_at": now,
        "last_published_at": now,
        "latest_revision_created_at": now,
        "title": "-",
        "draft_title": "-",
        "slug": "-",
    }
    courses = [_course(index, first, number) for number in range(count)]
    prototype = StockCourse(
        content_type=ContentType.objects.get_for_model(StockCourse),
        summary="What there is to know.",
        description="<p>For those who want to know more.</p>",
        category=category,
        outcomes=json.dumps(ITEMS),
        requirements=json.dumps(ITEMS[:1]),
        numchild=LESSONS,
        **common,
    )
    insert_pages(prototype, courses)
    lessons = [_lesson(row, place) for row in courses for place in range(1, LESSONS + 1)]
    lesson_type = ContentType.objects.get_for_model(StockLesson)
    insert_pages(StockLesson(content_type=lesson_type, **common), lessons)
    Page.objects.filter(pk=index.pk).update(numchild=count)
    reset_sequences(Page)
    course = StockCourse.objects.get(pk=courses[0]["id"])
    StockTaughtBy.objects.create(course=course, teacher=StockTeacher.objects.create(name="Ann"))
    course.save_revision().publish()
    return {"index_id": index.pk, "course_id": course.pk, "courses": count}


def _course(index: Page, first: int, number: int) -> dict:
    pk, slug = first + number * (LESSONS + 1), f"course-{number}"
    lessons = [(place, pk + place) for place in range(1, LESSONS + 1)]
    return {
        "id": pk,
        "title": f"Course {number}",
        "draft_title": f"Course {number}",
        "slug": slug,
        "path": Page._get_path(index.path, index.depth + 1, number + 1),
        "depth": index.depth + 1,
        "url_path": f"{index.url_path}{slug}/",
        "curriculum": json.dumps([block for lesson in lessons for block in _placed(*lesson)]),
    }


def _placed(place: int, pk: int) -> list[dict]:
    section = {"title": f"Part {(place - 1) // 5 + 1}", "summary": ""}
    lesson = {"type": "lesson", "value": pk, "id": str(UUID(int=place))}
    if place % 5 != 1:
        return [lesson]
    return [{"type": "section", "value": section, "id": str(UUID(int=900 + place))}, lesson]


def _lesson(course: dict, place: int) -> dict:
    slug = f"lesson-{place}"
    return {
        "id": course["id"] + place,
        "title": f"Lesson {place}",
        "draft_title": f"Lesson {place}",
        "slug": slug,
        "path": Page._get_path(course["path"], course["depth"] + 1, place),
        "depth": course["depth"] + 1,
        "url_path": f"{course['url_path']}{slug}/",
    }
