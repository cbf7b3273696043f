"""The public page of somebody who teaches, as long as a live course credits her."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from web.page_cache.fragments import keep_nothing
from web.page_cache.public_page import public_page
from web.public_url import public_url

from ..models import Instructor
from ..models.audience import entries_for
from ..models.querysets import instructors_with_page
from .portraits import picture_response

PER_PAGE = 24


@dataclass(frozen=True)
class TaughtCourses:
    """One page of the courses that credit somebody and lists may name, newest first."""

    page: Page
    path: str

    @property
    def page_url(self) -> str:
        return f"{self.path}?page="


@require_safe
@public_page("page")
def instructor(request: HttpRequest, slug: str) -> HttpResponseBase:
    person = get_object_or_404(instructors_with_page().select_related("picture"), slug=slug)
    entries = entries_for(request).filter(course__taught_by__instructor=person)
    newest = entries.for_cards().order_by("-first_published_at", "-course")
    number = request.GET.get("page", "1")
    page = Paginator(newest, PER_PAGE).get_page(number)
    if str(page.number) != number:  # anybody can ask for pages there are not
        keep_nothing(request)
    path = reverse("instructors:instructor", args=[person.slug])
    courses = TaughtCourses(page, path)
    context = {"person": person, "courses": courses, "url": public_url(path)}
    return TemplateResponse(request, "courses/instructors/instructor.html", context)


@require_safe
def portrait(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The portrait, to whoever may open the page; before that to colleagues, who see it in previews
    and reviews, and to herself."""
    public = instructors_with_page().select_related("picture").filter(slug=slug).first()
    person = public or _unpublished(slug, request.user)
    if person is None or person.picture is None:
        raise Http404("There is no such portrait.")
    response = picture_response(request, person.picture)
    if public:
        patch_cache_control(response, public=True, no_cache=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _unpublished(slug: str, user: AbstractBaseUser | AnonymousUser) -> Instructor | None:
    person = Instructor.objects.select_related("picture").filter(slug=slug, closed_at=None).first()
    may_see = person and (
        user.has_perm("wagtailadmin.access_admin") or (user.pk and person.user_id == user.pk)
    )
    return person if may_see else None
