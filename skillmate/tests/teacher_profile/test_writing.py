"""An instructor writes her profile; nothing of it is public that no editor has seen."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from courses.instructors.profiles import approve_change, fingerprint_of
from courses.models import Instructor, InstructorChange
from courses.release.exceptions import StaleRefusal
from courses.release.review import approve
from courses.release.submission import submit, withdraw
from courses.tests import factories
from courses.tests.release.conftest import schedule_release
from learners.tests.test_profile import picture
from media.models import CustomImage
from media.rendition_queue import make_requested

from .conftest import PROFILE, URL, credit, decide, release, write

PAGE = "/instructors/ada-lovelace/"


def page_status(path: str = PAGE, client: Client | None = None) -> int:
    return (client or Client()).get(path).status_code


def test_profile_is_hers_to_write_and_choosable_at_once(instructor_client, instructor):
    form = instructor_client.get(URL).context["form"]
    assert form.initial["name"] == "instructor"
    write(instructor_client, portrait=picture())
    ada = Instructor.objects.get()
    assert (ada.user, ada.slug, ada.bio) == (instructor, "ada-lovelace", "First words.")
    assert (ada.picture.width, ada.picture.uploaded_by_user) == (512, instructor)
    chooser = reverse("wagtailsnippetchoosers_courses_instructor:choose")
    html = instructor_client.get(chooser).json()["html"]
    assert "Ada Lovelace" in html
    assert "Computes" in html
    assert not InstructorChange.objects.exists()


def test_before_anything_is_public_edits_apply_and_pictures_replace(instructor_client, ada):
    write(instructor_client, portrait=picture())
    first = Instructor.objects.get().picture
    write(instructor_client, bio="Second words.", portrait=picture(size=(600, 600)))
    ada.refresh_from_db()
    assert ada.bio == "Second words."
    assert not CustomImage.objects.filter(pk=first.pk).exists()
    write(instructor_client, removes_portrait="on")
    ada.refresh_from_db()
    assert ada.picture is None
    assert page_status() == page_status(f"{PAGE}portrait/") == 404


def test_what_is_public_waits_for_an_editor(taught_course, ada, instructor_client, editor_client):
    assert page_status() == 200
    write(instructor_client, name="Augusta", bio="Unseen words.", portrait=picture())
    for path in (PAGE, taught_course.url):
        html = Client().get(path).content.decode()
        assert "First words." in html
        assert "Unseen" not in html
    assert page_status(f"{PAGE}portrait/") == 404
    assert page_status(f"{URL}portrait/", instructor_client) == 302  # to another in its place
    make_requested()
    assert page_status(f"{URL}portrait/", instructor_client) == 200
    assert "wait for an editor" in instructor_client.get(URL).content.decode()
    assert "Ada Lovelace" in editor_client.get("/admin/").content.decode()
    change = reverse("courses_admin:instructor_change", args=[ada.pk])
    shown = editor_client.get(change).content.decode()
    assert "Unseen" in shown
    assert "First" in shown
    assert "<dt>Headline" not in shown  # it is as it was
    assert page_status(change, instructor_client) == 302
    decide(editor_client, ada, "approve")
    assert "Unseen words." in Client().get(PAGE).content.decode()
    assert "Augusta" in Client().get(taught_course.url).content.decode()
    assert page_status(f"{PAGE}portrait/") == 200
    assert not InstructorChange.objects.exists()


def test_sent_back_with_a_reason_she_mends_or_discards_it(
    taught_course, ada, instructor_client, editor_client
):
    write(instructor_client, bio="Too long.", portrait=picture())
    assert b"the instructor reads it" in decide(editor_client, ada, "return").content
    decide(editor_client, ada, "return", comment="Shorter, please.")
    html = instructor_client.get(URL).content.decode()
    assert "Shorter, please." in html
    assert "Too long." in html
    assert "Nothing waits" in decide(editor_client, ada, "approve").content.decode()
    write(instructor_client, bio="Short.")
    change = InstructorChange.objects.get()
    assert (change.returned_at, change.comment) == (None, "")
    assert change.picture
    instructor_client.post(f"{URL}discard/")
    assert not InstructorChange.objects.exists()
    assert not CustomImage.objects.filter(pk=change.picture_id).exists()
    ada.refresh_from_db()
    assert ada.bio == "First words."


def test_nothing_unseen_is_approved(taught_course, ada, instructor, instructor_client, editor):
    write(instructor_client, bio="Harmless.")
    seen = fingerprint_of(InstructorChange.objects.get())
    write(instructor_client, bio="Not at all.")
    with pytest.raises(PermissionDenied, match="Look at it again"):
        approve_change(ada, by=editor, fingerprint=seen)
    seen = fingerprint_of(InstructorChange.objects.get())
    with pytest.raises(PermissionDenied, match="Ask an editor"):
        approve_change(ada, by=instructor, fingerprint=seen)
    ada.refresh_from_db()
    assert ada.bio == "First words."


def test_release_makes_public_what_its_reviewer_read(
    draft_course, ada, instructor, instructor_client, editor, editor_client
):
    write(instructor_client, portrait=picture())
    credit(draft_course, ada)
    submit(draft_course, by=instructor)
    review = editor_client.get(reverse("courses_admin:review", args=[draft_course.pk]))
    html = review.content.decode()
    for text in ("Newly named", "Computes", "First words.", "release-person__picture"):
        assert text in html
    write(instructor_client, bio="In the last minute.")
    ada.refresh_from_db()
    assert ada.bio == "First words."
    # Whoever changes it past the site makes the reviewer look again.
    Instructor.objects.update(bio="Past the site.")
    with pytest.raises(StaleRefusal):
        approve(draft_course, by=editor, fingerprint=review.context["fingerprint"])
    withdraw(draft_course, by=instructor)
    write(instructor_client, bio="Free again.")
    ada.refresh_from_db()
    assert ada.bio == "Free again."
    release(draft_course, instructor, editor)
    assert "Free again." in Client().get(PAGE).content.decode()


def test_it_waits_while_a_release_is_scheduled_or_can_be_restored(
    draft_course, ada, instructor, instructor_client, editor, clock
):
    credit(draft_course, ada)
    schedule_release(draft_course, instructor, editor)
    write(instructor_client, bio="Before its hour.")
    ada.refresh_from_db()
    assert ada.bio == "First words."
    assert InstructorChange.objects.get().bio == "Before its hour."


def test_it_waits_though_the_live_edition_names_her_no_more(
    taught_course, ada, instructor, instructor_client, editor
):
    credit(taught_course)
    release(taught_course, instructor, editor)
    assert page_status() == 404
    write(instructor_client, bio="For a restored edition.")
    ada.refresh_from_db()
    assert ada.bio == "First words."


@pytest.mark.both_databases
def test_migration_notes_whom_releases_credit_and_whose_account_is_gone(taught_course, ada):
    last, first = taught_course.releases.order_by("-number")
    last.credited.clear()
    former = Instructor.objects.create(name="Former instructor", slug="former-0")
    Instructor.objects.filter(pk=former.pk).update(slug=f"former-{former.pk}")
    import_module("courses.migrations.0020_fill_instructor_profiles").run(apps, None)
    assert [*last.credited.all()] == [ada]
    assert not first.credited.exists()
    assert [*Instructor.objects.exclude(closed_at=None)] == [former]


def test_editors_own_profile_and_those_of_guests_apply_at_once(
    taught_course, ada, editor, editor_client
):
    write(editor_client, name="Edna")
    edna = Instructor.objects.get(user=editor)
    credit(taught_course, ada, edna)
    release(taught_course, taught_course.team.group.user_set.first(), editor)
    write(editor_client, name="Edna Editor")
    edna.refresh_from_db()
    assert (edna.name, edna.slug) == ("Edna Editor", "edna")


def test_namesakes_and_names_without_letters_have_slugs(editor_client, instructor_client):
    write(instructor_client, name="!!!")
    write(editor_client, name="???")
    assert {*Instructor.objects.values_list("slug", flat=True)} == {"instructor", "instructor-2"}


def test_who_does_not_teach_has_no_such_page(client, home):
    client.force_login(factories.user("sam"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(URL).status_code == client.post(URL, PROFILE).status_code == 404
    assert "Teacher profile" not in client.get("/profile/").content.decode()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": " "}, "required"),
        ({"bio": "x" * 5001}, "5000"),
        ({"website": "javascript:alert(1)"}, "valid URL"),
    ],
)
def test_bad_input_says_what_to_do_and_is_kept(instructor_client, fields, error):
    response = instructor_client.post(URL, {**PROFILE, **fields})
    assert error in response.content.decode()
    assert response.context["form"]["headline"].value() == "Computes"
    assert not Instructor.objects.exists()
