"""What templates had as literal addresses becomes rows: the menu and footer stay as they were."""

from django.conf import settings
from django.db import migrations

SLUGS = ("courses", "about", "contact")


def keep_menu_and_footer(apps, schema_editor):
    site = apps.get_model("wagtailcore", "Site").objects.filter(is_default_site=True).first()
    name = site.site_name if site else ""
    if name == settings.WAGTAIL_SITE_NAME:
        name = ""  # nobody chose it
    site_settings = apps.get_model("web", "SiteSettings").objects.create(name=name[:60])
    Page = apps.get_model("wagtailcore", "Page")
    footer_link = apps.get_model("web", "FooterLink").objects.create
    for home in apps.get_model("home", "HomePage").objects.all():
        children = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1)
        linked = {page.slug: page for page in children.filter(slug__in=SLUGS)}
        pages = [linked[slug] for slug in SLUGS if slug in linked]
        Page.objects.filter(pk__in=[page.pk for page in pages]).update(show_in_menus=True)
        for order, page in enumerate(pages):
            footer_link(settings=site_settings, page=page, sort_order=order)


def forget(apps, schema_editor):
    apps.get_model("web", "SiteSettings").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_contact_answers"),
        ("web", "0003_site_settings"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]
    operations = [migrations.RunPython(keep_menu_and_footer, forget)]
