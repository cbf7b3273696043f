from django.db import migrations


def name_as_courses(apps, schema_editor) -> None:
    """“Course 7: Knots” becomes “Knots”; with its slug, where there is another of that name."""
    teams = apps.get_model("courses", "CourseTeam").objects.select_related("collection", "course")
    collections = apps.get_model("wagtailcore", "Collection").objects
    for team in teams.order_by("pk"):
        collection, course = team.collection, team.course
        if not collection.name.startswith(f"Course {course.pk}: "):
            continue  # somebody has given it a name
        title = course.draft_title or course.title
        is_taken = collections.filter(name=title).exclude(pk=collection.pk).exists()
        collection.name = (f"{title} ({course.slug})" if is_taken else title)[:255]
        collection.save(update_fields=["name"])


class Migration(migrations.Migration):
    dependencies = [("courses", "0013_public_entries")]

    operations = [migrations.RunPython(name_as_courses, migrations.RunPython.noop)]
