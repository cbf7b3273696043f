from django.db import migrations


def give_teams_their_rows(apps, schema_editor):
    """Until now a team was a group known by its name, and a collection known by its own."""
    Group = apps.get_model("auth", "Group")
    Collection = apps.get_model("wagtailcore", "Collection")
    CoursePage = apps.get_model("courses", "CoursePage")
    CourseTeam = apps.get_model("courses", "CourseTeam")
    for course in CoursePage.objects.only("pk"):
        group = Group.objects.filter(name=f"Course team {course.pk}").first()
        collection = Collection.objects.filter(name__startswith=f"Course {course.pk}:").first()
        if group and collection:
            CourseTeam.objects.create(course=course, group=group, collection=collection)


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0003_releases"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(give_teams_their_rows, migrations.RunPython.noop)]
