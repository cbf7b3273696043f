"""What `make deploy-check` says of a site that works and yet fails somebody: nothing else would."""

from email.utils import parseaddr

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from .operations.error_reports import is_anybody_told

# Of the defaults, which make a site that can be tried without any variable.
EXAMPLE_DOMAIN = "@example.com"
ADDRESSES = {
    "CONTACT_EMAIL": "messages of the contact form go there",
    "SECURITY_CONTACT": "/.well-known/security.txt sends people there",
    "DEFAULT_FROM_EMAIL": "mail is sent from there",
}


@register(Tags.security, deploy=True)
def check_contact_addresses(app_configs, **options) -> list[CheckMessage]:
    return [
        Warning(
            f"{name} is {getattr(settings, name)}, an address of nobody's, and {purpose}.",
            hint=f"Set {name} in the environment.",
            id="skillmate.W001",
        )
        for name, purpose in ADDRESSES.items()
        if parseaddr(getattr(settings, name))[1].lower().endswith(EXAMPLE_DOMAIN)
    ]


@register(Tags.security, deploy=True)
def check_email_backend(app_configs, **options) -> list[CheckMessage]:
    if not settings.MAIL_TRANSPORT.endswith(".console.EmailBackend"):
        return []
    message = "Mail is printed instead of sent: nobody can confirm an address or reset a password."
    hint = "Set EMAIL_URL, e.g. smtp+tls://user:password@mail.example.org:587."
    return [Warning(message, hint=hint, id="skillmate.W002")]


@register(Tags.security, deploy=True)
def check_somebody_is_told(app_configs, **options) -> list[CheckMessage]:
    if is_anybody_told():
        return []
    message = "Nobody is told when something breaks: errors are in the log alone."
    hint = "Set ADMINS to the addresses of people who will look, or SENTRY_DSN."
    return [Warning(message, hint=hint, id="skillmate.W003")]
