from itertools import groupby
from operator import itemgetter

from django.db import migrations
from django.db.models import F
from django.utils import timezone

BATCH = 500


def close_former(apps, schema_editor) -> None:
    """Whose account was deleted, as that has left them."""
    instructors = apps.get_model("courses", "Instructor").objects.filter(user=None)
    now = timezone.now()
    for instructor in instructors.filter(slug__startswith="former-", bio="", headline=""):
        if instructor.slug == f"former-{instructor.pk}":
            instructor.closed_at = now
            instructor.save(update_fields=["closed_at"])


def note_credits(apps, schema_editor) -> None:
    """Whom releases credit that are decided on or can be restored."""
    release_model = apps.get_model("courses", "CourseRelease")
    instructor_ids = set(
        apps.get_model("courses", "Instructor").objects.values_list("pk", flat=True)
    )
    statuses = ["in_review", "approved", "scheduled", "published"]
    items = apps.get_model("courses", "CourseReleaseItem").objects.filter(
        release__status__in=statuses, page=F("release__course")
    )
    rows = items.exclude(revision=None).values_list("release", "revision__content")
    through = release_model.credited.through
    credits = (
        through(courserelease_id=release, instructor_id=teacher["instructor"])
        for release, content in rows.iterator(chunk_size=50)
        for teacher in content.get("taught_by") or []
        if teacher["instructor"] in instructor_ids
    )
    through.objects.bulk_create(list(credits), ignore_conflicts=True, batch_size=BATCH)


def fill_teachers(apps, schema_editor) -> None:
    """Catalogue entries name the page of each."""
    rows = (
        apps.get_model("courses", "CourseInstructor")
        .objects.order_by("course", "sort_order", "pk")
        .values_list(
            "course", "instructor__name", "instructor__slug", "instructor__closed_at"
        )
    )
    teachers = {
        pk: [
            {"name": name, "slug": "" if closed_at else slug}
            for _pk, name, slug, closed_at in group
        ]
        for pk, group in groupby(rows.iterator(), key=itemgetter(0))
    }
    entry_model = apps.get_model("courses", "CatalogueEntry")
    entries = [entry for entry in entry_model.objects.only("pk") if entry.pk in teachers]
    for entry in entries:
        entry.teachers = teachers[entry.pk]
    entry_model.objects.bulk_update(entries, ["teachers"], batch_size=BATCH)


def name_teachers(apps, schema_editor) -> None:
    """The way back: names alone."""
    entry_model = apps.get_model("courses", "CatalogueEntry")
    entries = [entry for entry in entry_model.objects.only("teachers") if entry.teachers]
    for entry in entries:
        entry.teachers = [teacher["name"] for teacher in entry.teachers]
    entry_model.objects.bulk_update(entries, ["teachers"], batch_size=BATCH)


def run(apps, schema_editor) -> None:
    close_former(apps, schema_editor)
    note_credits(apps, schema_editor)
    fill_teachers(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("courses", "0019_instructor_profiles")]

    operations = [migrations.RunPython(run, name_teachers)]
