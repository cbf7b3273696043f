"""What templates of other apps may show of the learner."""

from urllib.parse import urlencode

from django import template
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from courses.curriculum.outline import Section
from courses.models import CoursePage, LessonPage
from courses.release.changes import Changes
from media.models import Video
from web.next_url import next_url_from

from ..enrollment.dashboard import Row, continuing
from ..enrollment.panel import Panel
from ..learner import Learner
from ..models import Enrollment
from ..pending_action import PendingAction
from ..profiles.avatar import picture_url
from ..progress.lesson_state import LessonState
from ..progress.updates import Updates, updates_in
from ..progress.watching import Watching, watching
from ..release_impact import Effect, effect_of, learner_counts

register = template.Library()


@register.inclusion_tag("learners/account_menu.html", takes_context=True)
def account_menu(context) -> dict:
    """Who is signed in, and what the site has to tell them: the one personal part of a page."""
    request = context.get("request")
    learner = _learner(request)
    # Asking for messages opens the session, which a visitor does not have.
    messages = get_messages(request) if learner and learner.has_session else ()
    # The bar with which editors get from a page to its editor asks the context for the page.
    return {
        "request": request,
        "learner": learner,
        "messages": messages,
        "page": context.get("page"),
        "next_query": _next_query(request, context.get("page")),
    }


def _next_query(request: HttpRequest | None, page: object) -> str:
    """For the links by which visitors sign up and in: back to the course they look at, or on to
    where the page for signing in leads. Not what else is in an address: kept pages are for all."""
    if request is None:
        return ""
    if isinstance(page, CoursePage | LessonPage) and page.pk:
        return f"?{urlencode({'next': page.get_url(request)}, safe='/')}"
    if request.path.startswith("/accounts/"):
        next_url = next_url_from(request.GET or request.POST, request=request, default="")
        return f"?{urlencode({'next': next_url}, safe='/')}" if next_url else ""
    return ""


@register.inclusion_tag("learners/enrollment_panel.html", takes_context=True)
def enrollment_panel(context, course: CoursePage) -> dict:
    """The one action a course page offers, by the learner's state."""
    request = context["request"]
    return {"request": request, "course": course, "panel": Panel(request, course)}


@register.inclusion_tag("learners/continue_card.html", takes_context=True)
def continue_card(context) -> dict:
    """The course to go on with. Nothing, and no query, for a visitor."""
    learner = _learner(context.get("request"))
    return {"continuing": continuing(context["request"]) if learner else None}


@register.inclusion_tag("learners/lesson_controls.html", takes_context=True)
def lesson_controls(context, lesson: LessonPage, next_lesson: LessonPage | None = None) -> dict:
    """Complete or undo, and how far the learner is; `next_lesson` is the lesson that comes next."""
    request = context["request"]
    state = LessonState(lesson, request.learner)
    return {"request": request, "lesson": lesson, "next": next_lesson, "state": state}


@register.simple_tag(takes_context=True)
def watching_of(context, video: Video) -> Watching | None:
    """Where the learner is in `video` of the lesson being shown; None where nothing is kept.

    A video block knows no page of its own: in the editor it is previewed without one.
    """
    request, page = context.get("request"), context.get("page")
    learner = _learner(request)
    if not learner or not isinstance(page, LessonPage) or getattr(request, "preview_as", None):
        return None
    return watching(video, page, learner)


@register.simple_tag(takes_context=True)
def progress_in(context, course: CoursePage) -> Panel | None:
    """How far the learner is in the lessons of `course`; None for those not enrolled."""
    panel = Panel(context["request"], course)
    return panel if panel.enrollment else None


@register.filter
def go_on_label(place: Panel | Row) -> str:
    """What the button says that leads on in a course."""
    if place.is_finished:
        return _("Review course")
    return _("Continue learning") if place.is_begun else _("Start learning")


@register.filter
def done_in(section: Section, panel: Panel) -> int:
    """How many lessons of `section` are completed."""
    return len([lesson for lesson in section.lessons if lesson.pk in panel.completed])


@register.filter
def content_row(panel: Panel, lesson: LessonPage) -> tuple[bool, ...]:
    """All that the row of `lesson` on the page of its course says of the learner, but news."""
    return (lesson.pk in panel.completed, lesson.pk == panel.next_lesson_id)


@register.filter
def news_of(updates: Updates | None, lesson: LessonPage) -> str:
    """Whether `lesson` is "new" or "changed" for the learner; empty if neither."""
    if updates and lesson.pk in updates.unread:
        return "new"
    return "changed" if updates and lesson.pk in updates.changed else ""


@register.simple_tag(takes_context=True)
def enrollment_for(context, course: CoursePage) -> Enrollment | None:
    """The learner's active enrolment in `course`. One query for any number of courses."""
    learner = _learner(context.get("request"))
    return learner.enrollments.get(course.pk) if learner else None


@register.simple_tag(takes_context=True)
def updates_for(context, course: CoursePage) -> Updates | None:
    """What is new in `course` since the learner looked last; None for those not enrolled."""
    learner = _learner(context.get("request"))
    return updates_in(course, learner) if learner else None


@register.filter(name="picture_url")
def url_of_picture(name: str) -> str:
    """The address of a learner's picture, by the name it is stored under."""
    return picture_url(name)


@register.simple_tag
def pending_question(action: PendingAction, title: str) -> str:
    """What is asked of somebody who has signed in since they pressed a button."""
    return action.question(title)


@register.inclusion_tag("learners/release_effect.html")
def release_effect(changes: Changes) -> dict[str, Effect]:
    """For editors, in the admin: what releasing `changes` would mean for learners."""
    return {"effect": effect_of(changes)}


@register.inclusion_tag("learners/course_learners.html")
def course_learners(course: CoursePage) -> dict:
    """For editors, in the admin: who would lose `course`, and that they would keep it archived."""
    return {"course": course, "counts": learner_counts(course)}


@register.filter
def row_state(state: LessonState, lesson: LessonPage) -> tuple[bool, ...]:
    """All that the row of `lesson` in the outline of another says of the learner."""
    updates = state.updates
    return (
        lesson.pk == state.lesson.pk,
        lesson.pk in state.completed,
        bool(state.enrollment),
        state.opens_all,
        bool(updates) and lesson.pk in updates.unread,
        bool(updates) and lesson.pk in updates.changed,
    )


@register.simple_tag(takes_context=True)
def lesson_state(context, lesson: LessonPage) -> LessonState:
    """Enrolment, lessons completed and progress in the course of `lesson`."""
    return LessonState(lesson, context["request"].learner)


def _learner(request: HttpRequest | None) -> Learner | None:
    """None on an error page that came before the request had a learner."""
    return getattr(request, "learner", None)
