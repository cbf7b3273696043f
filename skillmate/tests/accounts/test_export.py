"""The file of one's own data: what may be in it, and how it is asked for."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.log_actions import log
from wagtail.models import Page as WagtailPage

from courses.teams.team import ensure_team
from courses.tests.factories import user
from learners.enrollment.enrollment import enroll
from learners.profiles.export import records
from media.models import Video
from skillmate.accounts.export import account_data

from .markup import Page

DATA, DOWNLOAD = "/profile/data/", "/profile/data/download/"


def _join(course, member, *, by) -> None:
    data = {"member_id": member.pk}
    log(instance=course, action="skillmate.team_add", user=by, data=data)


def test_actions_on_others_are_exported_without_their_names(course, student):
    other = user("ottokar", first_name="Ottokar")
    ensure_team(course, members=[student])
    _join(course, other, by=student)
    log(instance=other, action="wagtail.edit", user=student)

    activity = account_data(student)["activity"]

    assert "another account" in {entry["on"] for entry in activity}
    assert course.title in {entry["on"] for entry in activity}
    assert "ottokar" not in str(activity).lower()


def test_everything_takes_a_fixed_number_of_queries(student, course):
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            account_data(student)
        return len(context)

    ensure_team(course, members=[student])
    queries()
    count = queries()
    for number in range(3):
        _join(course, user(f"other{number}"), by=student)
        log(instance=student, action="skillmate.sign_out", user=student)

    assert queries() == count


# Where a row leads to a user: what is in the file of it, or why it is not.
IN_THE_FILE = {
    *("account.EmailAddress.user", "socialaccount.SocialAccount.user", "mfa.Authenticator.user"),
    *("usersessions.UserSession.user", "wagtailusers.UserProfile.user", "auth.User_groups.user"),
    *("learners.Enrollment.learner", "learners.Library.learner", "learners.Profile.user"),
    *("courses.Instructor.user", "courses.ReviewedPage.user", "wagtailcore.ModelLogEntry.user"),
    *("wagtailcore.PageLogEntry.user", "web.OutgoingMail.user"),
}
WORK = "work on the site, which belongs to its courses; Activity tells who did it"
NOT_IN_IT = {
    "home.ContactAnswer.by": WORK,
    "auth.User_user_permissions.user": "set in a shell alone: this site gives rights by roles",
    "wagtailadmin.EditingSession.user": "gone a moment after an editor is closed",
    "wagtailadmin.FormState.user": "a form half filled in, gone when it is sent",
    "wagtailcore.APIToken.user": "a secret, and there is no API to use it with",
    "wagtailcore.PageSubscription.user": "whether comments on a page are mailed: its settings",
    **dict.fromkeys(
        [
            *("courses.CourseRelease.submitted_by", "courses.CourseRelease.reviewed_by"),
            *("courses.ReleaseWaiver.by", "media.VideoAsset.uploaded_by"),
            *("wagtailcore.Revision.user", "wagtailcore.UploadedFile.uploaded_by_user"),
            *("wagtailcore.WorkflowState.requested_by", "wagtailcore.TaskState.finished_by"),
            *("wagtailcore.Comment.user", "wagtailcore.Comment.resolved_by"),
            "wagtailcore.CommentReply.user",
        ],
        WORK,
    ),
}
OF_PAGES_AND_FILES = {"owner", "locked_by", "uploaded_by_user"}


def test_every_relation_to_users_is_exported_or_left_out_for_a_reason():
    relations = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.related_model is User and field.concrete and field.many_to_many is not True
        if not (
            issubclass(model, WagtailPage | AbstractImage | AbstractDocument | Video)
            and field.name in OF_PAGES_AND_FILES
        )
    }

    assert relations == IN_THE_FILE | NOT_IN_IT.keys()


def test_looking_is_no_download(student_client, client):
    page = student_client.get(DATA)

    assert Page(page.content.decode()).faults() == []
    assert f'href="{DATA}" aria-current="page"' in page.content.decode()
    assert student_client.get(DOWNLOAD).status_code == 405
    assert client.post(DOWNLOAD).url.startswith("/accounts/login/")


@pytest.mark.parametrize("courses", [1, 3])
def test_records_take_a_fixed_number_of_queries(index, student, courses, django_assert_num_queries):
    from courses.tests import factories

    for _ in range(courses):
        enroll(factories.course(index), by=student)

    with django_assert_num_queries(5):
        records(student)
