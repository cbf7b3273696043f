"""People of whom the site keeps something in every place where it can."""

import itertools
from dataclasses import dataclass
from io import BytesIO

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from courses.instructors.portraits import add_portrait
from courses.models import CoursePage, Instructor, InstructorChange, ReviewedPage
from courses.teams.membership import add_member
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.factories import PASSWORD
from home.models import ContactMessage
from learners.enrollment.enrollment import enroll
from learners.enrollment.library import save
from learners.models import Profile, WatchPosition
from learners.progress.progress import complete
from media.models import Video, VideoAsset

from .passkey import credential


@dataclass(frozen=True)
class Traits:
    """What makes one person's rows unlike another's. No two share a `first` name."""

    first: str
    last: str
    ip: str
    theme: str

    @property
    def code(self) -> str:
        return self.first.lower()

    @property
    def address(self) -> str:
        return f"{self.code}.{self.last.lower()}@example.org"

    @property
    def unverified(self) -> str:
        return f"{self.code}@example.net"

    @property
    def subject(self) -> str:
        return f"{self.code[0]}q-subject"

    @property
    def browser(self) -> str:
        return f"{self.code[0]}q-browser"

    @property
    def marks(self) -> list[str]:
        """Found in no other text: what of these is left, or in another's file, is a leak."""
        return [self.code, self.last.lower(), self.subject, self.ip, self.browser]


ZELDA = Traits("Zelda", "Quillfeather", "203.0.113.77", "light")
OTTOKAR = Traits("Ottokar", "Nightjar", "198.51.100.23", "dark")
MARKS, ADDRESS = ZELDA.marks, ZELDA.address


def picture(name: str) -> ContentFile:
    file = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "PNG")
    return ContentFile(file.getvalue(), name=f"{name}.png")


def zelda(course: CoursePage, *, admin: User) -> tuple[User, Client]:
    return somebody(ZELDA, course, admin=admin)


def somebody(traits: Traits, course: CoursePage, *, admin: User) -> tuple[User, Client]:
    """Who learns and teaches `course`, and the browser they are signed in with."""
    names = {"first_name": traits.first, "last_name": traits.last}
    person = User.objects.create_user(traits.code, traits.address, PASSWORD, **names)
    EmailAddress.objects.create(user=person, email=traits.address, verified=True, primary=True)
    _tell_about_oneself(person, traits)
    _learn(person, course)
    _teach(person, traits, course, admin)
    client = Client(headers={"user-agent": traits.browser}, REMOTE_ADDR=traits.ip)
    client.post("/accounts/login/", {"login": traits.address, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/profile/")
    _prove(person, traits)
    return person, client


def _prove(person: User, traits: Traits) -> None:
    """What else signs them in, an address they have not confirmed among it."""
    SocialAccount.objects.create(
        user=person,
        provider="google",
        uid=traits.subject,
        extra_data={"email": traits.address},
    )
    EmailAddress.objects.create(user=person, email=traits.unverified)
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    key = {"name": f"{traits.first}'s key", "credential": credential()}
    Authenticator.objects.create(user=person, type="webauthn", data=key)


def _tell_about_oneself(person: User, traits: Traits) -> None:
    profile = Profile(
        user=person,
        display_name=f"{traits.first} {traits.last[0]}.",
        shows_picture_to_teachers=True,
    )
    profile.picture.save(f"{traits.code}.png", picture(traits.code))
    preferences = UserProfile.get_for_user(person)
    preferences.theme = traits.theme
    preferences.current_time_zone = "Europe/Vienna"
    preferences.avatar.save(f"{traits.code}.png", picture(traits.code))
    for address in (traits.address.upper(), "somebody@example.org"):
        ContactMessage.objects.create(
            name=f"{traits.first[0]}.",
            email=address,
            subject="About lessons",
            message="A question.",
        )


def _learn(person: User, course: CoursePage) -> None:
    enrollment = enroll(course, by=person)
    first, second, *_rest = course.outline.lessons
    complete(first, by=person)
    save(course, by=person)
    video = Video.objects.create(title="A film", asset=VideoAsset.objects.create())
    WatchPosition.objects.create(
        enrollment=enrollment,
        lesson=second,
        video=video,
        second=42,
        watched_to=50,
        measured_at=timezone.now(),
    )


def _teach(person: User, traits: Traits, course: CoursePage, admin: User) -> None:
    ensure_team(course)
    add_member(course, traits.address, by=admin)
    profile = Instructor.objects.create(
        user=person,
        name=f"{traits.first} {traits.last}",
        slug=f"{traits.code}-{traits.last.lower()}",
        headline=f"{traits.first}, by trade",
        bio=f"{traits.first} teaches.",
        website=f"https://{traits.code}.example.org",
        picture=factories.picture(f"Portrait of {traits.first}"),
    )
    InstructorChange.objects.create(
        instructor=profile,
        name=f"{traits.first} {traits.last[0]}.",
        bio=f"{traits.first} wants to say more.",
        picture=add_portrait(picture(traits.code), by=person),
        submitted_at=timezone.now(),
        comment=f"Shorter, {traits.first}.",
    )
    for instance in (person, profile):
        log(instance=instance, action="wagtail.create", user=admin)
    ReviewedPage.objects.create(page=course, user=person, fingerprint="0" * 64)
    # As sites wrote it that are older than `member_id`.
    log(instance=course, action="skillmate.team_add", user=admin, data={"member": traits.address})


def values_of(row: dict) -> str:
    return " ".join(str(value) for value in itertools.chain(row.values())).lower()
