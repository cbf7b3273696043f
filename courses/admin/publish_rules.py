"""Why no course or lesson is published, or taken offline, by itself: in words for its reader."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..models import CoursePage, LessonPage


def publication_refusal(page: CoursePage | LessonPage, user: AbstractBaseUser) -> str:
    """Courses and lessons go live by a release alone."""
    if isinstance(page, LessonPage):
        text = _(
            "“%(title)s” was not published: a lesson goes live with its course. Submit the course "
            "for review."
        )
    elif page.archived_at:
        text = _("“%(title)s” was not published: it is archived. Reopen it, then submit it.")
    elif page.open_release and page.open_release.is_in_review:
        text = _("“%(title)s” was not published: it is in review, and goes live when approved.")
    elif page.open_release:
        text = _("“%(title)s” was not published: it is scheduled, and goes live on {date}.")
        text = text.replace("{date}", localize(localtime(page.open_release.go_live_at)))
    else:
        text = _(
            "“%(title)s” was not published: a course goes live with all its lessons, once a review "
            "is approved. Submit it for review."
        )
    return text % {"title": page.get_admin_display_title()}


def unpublication_refusal(page: CoursePage | LessonPage, user: AbstractBaseUser) -> str:
    if not page.live:
        text = _("“%(title)s” was not unpublished: it is not published.")
    elif isinstance(page, LessonPage):
        text = _(
            "“%(title)s” was not unpublished: to take a lesson offline, remove it from the "
            "curriculum and submit the course for review."
        )
    else:
        text = _("“%(title)s” was not unpublished: only editors unpublish courses.")
    return text % {"title": page.get_admin_display_title()}
