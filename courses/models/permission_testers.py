"""Who may do what to courses and lessons, beyond what Wagtail's page permissions say."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import PROTECT, Exists, OuterRef, Q, QuerySet
from wagtail.models import Page, PagePermissionTester
from wagtail.permissions import policy_registry

MODEL_NAMES = ("CoursePage", "LessonPage")
MOST_AT_ONCE = 100  # SQLite reads no condition of a thousand parts


def may_publish(user: AbstractBaseUser) -> bool:
    """Whether there are pages `user` may publish, whichever they are."""
    return policy_registry.get_by_type(Page).user_has_permission(user, "publish")


def publishable_pages(user: AbstractBaseUser) -> QuerySet[Page]:
    """Those `user` may publish, courses by releasing them."""
    return policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")


def is_protected(page: Page) -> bool:
    """Whether rows elsewhere forbid that `page` or a page below it goes.

    Pages of a list know already, see `cache_is_protected`.
    """
    if hasattr(page, "is_protected"):
        return page.is_protected
    return is_protected_by_records(page) or is_protected_by_releases(page)


def is_protected_by_records(page: Page) -> bool:
    """Because of what learners did."""
    return any(queryset.exists() for queryset in _paths_in_records([page]))


def is_protected_by_releases(page: Page) -> bool:
    """Because a release that is open or was live has it."""
    return _paths_in_releases([page]).exists()


def cache_is_protected(pages: Iterable[Page]) -> None:
    """Let each of `pages` know without queries of its own.

    Nearly every page of a list is in a release itself, or has learners: one query says it of all.
    Only of the others it is asked what is below them.
    """
    pages = list(pages)
    protected_ids = _protected_by_themselves([page.pk for page in pages])
    for page in pages:
        page.is_protected = page.pk in protected_ids
    parents = [page for page in pages if page.numchild and not page.is_protected]
    for start in range(0, len(parents), MOST_AT_ONCE):
        _cache_by_paths(parents[start : start + MOST_AT_ONCE])


def _protected_by_themselves(keys: list[int]) -> set[int]:
    page = OuterRef("pk")
    named = [rows.filter(**{field: page}) for rows, field in _records()]
    condition = reduce(or_, map(Exists, [_protected_releases().filter(items__page=page), *named]))
    return set(Page.objects.filter(condition, pk__in=keys).values_list("pk", flat=True))


def _cache_by_paths(pages: list[Page]) -> None:
    first, *others = _paths_in_records(pages)
    protected_paths = set(first.union(_paths_in_releases(pages), *others))
    for page in pages:
        page.is_protected = any(path.startswith(page.path) for path in protected_paths)


def _paths_in_records(pages: list[Page]) -> Iterator[QuerySet]:
    for rows, field in _records():
        yield _paths(rows, f"{field}__path", pages)


def _records() -> Iterator[tuple[QuerySet, str]]:
    """Asks the PROTECT relations of courses and lessons, so that this app need not know which
    apps keep records."""
    for model in (apps.get_model("courses", name) for name in MODEL_NAMES):
        for relation in model._meta.related_objects:
            related_model, is_own = relation.related_model, relation.model is model
            if (
                is_own
                and relation.on_delete is PROTECT
                and related_model._meta.app_label != "courses"
            ):
                yield related_model._base_manager.order_by(), relation.field.name


def _paths_in_releases(pages: list[Page]) -> QuerySet:
    return _paths(_protected_releases(), "items__page__path", pages)


def _protected_releases() -> QuerySet:
    return apps.get_model("courses", "CourseRelease").objects.protected().order_by()


def _paths(rows: QuerySet, field: str, pages: list[Page]) -> QuerySet:
    """At or below that of any of `pages`.

    By interval, which databases look up in their index; they read all paths for a beginning.
    """
    intervals = (
        Q(**{f"{field}__range": (page.path, page.path + "Z" * page.steplen)}) for page in pages
    )
    return rows.filter(reduce(or_, intervals)).values_list(field, flat=True)


def can_take_lessons(course: Page, user: AbstractBaseUser) -> bool:
    """Whether `user` may bring a lesson to `course` now: its review may keep them out."""
    return course.specific.permissions_for_user(user).can_add_subpage()


def can_see_draft(page: Page, user: AbstractBaseUser) -> bool:
    """Whether `user` may open `page` in the editor now, whatever they could when they came to it.

    What is written by mail about a draft goes to nobody else.
    """
    # Nobody has it who is switched off.
    can_access_admin = user.has_perm("wagtailadmin.access_admin")
    return can_access_admin and page.permissions_for_user(user).can_edit()


class KeepingPermissionTester(PagePermissionTester):
    """Keeps what learners did: their course or lesson is unpublished or archived, not deleted.

    For every page that courses can stand below, or they would go with it.
    """

    def can_delete(self, ignore_bulk=False):
        return super().can_delete(ignore_bulk) and not is_protected(self.page)


class CatalogueTester(KeepingPermissionTester):
    """For the catalogue: a course below it is made as a draft, never published with a button."""

    def can_publish_subpage(self):
        return False


class _ReleasedTester(KeepingPermissionTester):
    """A course goes live with its lessons, by a release. No button publishes one page of it."""

    @property
    def course(self):
        raise NotImplementedError

    def can_publish(self):
        return False

    def can_publish_subpage(self):
        return False

    def can_move(self):
        # Asked before deletion's own rules, as an administrator passes those.
        return not self.course.open_release and super().can_move()

    def can_move_to(self, destination):
        # Wagtail lets an administrator through without asking `can_move()`.
        return self.can_move() and super().can_move_to(destination)

    def can_delete(self, ignore_bulk=False):
        return not self.course.open_release and super().can_delete(ignore_bulk)

    def _is_closed_to_user(self) -> bool:
        """Whether the review keeps this user out. Locks alone do not: Wagtail asks them seldom."""
        lock = self.course.get_lock()
        return bool(lock and lock.for_user(self.user))


class CoursePermissionTester(_ReleasedTester):
    @property
    def course(self):
        return self.page

    def can_release(self) -> bool:
        """Whether the user may make this course public, by releasing it."""
        user = self.user
        return user.is_active and (user.is_superuser or "publish" in self.permissions)

    def can_delete(self, ignore_bulk=False):
        """With its lessons, an editor deletes what learners never saw. (Wagtail asks for the right
        to delete in bulk, which nobody has.)"""
        was_public = self.page.live or self.page.first_published_at
        return super().can_delete(ignore_bulk or bool(not was_public and self.can_release()))

    def can_manage_team(self) -> bool:
        """Whether the user decides who edits the course: its team and editors, not reviewers."""
        user = self.user
        return user.is_active and (user.is_superuser or "change" in self.permissions)

    def can_set_view_restrictions(self):
        return self.can_release()

    def can_unschedule(self):
        return self.can_release()

    def can_unpublish(self):
        """An editor can take a course offline at any time, a review under way or not."""
        return self.page.live and self.can_release()

    def can_add_subpage(self):
        return super().can_add_subpage() and not self._is_closed_to_user()

    def can_reorder_children(self):
        """Lessons are put in order in the draft curriculum, which is editing the course."""
        return self.can_edit() and not self._is_closed_to_user()

    def can_add_to_curriculum(self) -> bool:
        """Whether a lesson can be placed with one press. Nothing is added to an open release."""
        return self.can_reorder_children() and not self.page.open_release


class LessonPermissionTester(_ReleasedTester):
    @property
    def course(self):
        return self.page.course

    def can_move_to(self, destination):
        """A course that is closed to new lessons is closed to those from elsewhere, too."""
        return super().can_move_to(destination) and can_take_lessons(destination, self.user)

    def can_edit(self):
        """Reviewers of the current step reach the lesson as Wagtail lets them reach the course."""
        return super().can_edit() or self._is_reviewer()

    def can_delete(self, ignore_bulk=False):
        """As Wagtail says, without its query for pages below, one a lesson: there are none."""
        return self._may_delete() and not self.course.open_release and not is_protected(self.page)

    def _may_delete(self) -> bool:
        user, page = self.user, self.page
        if not user.is_active or user.is_superuser:
            return user.is_active
        may_edit = "change" in self.permissions or (
            "add" in self.permissions and page.owner_id == user.pk
        )
        return may_edit and (not page.live or "publish" in self.permissions)

    def _is_reviewer(self) -> bool:
        task = self.user.is_active and self.course.current_workflow_task
        return bool(task and task.user_can_access_editor(self.course, self.user))

    def can_unpublish(self):
        """Taking a lesson out is part of a release: one removes it from the curriculum."""
        return False

    def can_set_view_restrictions(self):
        return False

    def can_unschedule(self):
        return False

    def can_submit_for_moderation(self):
        return False
