from django.db import migrations, models

RESTRICTED = models.Q(("is_public", False), ("live", True))


def fill(apps, schema_editor):
    """What of a course's place is restricted: nearly always nothing."""
    Entry = apps.get_model("courses", "CatalogueEntry")
    rows = apps.get_model("wagtailcore", "PageViewRestriction").objects.order_by("pk")
    for pk, path in rows.values_list("pk", "page__path"):
        for entry in Entry.objects.filter(course__path__startswith=path).only("restrictions"):
            entry.restrictions = ",".join(filter(None, [entry.restrictions, str(pk)]))
            entry.save(update_fields=["restrictions"])


class Migration(migrations.Migration):
    dependencies = [("courses", "0014_collections_called_as_courses")]

    operations = [
        migrations.AddField(
            "catalogueentry", "restrictions", models.TextField(blank=True, default="")
        ),
        migrations.AddIndex(
            "catalogueentry",
            models.Index(
                condition=RESTRICTED, fields=["restrictions"], name="catalogue_restricted"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
