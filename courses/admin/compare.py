"""One page of a course beside what is live, or beside what was submitted the last time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page, Revision

from web.text_direction import isolated

from ..comparison.references import share_references
from ..curriculum.comparison import OutlineComparison
from ..models import CoursePage
from ..models.dangling_references import restore_deleted
from ..models.release import CourseReleaseItem
from ..release.changes import Row
from .changes_table import ChangesTable, TableRow, previous_submission
from .reviewed_course import ReviewedCourseView

LIVE, SUBMISSION = "live", "submission"


class CompareView(ReviewedCourseView):
    """For all who may look at the review: some of them may not open the page's own editor."""

    page_title = _("Compare")
    header_icon = "history"
    template_name = "courses/admin/compare.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if kwargs["against"] not in (LIVE, SUBMISSION):
            raise Http404("There is nothing of that name to compare with.")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def table(self) -> ChangesTable:
        previous = previous_submission(self.course, self.review_status.release)
        return ChangesTable(self.changes, previous=previous)

    @cached_property
    def comparable(self) -> list[TableRow]:
        """The rows that can be compared with the same, in the order of the review."""
        rows = (table_row for group in self.table.groups for table_row in group.rows)
        if self.kwargs["against"] == SUBMISSION:
            return [table_row for table_row in rows if table_row.differs_from_submission]
        return [table_row for table_row in rows if table_row.has_live_version]

    @cached_property
    def row(self) -> Row:
        page_id = self.kwargs["page_id"]
        rows = (table_row.row for table_row in self.comparable if table_row.row.page.pk == page_id)
        if row := next(rows, None):
            return row
        raise Http404("There is nothing to compare this page with.")

    def get_page_subtitle(self) -> str:
        return isolated(self.row.title)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        review = _("Back to the review"), reverse("courses_admin:review", args=[self.course.pk])
        submit = _("Back to submission"), reverse("courses_admin:submit", args=[self.course.pk])
        label, url = review if self.review_status.is_in_review else submit
        return [HeaderButton(label, url=f"{url}#row-{self.row.page.pk}", icon_name="arrow-left")]

    def get_context_data(self, **kwargs) -> dict:
        before, heading = self._version_before()
        return super().get_context_data(
            row=self.row,
            page_fingerprint=self._page_fingerprint(),
            comparison=self._comparison(before, self._version_after()),
            before_heading=heading,
            previous_row=self._neighbour(-1),
            next_row=self._neighbour(1),
            **kwargs,
        )

    def _page_fingerprint(self) -> str:
        """Of what is shown here, for its reviewer to tick; empty for all others."""
        if not self.review_status.is_reviewer:
            return ""
        return self.changes.page_fingerprints[self.row.page.pk]

    def _neighbour(self, step: int) -> Row | None:
        rows = [table_row.row for table_row in self.comparable]
        index = rows.index(self.row) + step
        return rows[index] if 0 <= index < len(rows) else None

    def _version_before(self) -> tuple[Page, str]:
        if self.kwargs["against"] == LIVE:
            return type(self.row.page).objects.get(pk=self.row.page.pk), _("Live")
        item = self._items.select_related("revision").get(page_id=self.row.page.pk)
        return _as_written(item.revision), self.table.previous.name

    def _version_after(self) -> Page:
        return _as_written(Revision.objects.get(pk=self.row.revision_id))

    @property
    def _items(self):
        return CourseReleaseItem.objects.filter(release=self.table.previous)

    def _comparison(self, before: Page, after: Page) -> list:
        """Of the fields that differ, in the order of the editor."""
        panel = type(after).get_edit_handler()
        bound_panel = panel.get_bound_panel(instance=after, request=self.request, form=None)
        comparisons = [
            comparison_class(before, after) for comparison_class in bound_panel.get_comparison()
        ]
        share_references(comparisons)
        for comparison in comparisons:
            if isinstance(comparison, OutlineComparison):
                comparison.titles = self._titles()
        return [comparison for comparison in comparisons if comparison.has_changed()]

    def _titles(self) -> dict[int, tuple[str, str]]:
        """What lessons were called then and are called now."""
        titles = {row.page.pk: (row.page.title, row.title) for row in self.changes.lesson_rows}
        if self.kwargs["against"] == LIVE:
            return titles
        previous_titles = dict(self._items.values_list("page_id", "title"))
        return {
            pk: (previous_titles.get(pk, live_title), title)
            for pk, (live_title, title) in titles.items()
        }


def _as_written(revision: Revision) -> Page:
    page = revision.as_object()
    if isinstance(page, CoursePage):
        restore_deleted(page, revision.content)
    return page
