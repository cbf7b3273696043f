"""The releases of a course, and one of them in detail."""

from __future__ import annotations

from django.core.paginator import Page
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator

from ..models import CoursePage, CourseRelease, CourseReleaseItem
from ..release.authors import editors_since_submission, names_by_page
from .course_view import CourseView
from .finding_groups import waiver_groups

Kind = CourseReleaseItem.Kind


class AboutReleasesView(CourseView):
    @cached_property
    def live(self) -> CourseRelease | None:
        """The one learners see now."""
        return self.course.releases.published().first() if self.course.live else None


class HistoryView(AboutReleasesView):
    template_name = "courses/admin/history.html"
    page_title = _("Releases")
    header_icon = "clipboard-list"
    paginate_by = 20

    @cached_property
    def releases(self) -> Page:
        relations = ("submitted_by", "reviewed_by", "restored_from")
        releases = self.course.releases.select_related(*relations).with_change_count()
        paginator = WagtailPaginator(releases, self.paginate_by)
        return paginator.get_page(self.request.GET.get("p"))

    def get_context_data(self, **kwargs) -> dict:
        for release in self.releases:
            release.is_live = release == self.live
        return super().get_context_data(
            releases=self.releases,
            elided_page_range=self.releases.paginator.get_elided_page_range(self.releases.number),
            may_release=self.tester.can_release(),
            **kwargs,
        )


class OneReleaseView(AboutReleasesView):
    """A page about one release, below the releases of its course."""

    header_icon = "clipboard-list"

    def get_course(self) -> CoursePage:
        releases = self.get_releases().select_related("course", "submitted_by", "reviewed_by")
        self.release = get_object_or_404(releases, pk=self.kwargs["release_id"])
        return self.release.course

    def get_releases(self) -> QuerySet[CourseRelease]:
        return CourseRelease.objects.all()

    def get_breadcrumbs_items(self) -> list[dict]:
        *parents, current = super().get_breadcrumbs_items()
        history_url = reverse("courses_admin:history", args=[self.course.pk])
        return [*parents, {"url": history_url, "label": HistoryView.page_title}, current]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(release=self.release, **kwargs)


class ReleaseView(OneReleaseView):
    template_name = "courses/admin/release.html"

    def get_page_title(self) -> str:
        return capfirst(self.release.name)

    @cached_property
    def items(self) -> list[CourseReleaseItem]:
        """What it changed, the course itself first. Each knows the revision it took the place of,
        as `revision_before`, and who changed it since it was submitted, as `changed_by`."""
        revision_ids = self._revisions_before()
        queryset = self.release.items.exclude(kind=Kind.UNCHANGED, moved=False)
        page_ids = [item.page_id for item in queryset if item.page_id]
        changed_by = names_by_page(editors_since_submission(self.release, page_ids))
        items = sorted(queryset, key=lambda item: item.page_id != self.course.pk)
        for item in items:
            previous_revision_id = revision_ids.get(item.page_id)
            item.changed_by = changed_by.get(item.page_id, ())
            item.revision_before = (
                previous_revision_id if previous_revision_id != item.revision_id else None
            )
        return items

    def get_context_data(self, **kwargs) -> dict:
        self.release.is_live = self.release == self.live
        unchanged = self.release.items.filter(kind=Kind.UNCHANGED, moved=False)
        return super().get_context_data(
            items=self.items,
            unchanged=unchanged.count(),
            waiver_groups=waiver_groups(self.release.waivers.select_related("by", "page")),
            may_release=self.tester.can_release(),
            **kwargs,
        )

    def _revisions_before(self) -> dict[int, int]:
        """By page, what was live when this release was made."""
        releases = self.course.releases.published().filter(
            published_at__lt=self.release.published_at or self.release.submitted_at
        )
        edition = releases.first()
        items = (
            edition.items.exclude(revision=None) if edition else CourseReleaseItem.objects.none()
        )
        return dict(items.values_list("page_id", "revision_id"))
