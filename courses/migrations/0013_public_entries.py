from django.db import migrations, models

FIELDS = {
    "catalogue_counts": ["category", "level", "language", "minutes", "lesson_count"],
    "catalogue_newest": ["-first_published_at", "-course"],
    "catalogue_updated": ["-last_published_at", "-course"],
    "catalogue_titles": ["title", "course"],
    "catalogue_category": ["category", "-first_published_at"],
}


class Migration(migrations.Migration):
    dependencies = [("courses", "0012_search_words")]

    operations = [
        operation
        for name, fields in FIELDS.items()
        for operation in (
            migrations.RemoveIndex("catalogueentry", name),
            migrations.AddIndex(
                "catalogueentry",
                models.Index(
                    condition=models.Q(("is_public", True)), fields=fields, name=name
                ),
            ),
        )
    ]
