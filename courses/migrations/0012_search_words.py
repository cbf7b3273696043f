from django.db import migrations

NAME = "courses_search_words"


def add_index(apps, schema_editor):
    """Search asks for a word in title or body together, for which Wagtail's tables have no index:
    each search read the words of every page."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS {NAME} ON wagtailsearch_indexentry "
            "USING gin ((title || body))"
        )


def remove_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0011_fill_catalogue_entries"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunPython(add_index, remove_index)]
