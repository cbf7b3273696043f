"""One page of a course beside what is live, or beside what was submitted the last time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.compare import StreamFieldComparison
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page, Revision

from ..blocks.comparison import FoldedComparison
from ..curriculum.comparison import OutlineComparison
from ..models.release import CourseReleaseItem
from ..release.changes import Row
from .changes_table import ChangesTable, ShownRow, previous_submission
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
        previous = previous_submission(self.course, self.standing.release)
        return ChangesTable(self.changes, previous=previous)

    @cached_property
    def comparable(self) -> list[ShownRow]:
        """The rows that can be compared with the same, in the order of the review."""
        rows = (shown for group in self.table.groups for shown in group.rows)
        if self.kwargs["against"] == SUBMISSION:
            return [shown for shown in rows if shown.differs_from_submission]
        return [shown for shown in rows if shown.has_live_version]

    @cached_property
    def row(self) -> Row:
        wanted = self.kwargs["page_id"]
        found = (each.row for each in self.comparable if each.row.page.pk == wanted)
        if row := next(found, None):
            return row
        raise Http404("There is nothing to compare this page with.")

    def get_page_subtitle(self) -> str:
        return self.row.title

    @property
    def header_buttons(self) -> list[HeaderButton]:
        review = _("Back to the review"), reverse("courses_admin:review", args=[self.course.pk])
        submit = _("Back to submission"), reverse("courses_admin:submit", args=[self.course.pk])
        label, url = review if self.standing.is_in_review else submit
        return [HeaderButton(label, url=f"{url}#row-{self.row.page.pk}", icon_name="arrow-left")]

    def get_context_data(self, **kwargs) -> dict:
        before, heading = self._before()
        return super().get_context_data(
            row=self.row,
            comparison=self._comparison(before, self._after()),
            before_heading=heading,
            previous_row=self._beside(-1),
            next_row=self._beside(1),
            **kwargs,
        )

    def _beside(self, step: int) -> Row | None:
        rows = [shown.row for shown in self.comparable]
        at = rows.index(self.row) + step
        return rows[at] if 0 <= at < len(rows) else None

    def _before(self) -> tuple[Page, str]:
        if self.kwargs["against"] == LIVE:
            return type(self.row.page).objects.get(pk=self.row.page.pk), _("Live")
        item = self._items.select_related("revision").get(page_id=self.row.page.pk)
        return item.revision.as_object(), self.table.previous.name

    def _after(self) -> Page:
        return Revision.objects.get(pk=self.row.revision_id).as_object()

    @property
    def _items(self):
        return CourseReleaseItem.objects.filter(release=self.table.previous)

    def _comparison(self, before: Page, after: Page) -> list:
        """As Wagtail's own view of two revisions, with less to read."""
        panel = type(after).get_edit_handler()
        bound = panel.get_bound_panel(instance=after, request=self.request, form=None)
        found = [compare(before, after) for compare in bound.get_comparison()]
        for at, each in enumerate(found):
            if isinstance(each, OutlineComparison):
                each.titles = self._titles()
            if type(each) is StreamFieldComparison:
                found[at] = FoldedComparison(each.field, before, after)
        return [each for each in found if each.has_changed()]

    def _titles(self) -> dict[int, tuple[str, str]]:
        """What lessons were called then and are called now."""
        now = {row.page.pk: (row.page.title, row.title) for row in self.changes.lesson_rows}
        if self.kwargs["against"] == LIVE:
            return now
        then = dict(self._items.values_list("page_id", "title"))
        return {pk: (then.get(pk, was), title) for pk, (was, title) in now.items()}
