"""What `make deploy-check` says of a site that works and yet fails somebody: nothing else would."""

from collections.abc import Iterator
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sites.models import Site as DomainSite
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError
from wagtail.models import Site as WagtailSite

from media.storages import private_storage

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


@register(Tags.files, deploy=True)
def check_bucket(app_configs, **options) -> list[CheckMessage]:
    if settings.MEDIA_BUCKET is None:
        return []
    try:
        private_storage().ping()
    except OSError as error:
        message = f"The bucket {settings.MEDIA_BUCKET['bucket_name']}: {error.strerror}."
        hint = "See that it is there, and that the key may list, read, write and delete in it."
        return [Warning(message, hint=hint, id="skillmate.W005")]
    return []


@register(Tags.database, deploy=True)
def check_site_rows(app_configs, databases=None, **options) -> list[CheckMessage]:
    """Pages and mails go by `SITE_URL`; what else reads these rows would name another address."""
    parts = urlsplit(settings.SITE_URL)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    hosts = {f"{parts.hostname}:{port}", parts.netloc}
    try:
        others = [host for host in _stored_hosts() if host not in hosts]
    except DatabaseError:
        return []  # without tables there is no site yet, and without a database `/readyz` says so
    return [
        Warning(
            f"SITE_URL is {settings.SITE_URL}, and in the database the site is at {host}.",
            hint="Run manage.py setup_site, which carries the new address over.",
            id="skillmate.W004",
        )
        for host in others
    ]


def _stored_hosts() -> Iterator[str]:
    """By Wagtail, and by Django: neither knows a scheme."""
    for site in WagtailSite.objects.filter(is_default_site=True):
        yield f"{site.hostname}:{site.port}"
    for site in DomainSite.objects.filter(pk=settings.SITE_ID):
        yield site.domain
