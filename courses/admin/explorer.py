"""Lists of courses and of a course's lessons, as Wagtail's explorer shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTable,
    PageTitleColumn,
)
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.models import Page, Site

from ..authoring.placement import move_beside
from ..models import CoursePage, CourseRelease, LessonPage
from ..models.exceptions import CourseRefusal
from ..models.permission_testers import cache_is_protected
from ..release.changes import Changes, Row
from ..release.pending_changes import waiting
from .dashboard import OwnCourse
from .page_menus import AuthorMenuMixin

ASIDE = "listing-aside"  # on a phone there is no room for it
TITLE = PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title")
UPDATED = DateColumn(
    "latest_revision_created_at",
    label=_("Updated"),
    sort_key="latest_revision_created_at",
    width="12%",
    classname=ASIDE,
)


class RowTable(PageTable):
    """A table of pages that knows what stands beside each: `row_of` a page, or None."""

    def __init__(self, *args, row_of: Callable[[Page], object], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.row_of = row_of


class RowColumn(Column):
    """What the row of a page says in `field`; the table knows the rows."""

    def __init__(self, name: str, *, field: str, **kwargs) -> None:
        super().__init__(name, accessor=lambda page: "", **kwargs)
        self.field = field

    def get_cell_context_data(self, instance, parent_context) -> dict:
        context = super().get_cell_context_data(instance, parent_context)
        row = parent_context["table"].row_of(instance)
        return {**context, "value": getattr(row, self.field) or ""}


class StateColumn(Column):
    """What is to become of a lesson, or where a course stands."""

    cell_template_name = "courses/admin/explorer/state.html"

    class Media:
        css = {"all": ["css/admin/desk.css"]}

    def get_cell_context_data(self, instance, parent_context) -> dict:
        return {"page": instance, "row": parent_context["table"].row_of(instance)}


class LessonStateColumn(StateColumn):
    def get_cell_context_data(self, instance, parent_context) -> dict:
        context = super().get_cell_context_data(instance, parent_context)
        row = context["row"]
        if row.kind == "unplaced" and row.may_be_placed:
            # A cell is rendered without the request, so its form has to be handed the token.
            context["csrf_token"] = get_token(parent_context["request"])
        return context


class CourseStateColumn(StateColumn):
    cell_template_name = "courses/admin/explorer/course_state.html"


class LessonIndexView(AuthorMenuMixin, ExplorableIndexView):
    """The lessons of a course in the order of its draft curriculum, then those not placed yet."""

    default_ordering = "place"
    table_class = RowTable
    results_template_name = "courses/admin/explorer/lessons.html"
    add_item_label = _("New lesson")
    add_url_name = "courses_admin:new_lesson"

    base_columns = [
        BulkActionsColumn("bulk_actions"),
        RowColumn("place", field="position", label="#", width="4%"),
        TITLE,
        RowColumn("section", field="section", label=_("Section"), classname=ASIDE),
        LessonStateColumn("state", label=_("In the draft")),
        Column(
            "minutes",
            label=_("Minutes"),
            accessor=lambda page: page.minutes or "",
            classname=ASIDE,
        ),
        UPDATED,
        PageStatusColumn(
            "status", label=_("Status"), sort_key="live", width="10%", classname=ASIDE
        ),
    ]

    @cached_property
    def changes(self) -> Changes:
        return Changes(self.parent_page)

    @cached_property
    def rows(self) -> dict[int, Row]:
        return {row.page.pk: row for row in self.changes.lesson_rows}

    @cached_property
    def unplaced_row(self) -> _OtherRow:
        return _OtherRow("unplaced", may_be_placed=self.permissions.can_add_to_curriculum())

    def row_of(self, page: Page) -> Row | _OtherRow:
        if not page.path.startswith(self.parent_page.path):
            return _OtherRow("elsewhere")
        return self.rows.get(page.pk, self.unplaced_row)

    def get_valid_orderings(self) -> list[str]:
        return [*super().get_valid_orderings(), self.default_ordering]

    def get_ordering(self) -> str | None:
        ordering = super().get_ordering()
        if self.is_searching and ordering in (self.default_ordering, self.sort_order_field):
            return "title"  # search cannot sort by place
        if ordering == self.sort_order_field and not self.permissions.can_reorder_children():
            return self.default_ordering
        return ordering

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.ordering not in (self.default_ordering, self.sort_order_field):
            return super().order_queryset(queryset)
        whens = [When(pk=pk, then=index) for index, pk in enumerate(self.rows)]
        default = Value(len(whens))
        return queryset.order_by(Case(*whens, default=default, output_field=IntegerField()), "pk")

    def get_table_kwargs(self) -> dict:
        return {**super().get_table_kwargs(), "row_of": self.row_of}

    def get_table(self, object_list):
        cache_is_protected(object_list)
        share_site_roots(object_list)
        for page in object_list:
            if page.path.startswith(self.parent_page.path):
                # Asked for by every button of every row.
                page.course = page._cached_parent_obj = self.parent_page
        return super().get_table(object_list)

    def get_context_data(self, **kwargs) -> dict:
        course = self.parent_page
        return super().get_context_data(
            changes=self.changes,
            waiting=waiting([course])[course.pk],
            release=course.open_release,
            may_add_lessons=self.permissions.can_add_subpage(),
            may_add_sections=self.permissions.can_add_to_curriculum(),
            may_edit=self.permissions.can_edit(),
            may_reorder=self.permissions.can_reorder_children(),
            is_reordering=self.show_ordering_column,
            **kwargs,
        )


@dataclass(frozen=True)
class _OtherRow:
    """The row of a page that is not in the draft curriculum: "unplaced", or "elsewhere" when the
    search went beyond the course."""

    kind: str
    may_be_placed: bool = False
    position: int | None = None
    section: str = ""
    moved: bool = False
    renamed_from: str = ""


class CourseIndexView(AuthorMenuMixin, ExplorableIndexView):
    """All courses, with what waits in each."""

    base_columns = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        CourseStateColumn("state", label=_("State")),
        UPDATED,
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="10%"),
    ]

    table_class = RowTable

    def row_of(self, page: Page) -> OwnCourse | None:
        return self.own_courses.get(page.pk)

    def get_table_kwargs(self) -> dict:
        return {**super().get_table_kwargs(), "row_of": self.row_of}

    def get_table(self, object_list):
        courses = [page for page in object_list if isinstance(page, CoursePage)]
        counts, newest = waiting(courses), _newest_releases(courses)
        cache_is_protected(courses)
        share_site_roots(courses)
        self.own_courses = {
            course.pk: OwnCourse(course, counts[course.pk], newest.get(course.pk))
            for course in courses
        }
        for course in courses:
            # Asked for by every button of every row.
            release = newest.get(course.pk)
            course._cached_parent_obj = self.parent_page
            course.open_release = release if release and release.is_open else None
        return super().get_table(object_list)


def share_site_roots(pages: Iterable[Page]) -> None:
    """Wagtail asks the cache for them once a page, to say where it is."""
    roots = Site.get_site_root_paths()
    for page in pages:
        page._wagtail_cached_site_root_paths = roots


def _newest_releases(courses: list[CoursePage]) -> dict[int, CourseRelease]:
    releases = CourseRelease.objects.filter(course__in=[course.pk for course in courses])
    return {release.course_id: release for release in releases.order_by("submitted_at", "pk")}


class LessonPositionView(View):
    """Dragging a lesson in the list puts it there in the draft curriculum."""

    def post(self, request: HttpRequest, page_to_move_id: int) -> HttpResponse:
        lesson = get_object_or_404(LessonPage, pk=page_to_move_id)
        try:
            place = int(request.GET.get("position", ""))
        except ValueError:
            place = None
        try:
            move_beside(lesson.course, lesson, place, by=request.user)
        except CourseRefusal as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        return HttpResponse("")
