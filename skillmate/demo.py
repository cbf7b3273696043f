"""The demo site: four accounts and the courses of `demo/`. For development only."""

from collections.abc import Iterator
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import transaction

from courses.teams.roles import EDITORS, INSTRUCTORS
from learners.models import Profile

PASSWORD = "learn-and-teach"  # noqa: S105  (public on purpose: these accounts exist nowhere else)
OWNER, EDITOR = "instructor@example.com", "editor@example.com"
ACCOUNTS = {
    "student": ("Sam Student", None),
    "instructor": ("Iris Instructor", INSTRUCTORS),
    "editor": ("Edgar Editor", EDITORS),
    "admin": ("Ada Admin", None),
}


@transaction.atomic
def make_accounts() -> None:
    """The four demo accounts. Those that exist are left alone."""
    for name, (display_name, group) in ACCOUNTS.items():
        email = f"{name}@example.com"
        if User.objects.filter(email=email).exists():
            continue
        create = User.objects.create_superuser if name == "admin" else User.objects.create_user
        first, last = display_name.split()
        user = create(name, email, PASSWORD, first_name=first, last_name=last)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        Profile.objects.create(user=user, display_name=display_name)
        if group:
            user.groups.add(Group.objects.get(name=group))


def demo_courses() -> Iterator[Path]:
    """The course folders of the demo site."""
    for manifest in sorted((settings.BASE_DIR / "demo").glob("*/course.yaml")):
        yield manifest.parent


def import_demo_courses() -> None:
    """Bring in the demo courses by the command everybody uses."""
    for folder in demo_courses():
        call_command("import_course", folder, publish=True, owner=OWNER, by=EDITOR, verbosity=0)
