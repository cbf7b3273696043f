"""Who reviews a course: the steps of its workflow, and the people who decide at each."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Task, TaskState, Workflow, WorkflowState, WorkflowTask

from ..models import CourseIndexPage, CoursePage
from ..models.release import CourseRelease
from .exceptions import BlockedRefusal, Remedy
from .recipients import publishers

NAMED = 5  # as many reviewers as a page names
CHANGE_WORKFLOW, CHANGE_TASK = "wagtailcore.change_workflow", "wagtailcore.change_task"
CHANGE_USER = "auth.change_user"

NO_WORKFLOW = gettext_lazy(
    "Nobody would review this course: no active workflow is assigned to the catalogue. An editor "
    "or administrator has to assign one under Settings → Workflows: enable a workflow, or make "
    "one, and put “%(catalogue)s” among its pages."
)
NO_STEP = gettext_lazy(
    "Nobody would review this course: the workflow “%(workflow)s” has no active step. An editor "
    "or administrator has to add one to it, under Settings → Workflows."
)
NOBODY = gettext_lazy(
    "Nobody can decide on this course at the step “%(step)s”: nobody with an active account is in "
    "%(groups)s. An administrator has to put somebody there, or an editor gives the step to "
    "another group."
)
NOBODY_PUBLISHES = gettext_lazy(
    "Nobody can approve this course at its last step, “%(step)s”: nobody in %(groups)s may publish "
    "courses. An administrator has to put an editor there, or an editor gives the step to a group "
    "that may publish."
)
STOPPED = gettext_lazy(
    "This review has no step any more, so nobody can decide on it. Withdraw the course, and submit "
    "it again: that begins the review anew."
)
ONLY_SUBMITTER = gettext_lazy(
    "Nobody else could approve this course at the step “%(step)s”: only %(name)s is in %(groups)s, "
    "and nobody approves there what they submitted themselves. Somebody else of the team can "
    "submit it, or an administrator puts another reviewer into the group."
)


class ReviewSteps:
    """The steps a review of `course` has ahead of it, if `submitter` asks for it now.

    Answers are remembered: make one for each request.
    """

    def __init__(self, course: CoursePage, submitter: AbstractBaseUser | None) -> None:
        self.course, self.submitter = course, submitter

    @cached_property
    def workflow(self) -> Workflow | None:
        return self.course.get_workflow()

    @cached_property
    def resumable_state(self) -> WorkflowState | None:
        """The review that asked for changes, if it can go on at its step; else None.

        The workflow can have been disabled or replaced since, or have lost the step.
        """
        state = self.course.current_workflow_state
        if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
            return None
        step = state.current_task_state and state.current_task_state.task_id
        is_current = self.workflow is not None and state.workflow_id == self.workflow.pk
        return state if is_current and step in self._active_step_ids else None

    @cached_property
    def ahead(self) -> list[Task]:
        """In their order. A review that is resumed begins at the step that asked for changes."""
        if self.resumable_state is None:
            return self._active_steps
        first = self._active_step_ids.index(self.resumable_state.current_task_state.task_id)
        return self._active_steps[first:]

    @cached_property
    def first_reviewers(self) -> list[AbstractBaseUser]:
        """Who decides first, one more than a page names; empty where the step does not tell."""
        users = deciders(self.ahead[0], submitter=self.submitter) if self.ahead else None
        return [] if users is None else list(users[: NAMED + 1])

    @cached_property
    def refusal(self) -> BlockedRefusal | None:
        """Why nobody would review it, and what to do; None when somebody would."""
        if self.workflow is None:
            return no_workflow_refusal(self.course)
        if not self.ahead:
            url = reverse("wagtailadmin_workflows:edit", args=[self.workflow.pk])
            remedy = Remedy(_("Open the workflow"), url, CHANGE_WORKFLOW)
            return BlockedRefusal(NO_STEP % {"workflow": self.workflow.name}, [remedy])
        refusals = (
            step_refusal(
                self.course, step, submitter=self.submitter, is_last=step == self.ahead[-1]
            )
            for step in self.ahead
        )
        return next((refusal for refusal in refusals if refusal), None)

    @cached_property
    def _active_steps(self) -> list[Task]:
        return list(self.workflow.tasks.filter(active=True).specific()) if self.workflow else []

    @property
    def _active_step_ids(self) -> list[int]:
        return [step.pk for step in self._active_steps]


def deciders(step: Task, *, submitter: AbstractBaseUser | None) -> QuerySet | None:
    """The active accounts that may approve at `step` what `submitter` submitted.

    None for a step of another kind, which does not tell. Administrators decide anywhere, but a
    step is not theirs unless they are in its groups.
    """
    groups = getattr(step, "groups", None)
    if groups is None:
        return None
    users = get_user_model().objects.filter(groups__in=groups.all(), is_active=True)
    users = users.exclude(pk__in=_kept_out(step, submitter))
    return users.order_by("last_name", "first_name", "pk").distinct()


def step_refusal(
    course: CoursePage, step: Task, *, submitter: AbstractBaseUser | None, is_last: bool
) -> BlockedRefusal | None:
    """Why nobody can approve `course` at `step`, and what to do; None when somebody can."""
    member_ids = _member_ids(step)
    refusal = _vacancy(step, member_ids, submitter)
    if refusal or member_ids is None or not is_last:
        return refusal
    return _publisher_refusal(course, step, member_ids - _kept_out(step, submitter))


def _publisher_refusal(
    course: CoursePage, step: Task, deciding_ids: set[int]
) -> BlockedRefusal | None:
    """At the last step: that there are people, but none who may publish."""
    may_publish = publishers(course).filter(pk__in=deciding_ids).exists()
    return None if may_publish else _refusal(NOBODY_PUBLISHES, step)


def stall(
    release: CourseRelease, step: TaskState | None, *, is_last: bool
) -> BlockedRefusal | None:
    """Why nobody can decide on `release`, in review at `step`; None when somebody can."""
    if step is None:
        return BlockedRefusal(STOPPED, [])
    submitter = release.submitted_by
    return step_refusal(release.course, step.task.specific, submitter=submitter, is_last=is_last)


def stalled_releases(
    releases: QuerySet[CourseRelease],
) -> list[tuple[CourseRelease, BlockedRefusal]]:
    """Those of `releases` that are in review at a step nobody is at, and why; oldest first.

    Queries grow with the steps there are, not with the releases.
    """
    relations = ("course", "submitted_by", "workflow_state__current_task_state")
    releases = releases.in_review().select_related(*relations)
    releases = list(releases.order_by("submitted_at", "pk"))
    step_ids = {release.pk: _step_id(release) for release in releases}
    steps = Task.objects.filter(pk__in=set(step_ids.values()) - {None}).specific()
    members = {step.pk: (step, _member_ids(step)) for step in steps}
    last_ids = _last_step_ids(releases)
    catalogue_publishers = _catalogue_publishers() if releases else set()
    refusals = (
        _vacancy(*members[step_ids[release.pk]], release.submitted_by)
        or _no_publisher(*members[step_ids[release.pk]], release, last_ids, catalogue_publishers)
        if step_ids[release.pk]
        else BlockedRefusal(STOPPED, [])
        for release in releases
    )
    return [pair for pair in zip(releases, refusals, strict=True) if pair[1]]


def _no_publisher(
    step: Task,
    member_ids: set[int] | None,
    release: CourseRelease,
    last_ids: dict[int, int],
    catalogue_publishers: set[int],
) -> BlockedRefusal | None:
    """For many releases: as `_publisher_refusal`, which asks for each course."""
    if member_ids is None or last_ids.get(release.workflow_state.workflow_id) != step.pk:
        return None
    deciding_ids = member_ids - _kept_out(step, release.submitted_by)
    if deciding_ids & catalogue_publishers:
        return None
    # A right to this course alone is rare enough to be asked for one by one.
    return _publisher_refusal(release.course, step, deciding_ids)


def _last_step_ids(releases: list[CourseRelease]) -> dict[int, int]:
    """By workflow, its last active step."""
    workflow_ids = {release.workflow_state.workflow_id for release in releases if _step_id(release)}
    rows = WorkflowTask.objects.filter(workflow__in=workflow_ids, task__active=True)
    return dict(rows.order_by("sort_order").values_list("workflow", "task"))


def _catalogue_publishers() -> set[int]:
    index = CourseIndexPage.objects.first()
    return set(publishers(index).values_list("pk", flat=True)) if index else set()


def _step_id(release: CourseRelease) -> int | None:
    state = release.workflow_state and release.workflow_state.current_task_state
    return state and state.task_id


def _member_ids(step: Task) -> set[int] | None:
    users = deciders(step, submitter=None)
    return None if users is None else {*users.order_by().values_list("pk", flat=True)}


def _kept_out(step: Task, submitter: AbstractBaseUser | None) -> set[int]:
    """Who may not approve at `step`, though in its groups: whoever submitted it."""
    is_kept_out = submitter and not getattr(step, "allow_self_approval", False)
    return {submitter.pk} if is_kept_out else set()


def _vacancy(
    step: Task, member_ids: set[int] | None, submitter: AbstractBaseUser | None
) -> BlockedRefusal | None:
    if member_ids is None or member_ids - _kept_out(step, submitter):
        return None
    return _refusal(ONLY_SUBMITTER if member_ids else NOBODY, step, submitter)


def no_workflow_refusal(course: CoursePage) -> BlockedRefusal:
    message = NO_WORKFLOW % {"catalogue": course.get_parent().title}
    url = reverse("wagtailadmin_workflows:index")
    return BlockedRefusal(message, [Remedy(_("Open the workflows"), url, CHANGE_WORKFLOW)])


def steps_after(state: WorkflowState) -> QuerySet[Task]:
    """The steps that follow when the current one is approved; none when it is the last.

    Not Wagtail's `is_at_final_task`: that takes a step which was taken out of the workflow, or
    disabled, while a course was at it, for one before the last.
    """
    done = state.successful_task_states.values("task")
    # Not `state.current_task_state`: remembered there, Wagtail would take its old status for new.
    current = TaskState.objects.filter(pk=state.current_task_state_id).values("task")
    steps = state.workflow.tasks.filter(active=True).exclude(pk__in=done).exclude(pk__in=current)
    return steps.order_by("workflow_tasks__sort_order")


def _refusal(
    text: Promise, step: Task, submitter: AbstractBaseUser | None = None
) -> BlockedRefusal:
    names = [f"“{group}”" for group in step.groups.order_by("name")]
    values = {"step": step.name, "groups": _(" or ").join(names) or _("any group of it")}
    message = text % {**values, "name": get_user_display_name(submitter) if submitter else ""}
    people_url = reverse("wagtailusers_users:index")
    step_url = reverse("wagtailadmin_workflows:edit_task", args=[step.pk])
    remedies = [
        Remedy(_("Put somebody into the group"), people_url, CHANGE_USER),
        Remedy(_("Change the step"), step_url, CHANGE_TASK),
    ]
    return BlockedRefusal(message, remedies)
