from django.db import migrations

NAME = "web_menu_pages"


def add_index(apps, schema_editor):
    """Every page shows the main menu, and Wagtail's tables have no index for it: to make the menu
    anew read all pages of the site. Where one of Wagtail's migrations makes its table anew, as on
    SQLite, the index goes, and the menu is only slower again."""
    schema_editor.execute(
        f"CREATE INDEX IF NOT EXISTS {NAME} ON wagtailcore_page (path) WHERE show_in_menus"
    )


def remove_index(apps, schema_editor):
    schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("web", "0003_site_settings"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(add_index, remove_index)]
