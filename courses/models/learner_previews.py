"""Pages shown as a learner would see them: one who is only imagined.

This app names the learner (`request.preview_as`); who keeps records of learners plays the part, by
the hook `preview_as_learner`.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page

from ..curriculum.links import OutlineResponse

# Components are included without the request, so their links could not ask it.
_walk: ContextVar[Walk | None] = ContextVar("walk", default=None)


class Mode(models.TextChoices):
    """Who looks at the course."""

    VISITOR = "visitor", _("Visitor")
    ENROLLED = "enrolled", _("Enrolled, 0 %")
    HALFWAY = "halfway", _("Halfway")
    FINISHED = "finished", _("Finished")


@dataclass(frozen=True)
class PreviewAs:
    """The learner to imagine: how far they are in the newest draft of `course`."""

    mode: Mode
    course: Page

    @property
    def is_visitor(self) -> bool:
        return self.mode == Mode.VISITOR


def newest_draft(course: Page) -> Page:
    """The newest draft of `course`, whose outline shows the drafts of its lessons."""
    if course.shows_drafts:
        return course
    draft = course.get_latest_revision_as_object()
    draft.shows_drafts = True
    return draft


class LearnerPreviews:
    """For courses and lessons: previews as each kind of learner, which keep no record of any."""

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return Mode.choices

    def course_in_preview(self) -> Page:
        """The draft that this page is shown in."""
        raise NotImplementedError

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        mode = mode_name or self.default_preview_mode
        if mode not in Mode.values:
            raise Http404("There is no such learner.")
        request.preview_as = PreviewAs(Mode(mode), self.course_in_preview())
        for hook in hooks.get_hooks("preview_as_learner"):
            hook(request, request.preview_as)
        template = self.get_preview_template(request, mode)
        return PreviewResponse(request, template, self.get_preview_context(request, mode))

    def get_url(self, request: HttpRequest | None = None, current_site=None) -> str | None:
        walk = _walk.get()
        url = walk.url_of(self) if walk else None
        return url or super().get_url(request, current_site)


class PreviewResponse(OutlineResponse):
    """A page rendered with links that stay inside the walk, where its request is part of one."""

    @property
    def rendered_content(self) -> str:
        token = _walk.set(getattr(self._request, "walk", None))
        try:
            return super().rendered_content
        finally:
            _walk.reset(token)


class Choice(NamedTuple):
    """One link of the bar above a walk."""

    label: str
    url: str
    is_current: bool = False


@dataclass
class Walk:
    """A walk through the draft of `course` in the admin, as `mode`: where its links lead.

    `page` is the one being shown. The view sets it as `request.walk`, and nothing else does.
    """

    course: Page
    page: Page
    mode: str
    back_links: list[Choice]

    def url_of(self, page: Page, mode: str = "") -> str | None:
        """The address of a course or lesson within the walk; None for pages elsewhere."""
        args = [self.course.pk, mode or self.mode]
        if page.pk == self.course.pk:
            return reverse("courses_admin:preview", args=args)
        if page.path.startswith(self.course.path):
            return reverse("courses_admin:preview_lesson", args=[*args, page.pk])
        return None

    @property
    def modes(self) -> list[Choice]:
        return [
            Choice(label, self.url_of(self.page, mode), is_current=mode == self.mode)
            for mode, label in Mode.choices
        ]
