"""Deleting an account: the person is in no table any more, and what courses count stays."""

from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from courses.models import CoursePage, Instructor
from courses.tests.factories import PASSWORD, user
from courses.tests.release.conftest import client_of
from home.models import ContactMessage
from learners.enrollment.enrollment import enroll
from learners.models import Enrollment, LessonCompletion, Library, WatchPosition
from learners.progress.progress import complete
from skillmate.accounts.account_deletion import close_account
from skillmate.accounts.last_superuser import LastSuperuserRefusal
from web.models import OutgoingMail
from web.outbox.queue import mail_to

from .markup import Page
from .personal_data import ADDRESS, MARKS, values_of, zelda

pytestmark = pytest.mark.both_databases

DELETE = "/profile/data/delete/"


@pytest.fixture
def person(course, admin_user) -> User:
    return zelda(course, admin=admin_user)[0]


@pytest.fixture
def browser(course, admin_user, person) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    return client


def traces() -> dict[str, list[str]]:
    """The tables with something in them that is of Zelda, sessions read as well."""
    leaks = {}
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model is Session:
            continue
        rows = [values_of(row) for row in model._base_manager.values()]
        leaks[model._meta.label] = [row for row in rows if any(mark in row for mark in MARKS)]
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    leaks["sessions"] = [text for text in sessions if ADDRESS in text]
    return {label: rows for label, rows in leaks.items() if rows}


def records() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Enrollment, LessonCompletion)]


@pytest.mark.search
def test_nothing_of_the_person_is_left_in_any_table(person, django_capture_on_commit_callbacks):
    before = traces()
    files = [Path(person.profile.picture.path), Path(person.wagtail_userprofile.avatar.path)]
    assert [path.exists() for path in files] == [True, True]

    with django_capture_on_commit_callbacks(execute=True):
        close_account(person, by=person)

    assert traces() == {}
    assert [WatchPosition.objects.exists(), Library.objects.exists()] == [False, False]
    assert [path.exists() for path in files] == [False, False]
    assert set(before) >= {
        "account.EmailAddress",
        "auth.User",
        "courses.Instructor",
        "home.ContactMessage",
        "learners.Profile",
        "media.CustomImage",
        "sessions",
        "socialaccount.SocialAccount",
        "usersessions.UserSession",
        "wagtailcore.ModelLogEntry",
        "wagtailcore.PageLogEntry",
        "wagtailsearch.IndexEntry",
        "wagtailusers.UserProfile",
    }


def test_what_courses_count_and_what_others_have_stays(person, course, student):
    enroll(course, by=student)
    complete(course.outline.lessons[0], by=student)
    before = records()

    close_account(person, by=person)

    assert records() == before
    assert Instructor.objects.get().name == "Former instructor"
    assert [message.email for message in ContactMessage.objects.all()] == ["somebody@example.org"]
    student.refresh_from_db()
    assert student.emailaddress_set.get().email == student.email == "student@example.com"
    assert CoursePage.objects.get(pk=course.pk).live


def test_a_portrait_that_others_show_as_well_stays(person):
    portrait = Instructor.objects.get().picture
    Instructor.objects.create(name="Twin", slug="twin", picture=portrait)

    close_account(person, by=person)

    assert [instructor.picture for instructor in Instructor.objects.order_by("pk")] == [
        None,
        portrait,
    ]


def test_nobody_can_sign_in_any_more(person):
    close_account(person, by=person)

    for name in (ADDRESS, f"deleted-account-{person.pk}", ""):
        client = Client()
        client.post("/accounts/login/", {"login": name, "password": PASSWORD})
        assert not get_user(client).is_authenticated
    Client().post("/accounts/password/reset/", {"email": ADDRESS})
    assert mail.outbox[-1].subject == "There is no account with this address"


def test_the_history_names_who_did_it(person, admin_user):
    close_account(person, by=admin_user)

    entry = ModelLogEntry.objects.get(action="skillmate.account_deleted")
    assert (entry.user, entry.label) == (admin_user, f"Account {person.pk}")


