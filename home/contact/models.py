from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactMessage(models.Model):
    """What somebody wrote through the contact form."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    subject = models.CharField(_("subject"), max_length=160)
    message = models.TextField(_("message"), max_length=5000)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("contact message")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
