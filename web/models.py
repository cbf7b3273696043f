from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sites.models import Site as DomainSite
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable, Site

# What is due and has not left after so long waits for more than its turn.
DELAYED_AFTER = timedelta(minutes=10)
# What was written later than that is from a clock that was put right since.
CLOCK_ERROR = timedelta(hours=1)


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self) -> OutgoingMailQuerySet:
        return self.filter(sent_at=None, failed_at=None)

    def due(self, at: datetime) -> OutgoingMailQuerySet:
        """What may be claimed at that moment, first things first."""
        unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=at)
        # Or it was written while the clock was ahead.
        is_time = Q(not_before__lte=at) | Q(created_at__gt=at + CLOCK_ERROR)
        return self.waiting().filter(unclaimed, is_time).order_by("priority", "pk")

    def delayed(self) -> OutgoingMailQuerySet:
        """What should have left `DELAYED_AFTER` ago."""
        return self.waiting().filter(created_at__lt=timezone.now() - DELAYED_AFTER)

    def failed(self) -> OutgoingMailQuerySet:
        """What has been given up."""
        return self.exclude(failed_at=None)


class OutgoingMail(models.Model):
    """A message that the worker sends, written in the transaction of what it tells.

    Of one that can be made again there are `kind` and `context`, the ids it is made from; any other
    is `sealed` until it has left. A row with a kind, without `user` and without `sealed` is about
    something that happened: the worker finds out whom to tell, and puts a row for each into its
    place.
    """

    class Priority(models.IntegerChoices):
        """In this order they leave."""

        ACCOUNT = 0, _("Accounts: somebody waits for it")
        NORMAL = 10, _("Normal")
        BULK = 20, _("Many at once")

    kind = models.CharField(max_length=100)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    context = models.JSONField(default=dict, blank=True)
    sealed = models.TextField(blank=True)
    # Stands for the address without telling it; empty where only the worker knows whom to tell.
    address_digest = models.CharField(max_length=64, blank=True)
    # What it is about, where that must not be told twice.
    key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    # Part of its Message-ID: the same at each try, so that a mailbox can drop a double.
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    priority = models.SmallIntegerField(choices=Priority, default=Priority.NORMAL)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    # Of the last try, without addresses; empty once it has left.
    error = models.CharField(max_length=300, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        indexes = [
            # All that the worker asks every second.
            models.Index(
                fields=["priority", "id"],
                condition=Q(sent_at=None, failed_at=None),
                name="outgoing_mail_waiting",
            ),
            models.Index(fields=["address_digest", "created_at"], name="outgoing_mail_address"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_event(self) -> bool:
        """Whether whom it tells is yet to be found out."""
        return not self.sealed and self.user_id is None


class SiteChange(models.Model):
    """A transaction changed something that visitors may see (`page_cache/site_version.py`)."""

    token = models.BigIntegerField(editable=False)

    class Meta:
        verbose_name = _("change of the public site")
        verbose_name_plural = _("changes of the public site")

    def __str__(self) -> str:
        return f"{self.pk}"


@register_setting(icon="cog", order=100)
class SiteSettings(BaseGenericSetting, ClusterableModel):
    """What every page shows around its own text. One row; `web.site_frame` reads it."""

    name = models.CharField(
        _("name of the site"),
        max_length=60,
        blank=True,
        help_text=_(
            "Beside the logo, in the title of each page and in e-mails. Left empty, the site is "
            "called as it was installed."
        ),
    )
    footer_text = models.CharField(
        _("footer text"),
        max_length=300,
        blank=True,
        help_text=_("A line at the foot of each page, such as who runs the site."),
    )

    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldPanel("footer_text"), InlinePanel("footer_links", heading=_("Footer links"))],
            heading=_("Footer"),
        ),
        HelpPanel(
            content=_(
                "The main menu shows the pages below the home page that have “Show in menus” "
                "ticked, in their order: open the home page under Pages and choose “Sort menu "
                "order” to drag them."
            ),
            heading=_("Main menu"),
        ),
    ]

    class Meta:
        verbose_name = _("site name and footer")

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        spread_site_name(self.name or settings.WAGTAIL_SITE_NAME)


class FooterLink(Orderable):
    """A link at the foot of each page: to a page, or to any address."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="footer_links")
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("It is linked while it is published and open to everybody."),
    )
    url = models.URLField(_("or another address"), blank=True)
    label = models.CharField(
        _("text"), max_length=60, blank=True, help_text=_("Without one, the title of the page.")
    )

    panels = [FieldPanel("page"), FieldPanel("url"), FieldPanel("label")]

    def __str__(self) -> str:
        return self.label or self.url or str(self.page)

    def clean(self) -> None:
        super().clean()
        if bool(self.page_id) == bool(self.url):
            raise ValidationError(
                {"page": _("Choose a page, or enter an address below, but not both.")}
            )
        if self.url and not self.label:
            raise ValidationError({"label": _("Say what the link is called.")})


def spread_site_name(name: str) -> None:
    """To the rows by which Wagtail's dashboard and allauth call the site."""
    Site.objects.filter(is_default_site=True).exclude(site_name=name).update(site_name=name)
    DomainSite.objects.filter(pk=settings.SITE_ID).exclude(name=name).update(name=name[:50])
    DomainSite.objects.clear_cache()
