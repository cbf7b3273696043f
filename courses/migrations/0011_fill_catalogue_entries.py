from itertools import groupby
from operator import itemgetter

from django.db import migrations
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce


def fill(apps, schema_editor):
    """An entry for every course there is, in queries whose number does not depend on theirs."""
    Entry = apps.get_model("courses", "CatalogueEntry")
    restricted = _restricted_paths(apps)
    totals, teachers = _totals(apps), _teachers(apps)
    names = [
        *("live", "archived_at", "title", "summary", "category_id", "thumbnail_id", "level"),
        *("language", "first_published_at", "last_published_at"),
    ]
    courses = apps.get_model("courses", "CoursePage").objects.order_by("pk")
    entries = (
        Entry(
            **{name: row[name] for name in names},
            **totals.get(row["pk"], {}),
            course_id=row["pk"],
            teachers=teachers.get(row["pk"], []),
            is_public=row["live"]
            and row["archived_at"] is None
            and not row["path"].startswith(restricted),
        )
        for row in courses.values("pk", "path", *names).iterator(chunk_size=500)
    )
    Entry.objects.bulk_create(entries, batch_size=500)


def _restricted_paths(apps):
    restrictions = apps.get_model("wagtailcore", "PageViewRestriction").objects
    return tuple(restrictions.values_list("page__path", flat=True))


def _totals(apps):
    entries = apps.get_model("courses", "CurriculumEntry").objects.filter(lesson__live=True)
    rows = entries.order_by("course").values("course")
    rows = rows.annotate(
        minutes=Coalesce(Sum("lesson__minutes"), 0),
        lesson_count=Count("pk"),
        free_lesson_count=Count("pk", filter=Q(lesson__free_preview=True)),
    )
    return {row.pop("course"): row for row in rows}


def _teachers(apps):
    rows = apps.get_model("courses", "CourseInstructor").objects.order_by(
        "course", "sort_order", "pk"
    )
    names = rows.values_list("course", "instructor__name")
    return {pk: [name for _pk, name in group] for pk, group in groupby(names, itemgetter(0))}


class Migration(migrations.Migration):
    dependencies = [("courses", "0010_catalogue_entries")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
