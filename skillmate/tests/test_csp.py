"""Who gets which policy, and the nonce for what Wagtail writes into its pages."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from courses.tests.forms import course_form
from courses.tests.release.conftest import client_of
from skillmate.csp import CSP, LazyNonce, build_policy
from skillmate.headers import nonce
from skillmate.settings.headers import admin_policy, public_policy

ACCOUNT = {"api": "https://api-eu.cloudinary.com", "delivery": "https://img.example.org/base"}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*json)([^>]*)>")


@pytest.fixture
def admin_client(home) -> Client:
    return client_of(User.objects.create_superuser("admin", "admin@example.com"))


def directives(response) -> dict[str, str]:
    header = response["Content-Security-Policy"]
    return dict(each.split(" ", 1) for each in header.split("; "))


def test_nonce_is_made_when_first_written():
    one = LazyNonce()
    assert (bool(one), build_policy({"script-src": [CSP.SELF, CSP.NONCE]}, one)) == (
        False,
        "script-src 'self'",
    )
    assert len(str(one)) == 22
    assert (bool(one), build_policy({"script-src": [CSP.NONCE]}, one)) == (
        True,
        f"script-src 'nonce-{one}'",
    )


def test_directive_without_sources_is_left_out():
    assert build_policy({"script-src": [CSP.NONCE], "img-src": [CSP.SELF]}) == "img-src 'self'"


def test_there_is_no_nonce_outside_a_request():
    assert nonce() == ""


@pytest.mark.parametrize(
    "address",
    [
        "/admin/reports/site-history/",  # date pickers
        "/admin/redirects/add/",  # a chooser
        "/admin/videos/new/",  # rows of tracks
        "/admin/workflows/add/",
    ],
)
def test_inline_scripts_of_the_admin_carry_the_nonce_of_their_response(admin_client, address):
    pages = [admin_client.get(address) for _ in range(2)]
    nonces = []
    for page in pages:
        found = {each.strip() for each in INLINE.findall(page.content.decode())}
        assert len(found) == 1
        [tag] = found
        nonces.append(re.fullmatch(r'nonce="([\w-]{22})"', tag)[1])
        assert directives(page)["script-src"] == f"'self' 'nonce-{nonces[-1]}'"
    assert nonces[0] != nonces[1]


def test_admin_page_without_inline_script_allows_none(admin_client):
    page = admin_client.get("/admin/users/new/")
    assert INLINE.findall(page.content.decode()) == []
    assert directives(page)["script-src"] == "'self'"
    assert directives(page)["style-src"] == "'self' 'unsafe-inline'"


def test_preview_has_the_policy_of_its_page_and_may_be_framed_by_the_editor(admin_client, course):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[course.pk])
    admin_client.post(url, course_form(course))
    preview = admin_client.get(url)
    assert directives(preview)["style-src"] == directives(preview)["frame-ancestors"] == "'self'"
    assert preview["X-Frame-Options"] == "SAMEORIGIN"


def test_old_version_shown_whole_may_not_be_framed(admin_client, course):
    url = f"/admin/pages/{course.pk}/revisions/{course.latest_revision_id}/view/"
    page = admin_client.get(url)
    assert (directives(page)["style-src"], directives(page)["frame-ancestors"]) == (
        "'self'",
        "'none'",
    )


def test_walk_through_a_draft_has_the_policy_of_its_pages(admin_client, course):
    walk = admin_client.get(f"/admin/courses/{course.pk}/preview/enrolled/")
    assert directives(walk)["style-src"] == "'self'"
    assert directives(walk)["frame-ancestors"] == "'none'"


def test_policy_can_be_reported_only(client, home, settings):
    settings.SECURE_CSP, settings.SECURE_CSP_REPORT_ONLY = None, {"img-src": [CSP.NONE]}
    page = client.get("/")
    assert page.get("Content-Security-Policy") is None
    assert page["Content-Security-Policy-Report-Only"] == "img-src 'none'"


def test_hosts_of_cloudinary_are_allowed_where_it_is_used():
    public = public_policy(ACCOUNT, {})
    admin = admin_policy(public, ACCOUNT, unsafe_inline=False)
    delivery, api = "https://img.example.org", "https://api-eu.cloudinary.com"
    allowed = {name: [each for each in public[name] if ":/" in each] for name in public}
    assert allowed["img-src"] == allowed["media-src"] == allowed["connect-src"] == [delivery]
    assert api in admin["connect-src"]
    assert delivery not in public_policy(None, {})["img-src"]


@pytest.mark.parametrize(
    ("google", "allowed"),
    [
        ({}, ["'self'"]),
        ({"APPS": []}, ["'self'"]),
        ({"APPS": [{"client_id": "1"}]}, ["'self'", "https://accounts.google.com"]),
        (
            {"APPS": [{}], "AUTHORIZE_URL": "http://127.0.0.1:9000/oauth2/authorize"},
            ["'self'", "http://127.0.0.1:9000"],
        ),
    ],
)
def test_form_may_lead_to_google_where_it_is_configured(google, allowed):
    policy = public_policy(None, {"google": google})
    assert policy["form-action"] == allowed
    assert admin_policy(policy, None, unsafe_inline=False)["form-action"] == ["'self'"]


def test_admin_can_fall_back_to_any_inline_script():
    """A browser that is given a nonce ignores 'unsafe-inline', so there is none."""
    policy = admin_policy(public_policy(None, {}), None, unsafe_inline=True)
    assert policy["script-src"] == ["'self'", "'unsafe-inline'"]


def test_debug_pages_are_left_alone(client, home, settings):
    """They are inline code; outside of development there are none."""
    page = client.get("/missing/")
    settings.DEBUG = True
    debug_page = client.get("/missing/")
    assert [each.has_header(CSP.HEADER_ENFORCE) for each in (page, debug_page)] == [True, False]
