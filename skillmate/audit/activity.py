"""The report "Activity": who did what, for administrators of the site."""

from __future__ import annotations

from uuid import UUID

import django_filters
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.models import ModelLogEntry, PageLogEntry

from learners.profiles.profile import display_name
from web.request_id import UUID_FORM

from ..administrators import AdministratorMenuItem, AdministratorViewMixin
from .kinds import KINDS, of_kind
from .rows import Row, rows

HEADINGS = {
    "at": _("Time (UTC)"),
    "who": _("Who"),
    "actor": _("Account"),
    "what": _("What"),
    "on": _("On what"),
    "request": _("Request"),
}


def _people(request: HttpRequest) -> QuerySet[User]:
    """Those with a role, and whoever was chosen by a link: all accounts would be too many."""
    user_id = request.GET.get("user", "")
    is_number = user_id.isascii() and user_id.isdigit() and len(user_id) < 10
    is_listed = (
        Q(groups__isnull=False) | Q(is_superuser=True) | Q(pk=int(user_id) if is_number else 0)
    )
    return (
        User.objects.filter(is_listed).select_related("profile").distinct().order_by("email", "pk")
    )


class PersonField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return display_name(user)


class PersonFilter(django_filters.ModelChoiceFilter):
    field_class = PersonField


class ActivityFilterSet(WagtailFilterSet):
    user = PersonFilter(label=_("Person"), queryset=_people, method="by_person")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=KINDS, method="by_kind")
    timestamp = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    request = django_filters.CharFilter(label=_("Request"), method="by_request")

    class Meta:
        model = PageLogEntry
        fields: tuple[str, ...] = ()

    def by_person(self, entries: QuerySet, name: str, person: User) -> QuerySet:
        """What they did, and what was done to their account."""
        condition = Q(user=person)
        if entries.model is ModelLogEntry:
            content_type = ContentType.objects.get_for_model(User)
            condition |= Q(content_type=content_type, object_id=f"{person.pk}")
        return entries.filter(condition)

    def by_kind(self, entries: QuerySet, name: str, kind: str) -> QuerySet:
        return entries.filter(of_kind(kind))

    def by_request(self, entries: QuerySet, name: str, text: str) -> QuerySet:
        is_id = UUID_FORM.fullmatch(text.strip())
        return entries.filter(uuid=UUID(text.strip())) if is_id else entries.none()


class ActivityView(AdministratorViewMixin, LogEntriesView):
    """Newest first. Wagtail's site history says less, and to all editors."""

    template_name = "courses/admin/report.html"
    results_template_name = "skillmate/activity_results.html"
    page_title = _("Activity")
    header_icon = "history"
    verbose_name, verbose_name_plural = _("entry"), _("entries")
    index_url_name = "audit:activity"
    index_results_url_name = "audit:activity_results"
    filterset_class = ActivityFilterSet
    export_headings = HEADINGS
    list_export = [*HEADINGS]

    def get_filename(self) -> str:
        return "activity"

    def decorate_paginated_queryset(self, queryset: QuerySet) -> list[Row]:
        """The entries of the page, which Wagtail finds by number only: they are of two tables."""
        keys = [(row["log_model_index"], row["pk"]) for row in queryset]
        entries = {}
        for index, model in enumerate(self.log_models):
            pks = [pk for number, pk in keys if number == index]
            entries_of_model = model.objects.select_related("content_type")
            entries |= {(index, pk): entry for pk, entry in entries_of_model.in_bulk(pks).items()}
        return rows(entries[key] for key in keys if key in entries)

    def to_row_dict(self, item: Row) -> dict[str, object]:
        return {name: getattr(item, name) for name in HEADINGS}


def report_item() -> MenuItem:
    return AdministratorMenuItem(
        _("Activity"), reverse("audit:activity"), name="activity", icon_name="history", order=1050
    )


app_name = "audit"
urlpatterns = [
    path("reports/activity/", ActivityView.as_view(), name="activity"),
    path(
        "reports/activity/results/",
        ActivityView.as_view(results_only=True),
        name="activity_results",
    ),
]
