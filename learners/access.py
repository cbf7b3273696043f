"""Who may open what. The one home of this rule: pages, files and verbs ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from wagtail.models import Page, PageViewRestriction

from courses.models import CoursePage, LessonPage

if TYPE_CHECKING:
    from .learner import Learner


def may_open(lesson: LessonPage, learner: Learner) -> bool:
    """Open to everyone as a free preview, to enrolled learners, and to whoever may edit it.

    Only where lesson and course are live; to those who cannot edit, only where the course's
    curriculum names the lesson.
    """
    if not (lesson.live and lesson.course.live):
        return False
    if is_placed(lesson) and (lesson.free_preview or learner.enrollment_in(lesson.course)):
        return True
    return lesson.course.permissions_for_user(learner.user).can_edit()


def is_placed(lesson: LessonPage) -> bool:
    """Whether the published curriculum of its course names `lesson`."""
    return lesson.pk in {each.pk for each in lesson.course.outline.lessons}


def is_admitted(page: Page, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the view restrictions on `page` and above it let `user` pass.

    A password admits nobody here: who has typed it is known to one browser, not to an account.
    """
    restrictions = restrictions_above([page])
    return all(_admits(each, user) for each in restrictions)


def restrictions_above(pages: list[Page]) -> list[PageViewRestriction]:
    paths = {page.path[:end] for page in pages for end in _ends(page)}
    return list(PageViewRestriction.objects.filter(page__path__in=paths).select_related("page"))


def _ends(page: Page) -> range:
    return range(page.steplen, len(page.path) + 1, page.steplen)


def _admits(restriction: PageViewRestriction, user: AbstractBaseUser | AnonymousUser) -> bool:
    if restriction.restriction_type == PageViewRestriction.LOGIN:
        return user.is_authenticated
    if restriction.restriction_type == PageViewRestriction.GROUPS:
        theirs = user.groups.filter(pageviewrestriction=restriction)
        return user.is_superuser or theirs.exists()
    return False
