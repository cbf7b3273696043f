"""The pages every site begins with."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.sites.models import Site as DomainSite
from django.db import transaction
from wagtail.models import Page, Site

from courses.models import CourseIndexPage
from courses.teams.roles import EDITORS, setup_roles
from web.models import FooterLink, SiteSettings
from web.site_frame import site_name

from .models import ContactPage, HomePage, StandardPage

ABOUT = (
    "<p>Skillmate publishes courses that people wrote with care. Instructors write them, editors "
    "review a course with all its lessons as one piece, and only then does it reach you.</p>"
    "<p>You learn at your own pace. What you have finished stays finished, even when a course "
    "gets new lessons.</p>"
)


@transaction.atomic
def setup_site() -> HomePage:
    """Make the home, catalogue, about and contact pages and point the site at them.

    Safe to run again: pages that exist are left as their authors made them.
    """
    is_new = not HomePage.objects.exists()
    home = HomePage.objects.first() or _make_home()
    _set_public_address(home)
    _make(home, CourseIndexPage, title="Courses", slug="courses", show_in_menus=True)
    _make(
        home,
        StandardPage,
        title="About",
        slug="about",
        show_in_menus=True,
        body=[("text", ABOUT)],
    )
    _make(home, ContactPage, title="Contact", slug="contact", show_in_menus=True)
    _make_settings(home, with_footer=is_new)
    setup_roles()
    _grant_editors()
    return home


def _make_settings(home: HomePage, *, with_footer: bool) -> None:
    """The row that says what the site is called. A new site's footer has the pages of its menu."""
    site_settings = SiteSettings.objects.first() or SiteSettings.objects.create()
    if with_footer:
        pages = home.get_children().live().in_menu()
        site_settings.footer_links = [FooterLink(page=page) for page in pages]
    site_settings.save()


def _make_home() -> HomePage:
    root = Page.get_first_root_node()
    # Wagtail's own first migration leaves a welcome page in the way.
    Page.objects.filter(depth=2, slug="home").delete()
    root.refresh_from_db()
    home = root.add_child(
        instance=HomePage(
            title=settings.WAGTAIL_SITE_NAME,
            slug="home",
            lead="Courses written with care, reviewed as a whole, and open to learn at your pace.",
        )
    )
    home.save_revision().publish()
    return home


def _grant_editors() -> None:
    permissions = Permission.objects.filter(
        content_type__app_label__in=["home", "web"],
        codename__in=["view_contactmessage", "delete_contactmessage", "change_sitesettings"],
    )
    for group in Group.objects.filter(name=EDITORS):
        group.permissions.add(*permissions)


def _set_public_address(home: HomePage) -> None:
    """Let Wagtail's site and allauth's name `SITE_URL`, now and whenever it has changed."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    fields = {"hostname": address.hostname, "port": port, "root_page": home}
    Site.objects.update_or_create(
        is_default_site=True,
        defaults=fields,
        create_defaults={**fields, "site_name": site_name()},
    )
    DomainSite.objects.update_or_create(
        pk=settings.SITE_ID,
        defaults={"domain": address.netloc, "name": site_name()},
    )


def _make(parent: Page, model: type[Page], **fields: object) -> None:
    if not model.objects.child_of(parent).filter(slug=fields["slug"]).exists():
        parent.add_child(instance=model(**fields)).save_revision().publish()
