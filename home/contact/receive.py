"""A message from the contact form: kept, then mailed."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from web.mail import Message, send
from web.rate_limits import is_limited

from .forms import ContactForm
from .models import ContactMessage

REPEATED = timedelta(hours=1)  # within this time


def receive(form: ContactForm, *, request: HttpRequest) -> bool:
    """Store and mail a valid message; True when the sender may be thanked.

    A message that fills the honeypot is thanked for and thrown away. Over the limit nothing is
    kept, and the form says when to try again.
    """
    if not form.is_valid():
        return False
    if form.is_spam:
        return True
    if is_limited(request, group="contact", key="ip"):
        form.add_error(None, _("You have sent several messages. Please try again in an hour."))
        return False
    _store(form)
    return True


@transaction.atomic
def _store(form: ContactForm) -> None:
    """What is sent twice, by a second press of the button, is one message."""
    fields = {name: value for name, value in form.cleaned_data.items() if name != "website"}
    lately = timezone.now() - REPEATED
    if ContactMessage.objects.filter(**fields, created_at__gt=lately).exists():
        return
    message = ContactMessage.objects.create(**fields)
    context = {"message": message, "sender": f"{message.name} <{message.email}>"}
    mail = Message("home/mail/contact", context)
    send(mail, settings.CONTACT_EMAIL, reply_to=[message.email])
