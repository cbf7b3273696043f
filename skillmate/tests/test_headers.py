"""Every kind of response says what a browser may do with it."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from courses.models import CoursePage
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.tests.files import add_files, document, video
from skillmate import urls

SAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Strict-Transport-Security": "max-age=60",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Broken on purpose.")


urlpatterns = [path("breaks/", breaks), path("admin/breaks/", breaks), *urls.urlpatterns]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler500 = urls.handler500


@pytest.fixture
def visitor(home, settings) -> Client:
    """Of somebody who reaches the site by https, as production has it."""
    settings.ROOT_URLCONF = __name__
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 60, False
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return Client(
        raise_request_exception=False,
        enforce_csrf_checks=True,
        headers={"x-forwarded-proto": "https"},
    )


@pytest.fixture
def files(course: CoursePage, lessons) -> dict[str, object]:
    found = {"document": document(), "video": video()}
    add_files(lessons[0], **found)
    return found


def check(response: HttpResponse, status: int) -> None:
    assert response.status_code == status
    assert {name: response.get(name) for name in SAYS} == SAYS
    assert "camera=()" in response["Permissions-Policy"]
    assert "object-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/courses/", 200),
        ("/accounts/login/", 200),
        ("/static/css/base.css", 200),
        ("/sitemap.xml", 200),
        ("/robots.txt", 200),
        ("/healthz", 200),
        ("/about", 301),
        ("/learn/", 302),
        ("/admin/", 302),
        ("/_util/login/", 302),
        ("/media/images/none.jpg", 404),
        ("/media/videos/1/", 404),
        ("/missing/", 404),
        ("/breaks/", 500),
        ("/admin/breaks/", 500),
    ],
)
def test_every_address_says_it(visitor, address, status):
    check(visitor.get(address), status)


def test_refusals_say_it(visitor, settings):
    check(visitor.get("/", headers={"host": "evil.example"}), 400)
    check(visitor.post("/accounts/login/"), 403)
    check(visitor.options("/robots.txt"), 405)
    settings.SEARCH_RATE = "1/h"
    assert visitor.get("/search/?q=a").status_code == 200
    check(visitor.get("/search/?q=b"), 429)


def test_way_to_https_says_it(visitor, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = visitor.get("/", headers={"x-forwarded-proto": "http"})
    said = {name: response.get(name) for name in SAYS}
    # Browsers ignore it where anybody on the way could have put it in.
    assert said == {**SAYS, "Strict-Transport-Security": None}
    assert (response.status_code, response.url) == (301, "https://testserver/")


def test_files_say_it(visitor, course, files, student):
    enroll(course, by=student)
    visitor.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    check(visitor.get(files["video"].url, headers={"range": "bytes=0-3"}), 206)
    check(visitor.get(factories.picture().get_rendition("max-100x100").url), 200)
    download = visitor.get(files["document"].url)
    assert {name: download.get(name) for name in SAYS} == SAYS


def test_a_policy_of_ones_own_stays(visitor, course, files, student):
    enroll(course, by=student)
    visitor.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    download = visitor.get(files["document"].url)
    assert (download.status_code, download["Content-Security-Policy"]) == (
        200,
        "default-src 'none'",
    )


@pytest.fixture
def admin(visitor) -> Client:
    person = User.objects.create_superuser("admin", "admin@example.com")
    visitor.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return visitor


def test_admin_pages_say_it(admin):
    for address in ("/admin/", "/admin/reports/site-history/", "/admin/jsi18n/"):
        check(admin.get(address), 200)
    check(admin.get("/admin/missing/"), 404)


def test_public_pages_run_no_inline_script(admin):
    """Not for editors either, to whom Wagtail shows its user bar there."""
    policy = dict(
        each.split(" ", 1) for each in admin.get("/")["Content-Security-Policy"].split("; ")
    )
    assert (policy["script-src"], policy["style-src"]) == ("'self'", "'self'")
    assert (policy["default-src"], policy["base-uri"]) == ("'self'", "'none'")
    assert (policy["form-action"], policy["frame-ancestors"]) == ("'self'", "'none'")
