"""What a saved draft is told to be waiting for: the state of its course decides."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ..models import CoursePage, LessonPage
from .review_status import ReviewStatus

Buttons = list[tuple]


def saved_message(page: CoursePage | LessonPage, user: AbstractBaseUser) -> tuple[str, Buttons]:
    """The sentence, with the button to what comes next."""
    course = page.course if isinstance(page, LessonPage) else page
    text, buttons = _by_state(ReviewStatus(course, user), is_lesson=page != course)
    return text % {"title": page.get_admin_display_title()}, buttons


def _by_state(status: ReviewStatus, *, is_lesson: bool) -> tuple[str, Buttons]:
    course = status.course
    if status.is_in_review:
        text = _(
            "“%(title)s” is saved. The course is in review: what you changed goes live when the "
            "review is approved, so look at it there."
        )
        return text, [_button("review", course, _("Go to the review"))]
    if status.is_scheduled:
        text = _(
            "“%(title)s” is saved as a draft. It is not part of the release that goes live on "
            "{date}: submit the course again after that."
        ).replace("{date}", localize(localtime(status.release.go_live_at)))
        return text, [_button("review", course, _("See what is scheduled"))]
    if course.archived_at:
        return _(
            "“%(title)s” is saved as a draft. The course is archived: it can be submitted once an "
            "editor has reopened it."
        ), []
    if is_lesson:
        text = _(
            "“%(title)s” is saved as a draft. It goes live with its course: submit the course "
            "for review."
        )
        return text, [submit_button(course, _("Submit the course"))]
    text = _("“%(title)s” is saved as a draft. It goes live when its review is approved.")
    return text, [submit_button(course, _("Submit for review"))]


def submit_button(course: CoursePage, label: str) -> tuple:
    return _button("submit", course, label)


def _button(name: str, course: CoursePage, label: str) -> tuple:
    return messages.button(reverse(f"courses_admin:{name}", args=[course.pk]), label)
