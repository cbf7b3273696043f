"""Mail that has not left: on the dashboard, and the report "Mail" of administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.reports import ReportView

from courses.models.permission_testers import may_publish
from learners.profiles.profile import display_name
from web.encryption import InvalidToken
from web.models import OutgoingMail
from web.outbox.delivery import open_sealed
from web.outbox.repeating import forget, send_again

from .administrators import AdministratorMenuItem, AdministratorViewMixin, require_administrator

# Of mail that is made when it leaves; any other has a subject.
KINDS = {
    "release_submitted": gettext_lazy("A course was submitted for review"),
    "release_changes_requested": gettext_lazy("Changes to a course were requested"),
    "release_approved": gettext_lazy("A release was approved"),
    "release_published": gettext_lazy("A release went live"),
    "release_cancelled": gettext_lazy("A release was cancelled"),
    "release_stalled": gettext_lazy("Nobody can decide on a review"),
    "release_failed": gettext_lazy("A release did not go live at the scheduled time"),
}


@dataclass(frozen=True)
class Row:
    mail: OutgoingMail
    subject: str
    recipient: str  # empty while it is yet to be found out


def row(mail: OutgoingMail) -> Row:
    try:
        message = open_sealed(mail)
    except InvalidToken:
        return Row(mail, _("Sealed under another SECRET_KEY: nobody can read it"), "–")
    except Exception:  # of another version: it must not keep the others from being seen
        return Row(mail, _("Nobody can read it"), "–")
    if message is not None:
        return Row(mail, message.subject, ", ".join(message.recipients()))
    subject = KINDS.get(mail.kind, mail.kind.replace("_", " "))
    return Row(mail, str(subject), display_name(mail.user) if mail.user else "")


@dataclass(frozen=True)
class Trouble:
    """`delayed` and `failed` are numbers of messages, `since` is the oldest delayed one's time;
    `is_moving` while others leave."""

    delayed: int
    since: datetime | None
    failed: int
    error: str
    is_moving: bool


def trouble() -> Trouble:
    """In three queries."""
    delayed = OutgoingMail.objects.delayed().aggregate(
        number=Count("pk"), since=Min("created_at"), error=Max("error")
    )
    failed = OutgoingMail.objects.failed().count()
    minute_ago = timezone.now() - timedelta(minutes=1)
    is_moving = OutgoingMail.objects.filter(sent_at__gt=minute_ago).exists()
    error = delayed["error"] or ""
    return Trouble(delayed["number"], delayed["since"], failed, error, is_moving)


class MailPanel(Component):
    """On the dashboard when there is something to do about. Editors are told what was given up,
    and nothing of it: what mail says is for who gets it, and for administrators."""

    order = 105
    template_name = "skillmate/mail_panel.html"

    def get_context_data(self, parent_context: dict) -> dict:
        may_manage, found = parent_context["request"].user.is_superuser, trouble()
        is_shown = bool(found.failed or (may_manage and found.delayed))
        return {"trouble": found, "may_manage": may_manage, "is_shown": is_shown}

    class Media:
        css = {"all": ["css/admin/desk.css"]}


def construct_panels(request: HttpRequest, panels: list[Component]) -> None:
    """For the hook `construct_homepage_panels`."""
    if may_publish(request.user):
        panels.append(MailPanel())


class MailReportView(AdministratorViewMixin, ReportView):
    model = OutgoingMail
    template_name = "courses/admin/report.html"
    results_template_name = "skillmate/mail_results.html"
    page_title = gettext_lazy("Mail")
    header_icon = "mail"
    index_url_name = "mail:report"
    index_results_url_name = "mail:report_results"
    default_ordering = "-created_at"
    columns: list = []  # the template has them

    def get_base_queryset(self) -> QuerySet[OutgoingMail]:
        return OutgoingMail.objects.filter(sent_at=None).select_related("user__profile")

    def get_context_data(self, *args, **kwargs) -> dict:
        context = super().get_context_data(*args, **kwargs)
        return {**context, "rows": [row(mail) for mail in context["object_list"]]}


@require_POST
def send_again_view(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One message, or all of them."""
    require_administrator(request)
    number = send_again(_chosen(pk))
    if not number:
        messages.info(request, _("Nothing waits any more: it has left, or is leaving right now."))
        return redirect("mail:report")
    text = ngettext(
        "%(number)d message is being sent again.",
        "%(number)d messages are being sent again.",
        number,
    )
    messages.success(request, text % {"number": number})
    return redirect("mail:report")


@require_POST
def forget_view(request: HttpRequest, pk: int) -> HttpResponse:
    require_administrator(request)
    if forget(_chosen(pk)):
        messages.success(request, _("The message is deleted."))
    else:
        messages.info(request, _("There is no such message any more: it has left or is deleted."))
    return redirect("mail:report")


def _chosen(pk: int | None) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(pk=pk) if pk else OutgoingMail.objects.all()


def report_item() -> MenuItem:
    return AdministratorMenuItem(
        _("Mail"), reverse("mail:report"), name="mail", icon_name="mail", order=1060
    )


app_name = "mail"
urlpatterns = [
    path("reports/mail/", MailReportView.as_view(), name="report"),
    path("reports/mail/results/", MailReportView.as_view(results_only=True), name="report_results"),
    path("reports/mail/again/", send_again_view, name="send_all_again"),
    path("reports/mail/<int:pk>/again/", send_again_view, name="send_again"),
    path("reports/mail/<int:pk>/forget/", forget_view, name="forget"),
]
