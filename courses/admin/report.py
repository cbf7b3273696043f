"""All releases of all courses: filtered, and as a spreadsheet."""

from __future__ import annotations

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from web.text_direction import isolated

from ..models import CoursePage, CourseRelease
from .release_spreadsheet import headings, name_of, release_row


def _courses(request: HttpRequest) -> QuerySet[CoursePage]:
    releases = CourseRelease.objects.for_user(request.user)
    return CoursePage.objects.filter(pk__in=releases.values("course")).order_by("title")


def _reviewers(request: HttpRequest) -> QuerySet:
    releases = CourseRelease.objects.for_user(request.user)
    users = get_user_model().objects.filter(pk__in=releases.values("reviewed_by"))
    return users.order_by("email", "pk")


class ReleaseFilterSet(WagtailFilterSet):
    course = django_filters.ModelChoiceFilter(queryset=_courses)
    reviewed_by = django_filters.ModelChoiceFilter(queryset=_reviewers)
    submitted_at = django_filters.DateFromToRangeFilter(widget=DateRangePickerWidget)
    published_at = django_filters.DateFromToRangeFilter(widget=DateRangePickerWidget)

    class Meta:
        model = CourseRelease
        fields = ["course", "status", "change", "reviewed_by", "submitted_at", "published_at"]


class ReleasesReportView(ReportView):
    """Editors see all releases; those on a team see the releases of their courses."""

    model = CourseRelease
    template_name = "courses/admin/report.html"
    table_classname = "listing release-report"
    page_title = gettext_lazy("Releases")
    header_icon = "clipboard-list"
    index_url_name = "courses_admin:releases_report"
    index_results_url_name = "courses_admin:releases_report_results"
    filterset_class = ReleaseFilterSet
    default_ordering = "-submitted_at"
    any_permission_required = ["add", "change", "publish"]
    permission_policy = policy_registry.get_by_type(Page)
    export_filename = "releases"
    columns = [
        TitleColumn(
            "release",
            label=gettext_lazy("Release"),
            accessor=lambda release: (
                f"{isolated(release.course.get_admin_display_title())}: {release.name}"
            ),
            get_url=lambda release: reverse("courses_admin:release", args=[release.pk]),
            sort_key="course__title",
        ),
        Column(
            "status",
            label=gettext_lazy("Status"),
            accessor=lambda release: capfirst(release.get_status_display()),
            sort_key="status",
        ),
        Column(
            "pages", label=gettext_lazy("Pages"), accessor=lambda release: page_counts_text(release)
        ),
        DateColumn("submitted_at", label=gettext_lazy("Submitted"), sort_key="submitted_at"),
        Column(
            "by", label=gettext_lazy("By"), accessor=lambda release: name_of(release.submitted_by)
        ),
        Column(
            "reviewed_by",
            label=gettext_lazy("Reviewed by"),
            accessor=lambda release: name_of(release.reviewed_by),
        ),
        DateColumn("published_at", label=gettext_lazy("Published"), sort_key="published_at"),
        Column("waiver_count", label=gettext_lazy("Waived"), sort_key="waiver_count"),
    ]

    def get_base_queryset(self) -> QuerySet[CourseRelease]:
        releases = CourseRelease.objects.for_user(self.request.user).with_page_counts()
        queryset = releases.select_related("course", "restored_from", "submitted_by", "reviewed_by")
        return queryset.prefetch_related("waivers")

    @property
    def list_export(self) -> list[str]:
        return headings()

    def to_row_dict(self, item: CourseRelease) -> dict[str, object]:
        return release_row(item)

    def get_heading(self, queryset: QuerySet, field: str) -> str:
        return field


def page_counts_text(release: CourseRelease) -> str:
    counts = [
        (release.new_count, _("%(number)s new")),
        (release.changed_count, _("%(number)s changed")),
        (release.removed_count, _("%(number)s removed")),
        (release.moved_count, _("%(number)s moved")),
    ]
    return ", ".join(text % {"number": number} for number, text in counts if number)


class ReleasesReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        policy = ReleasesReportView.permission_policy
        return policy.user_has_any_permission(
            request.user, ReleasesReportView.any_permission_required
        )


def report_item() -> MenuItem:
    return ReleasesReportItem(
        gettext_lazy("Releases"),
        reverse("courses_admin:releases_report"),
        name="releases",
        icon_name="clipboard-list",
        order=600,
    )
