"""The page that asks whether to do now what was posted before one signed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.models import CoursePage, LessonPage

from .decorators import get_course_or_404, get_lesson_or_404, url_of
from .page_gate import locked_url
from .pending_action import PendingAction, read_pending_action


@require_safe
@never_cache
@login_required
def pending_action(request: HttpRequest, token: str) -> HttpResponse:
    try:
        action = read_pending_action(token)
    except SignatureExpired:
        return TemplateResponse(request, "learners/pending_action_expired.html", status=410)
    except BadSignature as error:
        raise Http404("There is no such page.") from error
    return offer(action, request)


def offer(action: PendingAction, request: HttpRequest, status: int = 200) -> HttpResponse:
    """Asks whoever is signed in; where nothing is left to do, leads on to where the form would
    have led. Raises `Http404` where the page is not for them."""
    page = _page_of(action, request)
    back_url = action.fields.get("next") or url_of(page, request)
    if isinstance(page, LessonPage) and not request.learner.enrollment_in(page.course):
        return HttpResponseRedirect(locked_url(page, request))
    if action.verb.is_done and action.verb.is_done(request.learner, page):
        return HttpResponseRedirect(back_url)
    course = page.course if isinstance(page, LessonPage) else page
    context = {"action": action, "page_title": page.title, "course": course, "back_url": back_url}
    return TemplateResponse(request, "learners/pending_action.html", context, status=status)


def _page_of(action: PendingAction, request: HttpRequest) -> CoursePage | LessonPage:
    get_or_404 = get_lesson_or_404 if action.verb.is_of_lesson else get_course_or_404
    return get_or_404(action.page_id, request)
