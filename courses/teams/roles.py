"""The groups people belong to and what their members may do everywhere.

Who may edit one course is its team's business (`team.py`).
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from ..models import CourseIndexPage, CourseReviewTask

INSTRUCTORS, EDITORS = "Instructors", "Editors"
REVIEW = "Course review"
# What Wagtail's migrations call the group, and the workflow and task, they make.
STOCK_GROUP, STOCK_REVIEW = "Moderators", "Moderators approval"
FILES = ("image", "document", "video")
EDITOR_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


@transaction.atomic
def setup_roles() -> None:
    """Make the groups and grant what they need. Safe to run again; takes nothing away.

    Runs after `migrate`: on a fresh database permissions do not exist while migrations run.
    """
    instructors, editors = (_group(name) for name in (INSTRUCTORS, EDITORS))
    for group in (instructors, editors):
        group.permissions.add(_permission("wagtailadmin", "access_admin"))
        # To begin one, as "New course" does. Not a right on pages: `add` on the catalogue would
        # let anyone add lessons to the courses of others.
        group.permissions.add(_permission("courses", "add_coursepage"))
    grant(page_permissions(*EDITOR_PAGES), group=editors, page=Page.get_first_root_node())
    grant(
        file_permissions("add", "change", "delete", "choose"),
        group=editors,
        collection=Collection.get_first_root_node(),
    )
    editors.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="courses", content_type__model__in=["category", "instructor"]
        )
    )
    editors.permissions.add(*_workflow_permissions())
    setup_review()


def setup_review() -> None:
    """Let editors review courses, unless the catalogue has been given a workflow of its own.

    Safe to run again. Does nothing before there is a catalogue to assign the workflow to, but take
    away Wagtail's own from the root.
    """
    _unassign_stock_workflow()
    index = CourseIndexPage.objects.first()
    # Not `get_workflow()`: one assigned further up is meant for other pages.
    if index is None or WorkflowPage.objects.filter(page=index).exists():
        return
    task = CourseReviewTask.objects.filter(name=REVIEW).first()
    if task is None:
        task = CourseReviewTask.objects.create(name=REVIEW)
        task.groups.add(_group(EDITORS))
    workflow, created = Workflow.objects.get_or_create(name=REVIEW)
    if created:
        WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(page=index, workflow=workflow)


def _unassign_stock_workflow() -> None:
    """Wagtail's migrations assign one to all pages, whose group is empty: nobody would hear of it.

    Where somebody has been put into that group, it is the site's own. The workflow itself stays.
    """
    if get_user_model().objects.filter(groups__name=STOCK_GROUP, is_active=True).exists():
        return
    root = Page.get_first_root_node()
    tasks = GroupApprovalTask.objects.filter(name=STOCK_REVIEW, groups__name=STOCK_GROUP)
    assigned = WorkflowPage.objects.filter(page=root, workflow__name=STOCK_REVIEW)
    assigned.filter(workflow__workflow_tasks__task__in=tasks.values("pk")).delete()


def _workflow_permissions() -> QuerySet[Permission]:
    """Editors decide which steps a review has."""
    return Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model__in=["workflow", "task"]
    )


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name)[0]


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def grant(permissions: QuerySet[Permission], *, group: Group, **place: Page | Collection) -> None:
    """Give `group` those of `permissions` it lacks, on a `page` or in a `collection`."""
    model = GroupPagePermission if "page" in place else GroupCollectionPermission
    held = model.objects.filter(group=group, **place).values("permission")
    missing = [
        model(group=group, permission=permission, **place)
        for permission in permissions.exclude(pk__in=held)
    ]
    model.objects.bulk_create(missing, ignore_conflicts=True)


def page_permissions(*codenames: str) -> QuerySet[Permission]:
    """Wagtail's permissions on pages."""
    return Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)


def file_permissions(*actions: str) -> QuerySet[Permission]:
    """The permissions for `actions` on images, documents and videos.

    Those of images and documents belong to Wagtail's stock models, whatever model is in use.
    """
    return Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs", "media"],
        codename__in=[f"{action}_{kind}" for action in actions for kind in FILES],
    )


def roles() -> QuerySet[Group]:
    """The groups that are no course's team."""
    return Group.objects.filter(course_team=None)


def grantable() -> QuerySet[Permission]:
    """For the hook `register_permissions`: what a role can be given beside Wagtail's own."""
    return Permission.objects.filter(content_type__app_label="courses", codename="add_coursepage")
