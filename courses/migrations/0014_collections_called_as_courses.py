from django.db import migrations

STEP = 4  # letters of a path for each level of the tree


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
    sort_below_root(collections)


def sort_below_root(collections) -> None:
    """By name, as the database compares names: the tree takes new ones in by that order."""
    tops = list(collections.filter(depth=2).order_by("name", "path").values_list("path", flat=True))
    new_tops = dict(zip(tops, sorted(tops), strict=True))
    moved = [
        (pk, new_tops[path[: 2 * STEP]] + path[2 * STEP :])
        for pk, path in collections.filter(depth__gte=2).values_list("pk", "path")
        if new_tops[path[: 2 * STEP]] != path[: 2 * STEP]
    ]
    for pk, path in moved:
        collections.filter(pk=pk).update(path=f"~{path}")  # no two are at one place meanwhile
    for pk, path in moved:
        collections.filter(pk=pk).update(path=path)


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0013_public_entries"),
        ("wagtailcore", "0001_initial"),
    ]

    operations = [migrations.RunPython(name_as_courses, migrations.RunPython.noop)]