def test_closing_twice_changes_and_mails_nothing_more(person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        close_account(person, by=person)
        after = list(User.objects.values())
        close_account(person, by=person)

    assert list(User.objects.values()) == after
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([ADDRESS], "Your account was deleted")
    ]


def test_the_only_administrator_stays(admin_user):
    retired = User.objects.create_superuser("retired", "r@example.org", is_active=False)

    with pytest.raises(LastSuperuserRefusal, match="Make somebody else one first"):
        close_account(admin_user, by=admin_user)
    User.objects.create_superuser("second", "second@example.org")
    close_account(admin_user, by=admin_user)

    admin_user.refresh_from_db()
    assert (admin_user.is_superuser, retired.is_superuser) == (False, True)


def reauthenticated(client: Client) -> Client:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_the_only_administrator_sees_what_to_do(client, admin_user):
    admin_user.set_password(PASSWORD)
    admin_user.save()
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")

    response = reauthenticated(client).post(DELETE)

    assert response.status_code == 409
    assert "This is the only administrator." in response.content.decode()
    assert get_user(client) == admin_user


def test_deleting_requires_reauthentication(student_client, student):
    for response in (student_client.get(DELETE), student_client.post(DELETE)):
        assert response.url == f"/accounts/reauthenticate/?next={DELETE.replace('/', '%2F')}"
    student.refresh_from_db()
    assert student.is_active


def test_looking_at_the_page_deletes_nothing(student_client, student):
    page = reauthenticated(student_client).get(DELETE)

    assert page.status_code == 200
    assert Page(page.content.decode()).faults() == []
    student.refresh_from_db()
    assert student.is_active


def test_a_student_deletes_the_account_and_is_signed_out_everywhere(student_client, student):
    other_client = Client()
    other_client.post("/accounts/login/", {"login": student.email, "password": PASSWORD})

    response = reauthenticated(student_client).post(DELETE, follow=True)

    assert "<h1>Your account is deleted</h1>" in response.content.decode()
    student.refresh_from_db()
    assert (student.is_active, student.email) == (False, "")
    assert [get_user(browser).is_authenticated for browser in (student_client, other_client)] == [
        False
    ] * 2
    assert student_client.post(DELETE).url.startswith("/accounts/login/")


def test_somebody_can_begin_anew_with_the_same_address(student_client, student, client):
    reauthenticated(student_client).post(DELETE)

    client.post("/accounts/signup/", {"email": student.email, "password1": "a good phrase"})

    assert User.objects.filter(email=student.email).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_deletes_once(home):
    person = user("student")
    client, barrier, responses = Client(), Barrier(2), []
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    reauthenticated(client)
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.cookies = client.cookies

    def click(browser: Client) -> None:
        barrier.wait()
        responses.append(browser.post(DELETE).status_code)
        connection.close()

    threads = [Thread(target=click, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert responses == [302, 302]
    assert [message.subject for message in mail.outbox].count("Your account was deleted") == 1


@pytest.mark.parametrize("action", ["delete", "bulk"])
def test_deleting_somebody_in_the_admin_keeps_the_records_of_courses(person, admin_user, action):
    client = client_of(admin_user)
    before = records()
    bulk = f"{reverse('wagtail_bulk_action', args=['auth', 'user', 'delete'])}?id={person.pk}"
    url = bulk if action == "bulk" else reverse("wagtailusers_users:delete", args=[person.pk])

    assert client.get(url).status_code == 200
    client.post(url)

    assert records() == before
    assert User.objects.get(pk=person.pk).username == f"deleted-account-{person.pk}"
    page = client.get(reverse("wagtailusers_users:index")).content.decode()
    assert f"deleted-account-{person.pk}</" not in page


def test_mail_to_an_address_goes_whoever_it_was_written_for(student):
    """A row need not name its person; a digest of the address is all there is of them."""
    student.emailaddress_set.create(email="second@example.org")
    for address in (student.email, "second@example.org", "other@example.org"):
        EmailMessage("Hello", "x", to=[address]).send()
    close_account(student, by=student)
    left = OutgoingMail.objects.exclude(kind="account_deleted")
    assert list(left) == list(mail_to(["other@example.org"]))
