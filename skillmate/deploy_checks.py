"""What `make deploy-check` says of mail that would go nowhere: nothing else would say it."""

from email.utils import parseaddr

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

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
