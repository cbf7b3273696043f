"""Name, menu and footer are rows: no template names a page or the site."""

import re
from contextlib import nullcontext
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.sites.models import Site as DomainSite
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from courses.teams.roles import EDITORS
from courses.tests.release.conftest import client_of, person
from home.models import ContactPage, StandardPage
from learners.enrollment.enrollment import enroll
from skillmate.accounts.adapters import MFAAdapter
from web.mail import Message, send
from web.models import FooterLink, SiteSettings

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a class="site-nav__link" href="([^"]*)"([^>]*)><bdi>([^<]*)</bdi></a>')
SETTINGS = "/admin/settings/web/sitesettings/{}/"


def menu(client: Client, path: str = "/") -> list[str]:
    html = client.get(path).content.decode()
    links = LINK.findall(html.partition("site-menu")[0])
    return [label for _url, _current, label in links]


def current(client: Client, path: str) -> dict[str, str]:
    html = client.get(path).content.decode().partition("site-menu")[0]
    marks = {label: mark for _url, mark, label in LINK.findall(html) if mark}
    return {label: mark.split('"')[1] for label, mark in marks.items()}


def footer(client: Client, path: str = "/") -> list[str]:
    html = client.get(path).content.decode()
    part = html.partition('<footer class="site-footer">')[2].partition("</nav>")[0]
    return re.findall(r"<a [^>]*><bdi>([^<]*)</bdi></a>", part)


def add_page(home, title: str, **fields) -> StandardPage:
    page = home.add_child(instance=StandardPage(title=title, live=False, **fields))
    page.save_revision().publish()
    return page


def test_menu_is_what_the_tree_says_in_the_next_request(home, client, student_client):
    assert menu(client) == ["Courses", "About", "Contact"]
    imprint = add_page(home, "Imprint", show_in_menus=True)
    add_page(home, "Hidden")
    everywhere = [(client, "/"), (client, "/accounts/login/"), (client, "/no-such-page/")]
    everywhere += [(client, "/search/"), (student_client, "/learn/"), (student_client, "/courses/")]
    for browser, path in everywhere:
        assert menu(browser, path) == ["Courses", "About", "Contact", "Imprint"], path
    StandardPage.objects.get(slug="about").unpublish()
    for browser, path in everywhere:
        assert "/about/" not in browser.get(path).content.decode(), path
    PageViewRestriction.objects.create(page=imprint, restriction_type="login")
    assert menu(client) == menu(student_client, "/learn/") == ["Courses", "Contact"]
    assert footer(client) == ["Courses", "Contact"]


def test_menu_is_ordered_by_drag_in_the_admin(home, client):
    assert menu(client) == ["Courses", "About", "Contact"]
    contact = ContactPage.objects.get()
    editor = client_of(person("editor", EDITORS))
    response = editor.post(f"/admin/pages/{contact.pk}/set_position/?position=0")
    assert response.status_code == 200
    assert menu(client) == ["Contact", "Courses", "About"]


def test_menu_marks_the_page_and_its_section(home, index, course, client):
    about = Page.objects.get(slug="about")
    add_page(home, "About them", slug="about-them", show_in_menus=True)
    assert current(client, about.url) == {"About": "page"}
    assert current(client, "/about-them/") == {"About them": "page"}
    assert current(client, index.url) == {"Courses": "page"}
    assert current(client, course.url) == {"Courses": "true"}
    assert current(client, "/") == {}


def test_tick_is_offered_only_where_it_does_something(home, index, course, admin_client):
    lesson = course.outline.lessons[0]
    pages = [home, index, course, lesson, *Page.objects.filter(slug__in=["about", "contact"])]
    forms = {
        page.title: admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
        for page in pages
    }
    offered = {title for title, html in forms.items() if 'name="show_in_menus"' in html}
    assert offered == {"Courses", "About", "Contact"}
    assert all('name="slug"' in html for html in forms.values())


