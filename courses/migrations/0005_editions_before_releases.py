from django.db import migrations


def record_live_editions(apps, schema_editor):
    """A course that was live before there were releases: its edition becomes number 1."""
    CoursePage = apps.get_model("courses", "CoursePage")
    for course in CoursePage.objects.filter(live=True, releases=None):
        _record(apps, course)


def _record(apps, course):
    LessonPage = apps.get_model("courses", "LessonPage")
    CourseRelease = apps.get_model("courses", "CourseRelease")
    CourseReleaseItem = apps.get_model("courses", "CourseReleaseItem")
    lessons = LessonPage.objects.filter(live=True, path__startswith=course.path)
    positions = dict(course.entries.values_list("lesson_id", "position"))
    if not course.live_revision_id:
        return  # nothing to go back to
    release = CourseRelease.objects.create(
        course=course,
        number=1,
        status="published",
        submitted_by_id=course.owner_id,
        published_at=course.last_published_at,
    )
    CourseReleaseItem.objects.bulk_create(
        CourseReleaseItem(
            release=release,
            page_id=page.pk,
            revision_id=page.live_revision_id,
            revision_created_at=page.live_revision and page.live_revision.created_at,
            title=page.title,
            kind="new",
            position=positions.get(page.pk),
        )
        for page in [course, *lessons.select_related("live_revision")]
    )


class Migration(migrations.Migration):
    dependencies = [("courses", "0004_teams")]

    operations = [migrations.RunPython(record_live_editions, migrations.RunPython.noop)]
