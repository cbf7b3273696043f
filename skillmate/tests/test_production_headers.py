"""The site on production settings, asked over the wire as a proxy asks it."""

import json
import re

import pytest
from django.conf import settings
from django.db import connection

from courses.models import CoursePage
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from skillmate.tests.wire import HOST, port, server_log, visitor

__all__ = ["port", "server_log", "visitor"]

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="headers know no database"),
]
SAYS = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": settings.PERMISSIONS_POLICY,
}


def security_headers(response) -> dict[str, str | None]:
    return {name: response.headers.get(name) for name in SAYS}


def test_every_response_has_security_headers_or_redirects_to_https(visitor):
    responses = {
        200: visitor.request("GET", "/"),
        301: visitor.request("GET", "/about"),
        302: visitor.request("GET", "/admin/"),
        400: visitor.request("GET", "/", Host="evil.example"),
        403: visitor.request("POST", "/accounts/login/"),
        404: visitor.request("GET", "/missing/"),
        405: visitor.request("OPTIONS", "/robots.txt"),
    }
    responses |= {
        name: visitor.request("GET", f"/{name}")
        for name in ("static/css/base.css", "robots.txt", "sitemap.xml", "healthz")
    }
    assert {
        name: security_headers(response) for name, response in responses.items()
    } == dict.fromkeys(responses, SAYS)
    statuses = {status: responses[status].status for status in responses if isinstance(status, int)}
    assert statuses == {status: status for status in statuses}
    policies = {response.headers["Content-Security-Policy"] for response in responses.values()}
    [public, admin] = sorted(policies, key=lambda policy: "unsafe-inline" in policy)
    assert "script-src 'self'; style-src 'self';" in public
    assert "script-src 'self'; style-src 'self' 'unsafe-inline';" in admin
    response = visitor.request("GET", "/courses/", **{"X-Forwarded-Proto": "http"})
    assert (response.status, response.headers["Location"]) == (301, f"https://{HOST}/courses/")
    assert security_headers(response) == {**SAYS, "Strict-Transport-Security": None}


# Of each answer anew, or of the one file.
OF_THE_ANSWER = {
    *("Accept-Ranges", "Cache-Control", "Connection", "Content-Disposition", "Content-Length"),
    *("Content-Type", "Date", "ETag", "Keep-Alive", "Last-Modified", "Server", "Vary"),
    "X-Request-ID",
}


def test_nginx_sends_the_security_headers_of_the_site_with_files(visitor):
    include = (settings.BASE_DIR / "docs/deploy/nginx/skillmate/file_headers.conf").read_text()
    directives = re.findall(r"""^add_header (\S+) (["']?)(.*)\2 always;$""", include, re.M)
    # Stricter than that of a page: a file needs nothing.
    files = {**SAYS, "Content-Security-Policy": "default-src 'none'"}
    assert {name: value for name, _quote, value in directives} == files
    assert len(directives) == len(include.splitlines())
    response = visitor.request("GET", factories.picture().get_rendition("max-100x100").url)
    assert (response.status, security_headers(response)) == (200, SAYS)
    assert {*response.headers} - OF_THE_ANSWER == {*files}


@pytest.fixture
def lesson_url(index) -> str:
    course: CoursePage = factories.course(index, lessons=1)
    enroll(course, by=factories.user("student"))
    return course.outline.lessons[0].url


def test_every_cookie_stays_with_this_host_and_away_from_scripts(lesson_url, visitor):
    form = {
        "login": "student@example.com",
        "password": factories.PASSWORD,
        "csrfmiddlewaretoken": visitor.token("/accounts/login/"),
    }
    assert visitor.request("POST", "/accounts/login/", form).status == 302
    assert visitor.request("GET", lesson_url).status == 200
    visitor.request("GET", "/accounts/sessions/")
    assert {*visitor.jar} == {"__Host-sessionid", "__Host-csrftoken", "__Host-bookmarks"}
    for cookie in visitor.jar.values():
        attributes = {
            name: cookie[name] for name in ("secure", "httponly", "samesite", "path", "domain")
        }
        assert attributes == {
            "secure": True,
            "httponly": True,
            "samesite": "Lax",
            "path": "/",
            "domain": "",
        }


def test_programs_ask_by_number_without_https(visitor):
    plain = {"Host": "127.0.0.1", "X-Forwarded-Proto": "http"}
    healthz = visitor.request("GET", "/healthz", **plain)
    assert (healthz.status, healthz.read()) == (200, b"ok\n")
    readyz = visitor.request("GET", "/readyz", **plain)
    assert (readyz.status, readyz.headers["Content-Type"]) == (503, "application/json")
    assert json.load(readyz)["missing"].keys() == {"worker"}
    assert visitor.request("GET", "/robots.txt", **plain).status == 400


@pytest.mark.parametrize("header", ["SCRIPT_NAME", "Script-Name", "X-Script-Name", "PATH_INFO"])
def test_nobody_says_where_the_site_begins(visitor, header):
    """Neither a client nor, by default, a proxy on this machine, which the server trusts."""
    sent = {header: "/evil"}
    page = visitor.request("GET", "/", **sent)
    assert (page.status, b"/evil" in page.read()) == (200, False)
    redirect = visitor.request("GET", "/learn/", **sent)
    assert redirect.headers["Location"] == "/accounts/login/?next=/learn/"
    assert visitor.request("GET", "/evil/", **sent).status == 404
