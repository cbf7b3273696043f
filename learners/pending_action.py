"""What was posted by somebody whose session was over, kept in an address until they signed in.

The address is signed and says what to do with which page, never who does it: whoever opens it is
asked once more, and what they press is the form of that page. It lives as long as the link that
confirms a new account.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage, LessonPage
from web.next_url import next_url_from

from .learner import Learner

MAX_AGE = timedelta(days=3)
SALT = "learners.pending_action"
# Of each field a form may send along, the most characters of it that are kept.
FIELDS = {"next": 400, "then": 20, "release": 20}


@dataclass(frozen=True)
class Verb:
    """How a button is offered again. `question` has a place for the title of the page."""

    question: str
    label: str
    # Whether nothing is left to do; None where there is always something.
    is_done: Callable[[Learner, CoursePage | LessonPage], bool] | None = None
    is_dangerous: bool = False
    is_of_lesson: bool = False


def _is_completed(learner: Learner, lesson: LessonPage) -> bool:
    return lesson.pk in learner.completed_in(lesson.course)


VERBS = {
    "learners:enrol": Verb(
        _("Enrol in “{title}” now?"), _("Enrol now"), lambda you, it: bool(you.enrollment_in(it))
    ),
    "learners:leave": Verb(
        _("Leave “{title}”?"),
        _("Leave this course"),
        lambda you, it: not you.enrollment_in(it),
        is_dangerous=True,
    ),
    "learners:save": Verb(
        _("Save “{title}” for later?"), _("Save for later"), lambda you, it: you.has_saved(it)
    ),
    "learners:unsave": Verb(
        _("Remove “{title}” from your library?"),
        _("Remove from library"),
        lambda you, it: not you.has_saved(it),
    ),
    "learners:dismiss": Verb(_("Have you seen what is new in “{title}”?"), _("Got it")),
    "learners:complete": Verb(
        _("Mark “{title}” complete now?"), _("Mark complete"), _is_completed, is_of_lesson=True
    ),
    "learners:undo": Verb(
        _("Mark “{title}” as not complete?"),
        _("Mark as not complete"),
        lambda you, it: not _is_completed(you, it),
        is_of_lesson=True,
    ),
}


@dataclass(frozen=True)
class PendingAction:
    """A verb, by the name of its address, with the page it is for and what its form sent along."""

    name: str
    page_id: int
    fields: dict[str, str]

    @property
    def verb(self) -> Verb:
        return VERBS[self.name]

    @property
    def url(self) -> str:
        """Where its form is sent to."""
        return reverse(self.name, args=[self.page_id])

    @property
    def offer_url(self) -> str:
        """The page that asks whether to do it now."""
        token = signing.dumps([self.name, self.page_id, self.fields], salt=SALT, compress=True)
        return reverse("learners:pending_action", args=[token])

    def question(self, title: str) -> str:
        """In words, with the title of the page."""
        return str(self.verb.question).replace("{title}", title)


def pending_action_of(request: HttpRequest) -> PendingAction | None:
    """What the form sent by `request` was to do; None for what cannot be offered again."""
    match = request.resolver_match
    if request.method != "POST" or match is None or match.view_name not in VERBS:
        return None
    [page_id] = match.kwargs.values()
    sent = {name: request.POST.get(name, "") for name in FIELDS}
    sent["next"] = next_url_from(request.POST, request=request, default="")
    fields = {name: value for name, value in sent.items() if 0 < len(value) <= FIELDS[name]}
    return PendingAction(match.view_name, page_id, fields) if page_id < 2**63 else None


def read_pending_action(token: str) -> PendingAction:
    """Raises `signing.BadSignature` for what this site did not sign, or did before `MAX_AGE`."""
    name, page_id, fields = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    return PendingAction(name, page_id, fields)