def test_name_of_the_site_is_everywhere_in_the_next_request(
    home, index, course, client, student_client
):
    row = SiteSettings.objects.get()
    pages = ["/", course.url, "/accounts/login/", "/no-such-page/", "/contact/"]
    for path in pages:
        client.get(path)
    data = {"name": "Night School & Co", "footer_text": "Run by <us>."}
    forms = {f"footer_links-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    editor = client_of(person("editor", EDITORS))
    response = editor.post(SETTINGS.format(row.pk), {**data, **forms})
    assert response.status_code == 302
    for path in pages:
        html = client.get(path).content.decode()
        assert "Skillmate" not in html.replace("/skillmate", ""), path
        assert "· Night School &amp; Co</title>" in html, path
        assert "Run by &lt;us&gt;." in html
    assert '"name": "Night School \\u0026 Co"' in client.get(course.url).content.decode()
    assert "Night School &amp; Co" in student_client.get("/learn/").content.decode()
    assert "<title>Dashboard - Night School &amp; Co" in re.sub(
        r"\s+", " ", editor.get("/admin/").content.decode()
    ).replace("<title> ", "<title>")
    assert MFAAdapter().get_totp_issuer() == "Night School & Co"
    assert Site.objects.get().site_name == DomainSite.objects.get().name == "Night School & Co"
    send(Message("account/email/invitation", {}), "ada@example.com")
    (message,) = mail.outbox
    assert "An account at Night School & Co was made for you." in message.body
    assert "Skillmate" not in render_to_string("errors/500.html")


PATHS = ["/", "/accounts/login/", "/search/?q=course", "/contact/", "/sitemap.xml", "/robots.txt"]


@pytest.mark.search
def test_without_a_site_row_nothing_breaks(home, course, client, student, student_client):
    enroll(course, by=student)
    editor = client_of(person("editor", EDITORS))
    Redirect.objects.create(old_path="/old", redirect_link="/courses/")
    Site.objects.all().delete()
    asked = [(client, path) for path in [*PATHS, "/old/", course.url_path]]
    asked += [(student_client, path) for path in ("/learn/", "/learn/library/", "/profile/")]
    asked += [(editor, "/admin/"), (editor, "/teach/"), (editor, f"/admin/pages/{course.pk}/")]
    for browser, path in asked:
        assert browser.get(path).status_code in {200, 404}, path


def test_without_settings_the_default_name_is_shown(home, client):
    SiteSettings.objects.all().delete()
    html = client.get("/").content.decode()
    assert "· Skillmate</title>" in html
    assert footer(client) == []
    assert not SiteSettings.objects.exists()


def test_pages_ask_for_mail_where_there_is_no_contact_page(home, client, settings):
    path = "/accounts/password/reset/done/"
    assert 'href="/contact/">write to us' in client.get(path).content.decode()
    ContactPage.objects.get().unpublish()
    html = client.get(path).content.decode()
    assert "/contact/" not in html
    assert f"mailto:{settings.CONTACT_EMAIL}" in html


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "page"),
        ({"page_id": 1, "url": "https://example.org"}, "page"),
        ({"url": "https://example.org"}, "label"),
        ({"url": "https://example.org", "label": "Elsewhere"}, None),
        ({"page_id": 1}, None),
    ],
)
def test_footer_link_leads_to_a_page_or_an_address(fields, error):
    link = FooterLink(**fields)
    with pytest.raises(ValidationError) if error else nullcontext() as refusal:
        link.clean()
    assert error is None or list(refusal.value.message_dict) == [error]


def test_site_of_before_keeps_its_menu_and_footer(home, client):
    FooterLink.objects.all().delete()
    SiteSettings.objects.all().delete()
    Page.objects.update(show_in_menus=False)
    Site.objects.update(site_name="Old School")
    migration = import_module("home.migrations.0003_menu_and_footer")
    migration.keep_menu_and_footer(apps, SimpleNamespace())
    assert menu(client) == footer(client) == ["Courses", "About", "Contact"]
    assert "· Old School</title>" in client.get("/").content.decode()


def test_a_page_asks_for_it_once_also_where_nothing_is_kept(home, client, settings):
    settings.PAGE_CACHE_SIZE = 0
    client.get("/about/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/about/")
    assert len([query for query in queries if "web_sitesettings" in query["sql"]]) == 1
