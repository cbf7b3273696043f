"""What nobody's form sends is answered with a page that says so, and never with a 500."""

import logging

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Task, Workflow

from courses.teams.roles import setup_roles
from courses.tests.fixture_cache import cached_fixture
from courses.tests.forms import lesson_form
from courses.tests.release.conftest import client_of
from skillmate.bad_request_middleware import BadRequestMiddleware
from skillmate.tests.fuzz.payloads import JSONS

pytestmark = [pytest.mark.bad_input, pytest.mark.search]

TOO_LARGE = "This is too large to be saved"
SORRY = "We could not read this request"


@pytest.fixture
@cached_fixture
def admin(db) -> Client:
    return client_of(User.objects.create_superuser("admin"))


def is_refused(response) -> bool:
    return (response.status_code, SORRY in response.content.decode()) == (400, True)


@pytest.mark.parametrize("path", ["/no%00where/", "/%00", "/admin/%00", "/media/images/%00.png"])
def test_nul_in_a_path_is_refused(client, home, path):
    assert is_refused(client.get(path))


@pytest.mark.parametrize("path", ["/?x=%00", "/nowhere/?x=%00", "/courses/?q=%00&%00=1"])
def test_nul_in_a_query_breaks_nothing(client, home, path):
    assert client.get(path).status_code == (404 if "nowhere" in path else 200)


def test_nul_in_a_query_of_the_admin_is_refused_or_no_matter(admin, home):
    names = ["wagtailadmin_pages:search", "wagtailimages:index", "wagtailusers_users:index"]
    for name in [*names, "wagtailadmin_reports:site_history", "wagtailredirects:index"]:
        response = admin.get(f"{reverse(name)}?q=%00&ordering=%00&label=%00&p=%00&user=%00")
        assert response.status_code in {200, 400, 404}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("wagtailadmin_choose_page_external_link", {"size": "1"}),
        ("wagtailadmin_dismissibles", {}),
    ],
)
def test_form_that_wagtail_stumbles_over_is_refused(admin, home, name, data):
    assert admin.post(reverse(name), data).status_code in {400, 405}


@pytest.mark.parametrize(
    "change",
    [
        {"body-count": "many"},
        {"body-count": "9" * 5000},
        {"body-0-order": "first"},
        {"body-0-value": "no JSON"},
        {"body-0-value": "[" * 100_000},
        {"body-0-value": '{"blocks": 1, "entityMap": {}}'},
        {"body-0-value": JSONS["block of ranges"]},
    ],
)
def test_broken_editor_form_is_refused_and_changes_nothing(admin, lessons, change):
    lesson = lessons[0]
    before = lesson.revisions.count()
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert is_refused(admin.post(address, lesson_form(lesson) | change))
    assert lesson.revisions.count() == before


def test_number_that_no_column_holds_is_refused(admin, home):
    address = reverse("wagtailadmin_choose_page_chosen_multiple")
    assert admin.get(address, {"id": "9" * 20}).status_code < 500


def test_copy_below_a_page_that_is_gone_is_refused(admin, lessons):
    data = {"new_parent_page": 987654321, "new_title": "x", "new_slug": "x"}
    address = reverse("wagtailadmin_pages:copy", args=[lessons[0].pk])
    assert is_refused(admin.post(address, data))


def test_row_of_a_workflow_with_a_key_that_is_none_is_refused(admin, home):
    setup_roles()
    workflow = Workflow.objects.first()
    address = reverse("wagtailadmin_workflows:edit", args=[workflow.pk])
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "MIN_NUM_FORMS": 0, "0-id": "x", "0-task": "1"}
    data = {f"workflow_tasks-{name}": value for name, value in rows.items()}
    data |= {"0-ORDER": 1, "name": "Review", "pages-TOTAL_FORMS": 0, "pages-INITIAL_FORMS": 0}
    assert is_refused(admin.post(address, data))
    corrected = {"workflow_tasks-0-id": "", "workflow_tasks-0-task": Task.objects.first().pk}
    assert admin.post(address, data | corrected).status_code < 500


@pytest.mark.parametrize("listing", ["pages", "images", "documents"])
def test_place_in_a_list_that_no_database_counts_to_is_refused(admin, course, listing):
    address = reverse(f"wagtailadmin_api:{listing}:listing")
    assert admin.get(f"{address}?offset={'9' * 20}").status_code == 400


def error_of(call, *arguments) -> Exception:
    try:
        call(*arguments)
    except Exception as error:
        return error
    raise AssertionError("It did not stumble.")


def wagtail_error() -> Exception:
    return error_of(ContentstateConverter(["bold"]).to_database_format, "no JSON")


def response_to(request, error: Exception):
    request.resolver_match = None
    return BadRequestMiddleware(lambda request: None).process_exception(request, error)


def test_mistake_of_our_own_stays_a_500(rf):
    error = error_of(lambda text: int(text), "x")
    assert response_to(rf.post("/"), error) is None


def test_wrong_call_of_ours_into_a_library_stays_a_500(rf, home):
    error = error_of(home.move, None)
    assert "site-packages" in str(error.__traceback__.tb_next.tb_frame.f_code.co_filename)
    assert response_to(rf.post("/"), error) is None


def test_library_that_was_sent_nothing_makes_a_500(rf):
    assert response_to(rf.get("/"), wagtail_error()) is None


def test_refusal_is_logged_with_its_traceback(rf, caplog):
    error = wagtail_error()
    with caplog.at_level(logging.ERROR, "skillmate.bad_request_middleware"):
        assert response_to(rf.get("/x%0ayz/", {"q": "1"}), error).status_code == 400
    [record] = caplog.records
    assert (record.getMessage(), record.exc_info[1]) == ("Not readable: GET /x%0Ayz/", error)


def test_refusal_is_logged_without_the_key_in_its_address(rf, caplog):
    with caplog.at_level(logging.ERROR, "skillmate.bad_request_middleware"):
        response_to(rf.get("/accounts/password/reset/key/1-secret/", {"q": "1"}), wagtail_error())
    assert [record.getMessage() for record in caplog.records] == ["Not readable: GET /accounts/…"]


def test_nobody_can_cause_a_500_to_see_one(admin, home):
    assert admin.get("/admin/failwhale/").status_code == 404


def test_form_without_its_fields_is_a_bad_request(admin_client, course, lessons):
    for url in (
        reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", course.pk]),
        reverse("wagtailadmin_pages:edit", args=[lessons[0].pk]),
        reverse("wagtailadmin_pages:copy", args=[lessons[0].pk]),
    ):
        response = admin_client.post(url)
        assert response.status_code == 400, url
        assert "We could not read this request" in response.content.decode()


def test_form_that_is_too_large_for_the_server_is_told_so(admin_client, settings, lessons):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100, 10_000
    editor = reverse("wagtailadmin_pages:edit", args=[lessons[0].pk])
    for address in ("/accounts/email/", editor):
        for form in (dict.fromkeys(map(str, range(101)), ""), {"title": "a" * 10_001}):
            response = admin_client.post(address, form)
            assert (response.status_code, TOO_LARGE in response.content.decode()) == (413, True)
