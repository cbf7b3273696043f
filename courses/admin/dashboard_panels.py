"""What the dashboard shows of courses."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import TaskState

from ..authoring.course_creation import MAY_CREATE
from ..instructors.profiles import may_decide, waiting_changes
from ..models import CourseRelease
from ..models.permission_testers import may_publish
from ..release.reviewers import stalled_releases
from .dashboard import (
    course_type,
    drafted_courses,
    last_decision,
    last_releases,
    may_review,
    own_courses,
    releases_to_review,
    scheduled_releases,
)
from .notices import notice


class DeskPanel(Component):
    class Media:
        css = {"all": ["css/admin/desk.css"]}


class FailedReleasesPanel(DeskPanel):
    """Releases that could not go out at their hour, for those who can do something about it."""

    order = 110
    template_name = "courses/admin/panels/failed.html"

    def get_context_data(self, parent_context: dict) -> dict:
        user = parent_context["request"].user
        releases = CourseRelease.objects.failed().for_user(user, action="publish")
        return {"releases": releases.select_related("course").order_by("go_live_at")}


class StalledReviewsPanel(DeskPanel):
    """Reviews that nobody can decide on, for those who can do something about it."""

    order = 115
    template_name = "courses/admin/panels/stalled.html"

    def get_context_data(self, parent_context: dict) -> dict:
        user = parent_context["request"].user
        releases = CourseRelease.objects.for_user(user, action="publish")
        stalled = stalled_releases(releases)
        return {"rows": [(release, notice(refusal, user)) for release, refusal in stalled]}


class WaitingForReviewPanel(DeskPanel):
    order = 120
    template_name = "courses/admin/panels/waiting.html"

    def get_context_data(self, parent_context: dict) -> dict:
        user = parent_context["request"].user
        releases = list(releases_to_review(user))
        is_shown = bool(releases) or may_review(user)
        return {
            "releases": releases,
            "is_shown": is_shown,
            "last_decision": last_decision(user) if is_shown and not releases else None,
        }


class ReleasesPanel(DeskPanel):
    """What goes live by itself, and what did go live last."""

    order = 122
    template_name = "courses/admin/panels/releases.html"
    limit = 5

    def get_context_data(self, parent_context: dict) -> dict:
        user = parent_context["request"].user
        return {
            "scheduled": list(scheduled_releases(user)[: 2 * self.limit]),
            "published": list(last_releases(user)[: self.limit]),
        }


class DraftedCoursesPanel(DeskPanel):
    """Drafts of all courses that nobody has submitted, with their age."""

    order = 124
    template_name = "courses/admin/panels/drafted.html"
    limit = 10

    def get_context_data(self, parent_context: dict) -> dict:
        user = parent_context["request"].user
        rows = drafted_courses(user, limit=3 * self.limit)
        return {"rows": rows[: self.limit], "has_more": len(rows) > self.limit}


class InstructorChangesPanel(DeskPanel):
    """What instructors tell of themselves, for those who make it public."""

    order = 125
    template_name = "courses/admin/panels/instructor_changes.html"
    limit = 10

    def get_context_data(self, parent_context: dict) -> dict:
        if not may_decide(parent_context["request"].user):
            return {"changes": []}
        changes = list(waiting_changes()[: self.limit + 1])
        return {"changes": changes[: self.limit], "has_more": len(changes) > self.limit}


class YourCoursesPanel(DeskPanel):
    order = 130
    template_name = "courses/admin/panels/your_courses.html"
    limit = 20

    def get_context_data(self, parent_context: dict) -> dict:
        user = parent_context["request"].user
        courses = own_courses(user, limit=self.limit + 1)
        return {
            "rows": courses[: self.limit],
            "has_more": len(courses) > self.limit,
            "may_create": user.has_perm(MAY_CREATE),
        }


class OtherPagesToReviewPanel(WorkflowObjectsToModeratePanel):
    """Wagtail's own, without courses: "Waiting for review" has them."""

    def get_context_data(self, parent_context: dict) -> dict:
        course_type_id = course_type().pk
        steps = TaskState.objects.reviewable_by(parent_context["request"].user)
        # Wagtail's panel asks several questions about each page.
        if not steps.exclude(workflow_state__content_type=course_type_id).exists():
            return {"states": []}
        context = super().get_context_data(parent_context)
        states = context["states"]
        others = [
            state
            for state in states
            if state["task_state"].workflow_state.content_type_id != course_type_id
        ]
        return {**context, "states": others}


class OtherPagesInReviewPanel(UserObjectsInWorkflowModerationPanel):
    """Wagtail's own, without courses: "Your courses" has them."""

    def get_context_data(self, parent_context: dict) -> dict:
        context = super().get_context_data(parent_context)
        course_type_id = course_type().pk
        states = context["workflow_states"]
        others = [state for state in states if state.content_type_id != course_type_id]
        return {**context, "workflow_states": others}


REPLACEMENTS = {
    WorkflowObjectsToModeratePanel: OtherPagesToReviewPanel,
    UserObjectsInWorkflowModerationPanel: OtherPagesInReviewPanel,
}


def construct(request: HttpRequest, panels: list[Component]) -> None:
    """For the hook `construct_homepage_panels`."""
    for index, panel in enumerate(panels):
        if type(panel) in REPLACEMENTS:
            panels[index] = REPLACEMENTS[type(panel)]()
    panels += [
        FailedReleasesPanel(),
        StalledReviewsPanel(),
        WaitingForReviewPanel(),
        InstructorChangesPanel(),
        YourCoursesPanel(),
    ]
    if may_publish(request.user):
        panels += [ReleasesPanel(), DraftedCoursesPanel()]
