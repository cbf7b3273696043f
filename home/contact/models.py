from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactMessageQuerySet(models.QuerySet):
    def unread(self) -> "ContactMessageQuerySet":
        return self.filter(read_at=None)

    def open(self) -> "ContactMessageQuerySet":
        """Read, and answered by nobody."""
        return self.exclude(read_at=None).filter(answers=None)

    def answered(self) -> "ContactMessageQuerySet":
        return self.filter(answers__isnull=False).distinct()


class ContactMessage(models.Model):
    """What somebody wrote through the contact form. `read_at` is None while nobody says that they
    have read it."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    subject = models.CharField(_("subject"), max_length=160)
    message = models.TextField(_("message"), max_length=5000)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True, editable=False)

    objects = ContactMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact message")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.subject

    @property
    def state(self) -> str:
        """In words. Asks for `answers`, which lists prefetch."""
        if self.answers.all():
            return str(_("Answered"))
        return str(_("Read")) if self.read_at else str(_("Unread"))


class ContactAnswer(models.Model):
    """What was answered, by mail. `by` is None when there is no such account any more."""

    message = models.ForeignKey(ContactMessage, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("answer"), max_length=5000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("answer to a contact message")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"Answer to {self.message_id}"
