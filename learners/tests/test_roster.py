"""The learners of a course, on the page and as a CSV file: what is told of them, and what not."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from courses.models import CoursePage
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from learners.enrollment.enrollment import enroll
from learners.models import Enrollment, Profile
from learners.profiles.time_zone import set_time_zone
from learners.progress.progress import complete
from learners.teaching.roster import Roster
from learners.teaching.roster_csv import defuse
from learners.tests.conftest import signed_in
from learners.tests.test_instructor_dashboard import teacher
from media.tests.factories import png

ENROLLED = datetime(2026, 3, 4, 5, 6, 7, 890, tzinfo=UTC)
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
@cached_fixture
def client(course) -> Client:
    return signed_in(teacher(course))


def learner(course: CoursePage, name: str = "", *, done: int = 0, **fields) -> Enrollment:
    user = factories.user(f"address-{User.objects.count()}")
    if name:
        Profile.objects.create(user=user, display_name=name)
    enrollment = enroll(course, by=user)
    for lesson in course.outline.lessons[:done]:
        complete(lesson, by=user)
    Enrollment.objects.filter(pk=enrollment.pk).update(**fields)
    return Enrollment.objects.get(pk=enrollment.pk)


def listed_names(client: Client, course: CoursePage, **params) -> list[str]:
    page = client.get(reverse("learners:teach_course", args=[course.pk]), params)
    return [row.name for row in page.context["teaching"].roster.page]


def page_of(client: Client, course: CoursePage, **params) -> str:
    return client.get(reverse("learners:teach_course", args=[course.pk]), params).content.decode()


def exported(client: Client, course: CoursePage, **params) -> list[list[str]]:
    response = client.post(reverse("learners:teach_csv", args=[course.pk]), params)
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_teacher_sees_names_and_no_addresses(client, course):
    named, unnamed = learner(course, "Ottilie"), learner(course)
    full = learner(course)
    User.objects.filter(pk=full.learner_id).update(first_name="Ann", last_name="Other")
    assert sorted(listed_names(client, course)) == sorted(
        ["Ottilie", f"Learner {unnamed.pk}", "Ann Other"]
    )
    texts = page_of(client, course) + str(exported(client, course))
    for enrollment in (named, unnamed, full):
        local_part = enrollment.learner.email.partition("@")[0]
        assert local_part not in texts


def test_roster_holds_those_enrolled_now_in_this_course(client, course, index):
    learner(course, "Here")
    learner(course, "Gone", left_at=timezone.now())
    learner(factories.course(index), "Elsewhere")
    assert listed_names(client, course) == ["Here"]
    assert [row[0] for row in exported(client, course)] == ["Name", "Here"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ann", ["Annalena", "Hannes"]),
        ("ANNA", ["Annalena"]),
        ("örjan", ["Örjan"]),
        ("ÖRJAN", ["Örjan"]),
        ("%", ["100% Bo_"]),
        ("_", ["100% Bo_"]),
        ("  ", ["100% Bo_", "Annalena", "Hannes", "Örjan"]),
        ("\0", ["100% Bo_", "Annalena", "Hannes", "Örjan"]),
        ("address", []),
        ("example.com", []),
        ("' OR 1=1 --", []),
    ],
)
def test_search_finds_names_alone(client, course, query, expected):
    for name in ("Annalena", "Hannes", "Örjan", "100% Bo_"):
        learner(course, name)
    assert sorted(listed_names(client, course, q=query)) == expected
    assert sorted(row[0] for row in exported(client, course, q=query)[1:]) == expected


def test_search_without_results_shows_a_notice_and_a_link_back(client, course):
    learner(course, "Ottilie")
    page = page_of(client, course, q="<zz>")
    assert "0 learners" in page
    assert "for “<bdi>&lt;zz&gt;</bdi>”" in page
    assert 'value="&lt;zz&gt;"' in page
    assert "Show all" in page
    assert "learners.csv" not in page


def test_learners_are_sorted_as_requested(client, course):
    day = ENROLLED.replace
    learner(course, "Bea", done=1, last_opened_at=day(day=3), enrolled_at=day(day=1))
    learner(course, "ada", done=3, last_opened_at=day(day=2), enrolled_at=day(day=3))
    learner(course, "Cem", enrolled_at=day(day=2))
    orders = {
        sort: listed_names(client, course, sort=sort) for sort in ("name", "enrolled", "active")
    }
    assert orders == {
        "name": ["ada", "Bea", "Cem"],
        "enrolled": ["ada", "Cem", "Bea"],
        "active": ["Bea", "ada", "Cem"],
    }
    assert listed_names(client, course, sort="furthest") == ["ada", "Bea", "Cem"]
    assert listed_names(client, course, sort="behind") == ["Cem", "Bea", "ada"]
    assert listed_names(client, course, sort="email") == listed_names(client, course)
    assert [row[0] for row in exported(client, course, sort="behind")[1:]] == ["Cem", "Bea", "ada"]


def test_roster_pagination_preserves_the_query(client, course):
    for number in range(27):
        learner(course, f"Bo & {number:02}")
    learner(course, "Somebody else")
    pages = [listed_names(client, course, q="bo &", sort="name", page=n) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [25, 2, 2]
    assert pages[0] + pages[1] == [f"Bo & {number:02}" for number in range(27)]
    page = page_of(client, course, q="bo &", sort="name")
    assert 'href="?q=bo+%26&amp;sort=name&amp;page=2"' in page
    assert "27 learners" in page
    assert len(exported(client, course, q="bo &")) == 28


def test_progress_is_what_the_learner_sees(client, course, lessons):
    learner(course, "Half", done=1)
    finished = learner(course, "Finished", done=3)
    factories.place_in_curriculum(course, [*lessons, factories.lesson(course)])
    rows = {row[0]: row[3:] for row in exported(client, course)}
    moment = finished.finished_at.replace(microsecond=0).isoformat()
    assert rows == {
        "Name": ["Lessons completed", "Lessons", "Progress in %", "Finished"],
        "Half": ["1", "4", "25", ""],
        "Finished": ["3", "4", "100", moment],
    }
    for enrollment in Enrollment.objects.with_progress():
        assert str(enrollment.percent) in {row[2] for row in rows.values()}


def test_hostile_name_is_text(client, course):
    learner(course, HOSTILE)
    learner(course, "\u202eevil")
    page = page_of(client, course, q="")
    assert HOSTILE not in page
    assert "<bdi>&lt;img src=x onerror=alert(1)&gt;</bdi>" in page
    assert "<bdi>\u202eevil</bdi>" in page


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("Ann", "Ann"),
        ("O'Hara-Smith", "O'Hara-Smith"),
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("  =1", "'=1"),
        ("\u202e=1", "'=1"),
        ("a\r\nb", "ab"),
        ("\u202eabc", "abc"),
        ('say "hi", you', 'say "hi", you'),
        ("علی\u200cرضا", "علی\u200cرضا"),
    ],
)
def test_cell_is_read_as_text(client, course, name, cell):
    assert defuse(name) == cell
    learner(course, name)
    assert [row[0] for row in exported(client, course)[1:]] == [cell]


def test_csv_is_named_by_its_course_and_has_times_in_utc(client, course):
    set_time_zone(User.objects.get(username="teacher"), "Asia/Tokyo")
    learner(course, "Ünal", enrolled_at=ENROLLED, last_opened_at=ENROLLED)
    response = client.post(reverse("learners:teach_csv", args=[course.pk]))
    name = f"{course.slug}-learners-{timezone.now():%Y-%m-%d}.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.streaming
    text = response.getvalue()
    assert text.startswith(b"\xef\xbb\xbfName,")
    moment = "2026-03-04T05:06:07+00:00"
    assert text.decode("utf-8-sig").splitlines()[1] == f"Ünal,{moment},{moment},0,3,0,"


def test_csv_request_uses_the_filters_of_the_page(client, course):
    for name in ("Ann", "Bo", "Anja"):
        learner(course, name)
    page = page_of(client, course, q="an", sort="name")
    form = page.split("learners.csv")[1].split("</form>")[0]
    assert 'name="q" value="an"' in form
    assert 'name="sort" value="name"' in form
    assert [row[0] for row in exported(client, course, q="an", sort="name")[1:]] == ["Anja", "Ann"]


def test_csv_download_is_logged_with_its_user(client, course):
    learner(course, "Ottilie")
    exported(client, course, q="otti")
    entry = PageLogEntry.objects.get(action="skillmate.learners_exported")
    assert (entry.user.username, entry.page_id, entry.data) == ("teacher", course.pk, {})
    assert entry.message == "Learners exported as CSV"


def test_get_of_the_csv_redirects_to_the_page(client, course):
    response = client.get(reverse("learners:teach_csv", args=[course.pk]))
    assert (response.status_code, response.url) == (302, f"/teach/{course.pk}/")
    assert not PageLogEntry.objects.filter(action="skillmate.learners_exported").exists()


def test_csv_needs_a_form_of_this_site(course):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(teacher(course), backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(reverse("learners:teach_csv", args=[course.pk])).status_code == 403


def test_csv_holds_all_pages_and_reads_in_one_go(client, course, django_assert_num_queries):
    people = User.objects.bulk_create(
        User(username=f"many-{n}", email=f"many-{n}@example.com") for n in range(60)
    )
    Enrollment.objects.bulk_create(Enrollment(learner=user, course=course) for user in people)
    assert len(exported(client, course, page=2)) == 61
    roster = Roster(course, QueryDict(), lessons=3)
    with django_assert_num_queries(1):
        assert len(list(roster.learners.iterator())) == 60


def test_picture_is_shown_to_teachers_if_its_owner_wishes(client, course):
    for name, wishes in (("Open", True), ("Shy", False)):
        learner(course, name)
        profile = Profile.objects.get(display_name=name)
        profile.shows_picture_to_teachers = wishes
        profile.picture.save(f"{name}.png", ContentFile(png(8, 8)))
    html = page_of(client, course)
    pictures = [profile.picture.url for profile in Profile.objects.order_by("display_name")]
    assert [url in html for url in pictures if url] == [True, False]
