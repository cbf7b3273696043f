"""State never changes by GET, whoever asks for whatever address the site answers at."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from wagtail.admin.models import EditingSession

from courses.models import Category, CourseIndexPage
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from skillmate.tests.accounts.passkey import credential

from .crawler import TRACES, send, traces_of, watch_writes
from .site_fixture import ROLES
from .table import rows

pytestmark = pytest.mark.both_databases

UNSEALED = {
    "seed": "ab" * 40,
    "used_mask": 0,
}  # as recovery codes were before they were sealed


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="what a view writes is the same on either database"
)
@pytest.mark.parametrize("role", ROLES)
def test_no_get_changes_a_row(visits_of, role):
    visits = [visit for visit in visits_of(role) if visit.method == "GET"]
    assert [visit for visit in visits if visit.written_tables] == []
    assert [visit.path for visit in visits if visit.is_server_error] == []
    assert len(visits) > 400


@pytest.fixture
def steps(student) -> dict[str, str]:
    """What signs the student in, with secrets sealed and from before there was sealing."""
    TOTP.activate(student, generate_totp_secret())
    RecoveryCodes.activate(student)
    key = Authenticator.objects.create(
        user=student, type="webauthn", data={"name": "Key", "credential": credential()}
    )
    SocialAccount.objects.create(user=student, provider="google", uid="1")
    return {"passkey": key.pk}


PATHS = [row.path for row in rows() if row.file == "accounts.txt"]
STEP_PATHS = {
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/download/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/keys/{passkey}/edit/",
    "/accounts/2fa/webauthn/keys/{passkey}/remove/",
}


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="what a view writes is the same on either database"
)
def test_looking_after_second_steps_by_get_changes_no_row(student, student_client, steps, sealed):
    if not sealed:
        for kind, secret in (
            ("totp", {"secret": "JBSWY3DPEHPK3PXP"}),
            ("recovery_codes", UNSEALED),
        ):
            Authenticator.objects.filter(type=kind).update(data=secret)
    student_client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    before = [*Authenticator.objects.order_by("pk").values()]

    visits = [send(student_client, "GET", path.format(**steps), {}, name=path) for path in PATHS]

    assert [visit for visit in visits if visit.written_tables or visit.is_server_error] == []
    assert {visit.path for visit in visits if visit.status == "200"} >= STEP_PATHS
    assert [*Authenticator.objects.order_by("pk").values()] == before


def test_recovery_codes_can_be_looked_at_again_and_again(student, student_client, steps):
    student_client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()

    for path in ("/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/download/"):
        for _ in range(2):
            page = student_client.get(path).content.decode()
            assert [code for code in codes if code not in page] == []


def _enroll(course, user):
    enroll(course, by=user)


def _publish(course, user):
    course.save_revision().publish()


def _join(course, user):
    user.groups.add(Group.objects.first())


def _forget(course, user):
    User.objects.filter(pk=user.pk).delete()


def _make_many(course, user):
    Category.objects.bulk_create([Category(name="New", slug="new")], ignore_conflicts=True)


CHANGES = {
    _enroll: "learners_enrollment",
    _publish: "wagtailcore_page",
    _join: "auth_user_groups",
    _forget: "auth_user",
    _make_many: "courses_category",
}


@pytest.mark.parametrize("change", CHANGES)
def test_watching_statements_notices_a_change(course, student, change):
    with watch_writes() as tables:
        change(course, student)
    assert CHANGES[change] in tables


# What looking may leave a row in, and never take one from, nor change those of others.
TAKES = {
    "sessions": lambda: Session.objects.all().delete(),
    "a session": lambda: Session.objects.filter(session_key="b").delete(),
    "where people are signed in": lambda: UserSession.objects.all().delete(),
    "what with": lambda: UserSession.objects.update(user_agent=""),
    "open editors": lambda: EditingSession.objects.filter(last_seen_at__gt=NOW).delete(),
    "all editors": lambda: EditingSession.objects.all().delete(),
}
LEAVES = {
    "a session": lambda: Session.objects.create(session_key="c", expire_date=NOW),
    "its renewal": lambda: Session.objects.filter(session_key="a").update(expire_date=NOW),
    "outdated editors": lambda: EditingSession.objects.filter(last_seen_at__lt=NOW).delete(),
}
NOW = timezone.now()


@pytest.fixture
def signed_in(course, student) -> None:
    for key in "ab":
        Session.objects.create(session_key=key, expire_date=NOW)
        UserSession.objects.create(user=student, session_key=key, ip="127.0.0.1", user_agent="-")
    EditingSession.objects.create(user=student, content_object=course, last_seen_at=NOW)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the statements are of one database")
@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(
    ("change", "method", "noticed"),
    [
        *((change, "GET", True) for change in TAKES.values()),
        *((change, "HEAD", True) for change in TAKES.values()),
        *((change, "POST", False) for change in TAKES.values()),
        *((change, "GET", False) for change in LEAVES.values()),
    ],
)
def test_looking_leaves_traces_and_takes_none_away(change, method, noticed):
    with watch_writes(is_trace=traces_of(method)) as tables:
        change()
    assert bool(tables) == noticed


def test_reading_is_no_change(course, index: CourseIndexPage):
    with watch_writes() as tables:
        factories.category()
        assert list(index.get_children())
    assert tables == set()


def test_traces_are_of_tables_there_are(db):
    assert TRACES.keys() <= {*connection.introspection.table_names()}
