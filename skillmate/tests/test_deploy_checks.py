"""`make deploy-check` is content with what the README names, and says what else is missing."""

import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.sites.models import Site as DomainSite
from wagtail.models import Site

from home.setup import setup_site
from skillmate.deploy_checks import check_contact_addresses, check_site_rows
from skillmate.tests.test_settings import COMPLETE

MAIL = {
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Skillmate <noreply@learn.example.org>",
    "CONTACT_EMAIL": "hello@learn.example.org",
    "ADMINS": "ann@learn.example.org",
}


def deploy_check(folder, **environment: str) -> subprocess.CompletedProcess:
    variables = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "skillmate.settings.production",
        "DATABASE_URL": f"sqlite:///{folder / 'empty.sqlite3'}",
        **COMPLETE,
        "SECRET_KEY": secrets.token_urlsafe(64),
        **environment,
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--database", "default"]
    return subprocess.run(  # noqa: S603  (above)
        [*command, "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_the_readme_names_is_enough(tmp_path):
    readme = (settings.BASE_DIR / "README.md").read_text()
    assert [name for name in {**COMPLETE, **MAIL} if f"`{name}`" not in readme] == []
    result = deploy_check(tmp_path, **MAIL)
    assert (result.returncode, "WARNINGS" in result.stderr) == (0, False), result.stderr


def test_mail_that_would_not_be_delivered_is_reported(tmp_path):
    result = deploy_check(tmp_path)
    assert result.returncode == 1
    for name in ("CONTACT_EMAIL", "SECURITY_CONTACT", "DEFAULT_FROM_EMAIL"):
        assert f"(skillmate.W001) {name} is " in result.stderr
    assert "(skillmate.W002) Mail is printed instead of sent" in result.stderr
    assert "(skillmate.W003) Nobody is told when something breaks" in result.stderr


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("https://learn.example.org/security", 0),
        ("security@learn.example.org", 0),
        ("Us <us@EXAMPLE.com>", 1),
    ],
)
def test_a_security_contact_may_be_a_page(settings, contact, expected):
    settings.CONTACT_EMAIL = settings.DEFAULT_FROM_EMAIL = "hello@learn.example.org"
    settings.SECURITY_CONTACT = contact
    assert len(check_contact_addresses(None)) == expected


@pytest.mark.parametrize("url", ["https://learn.example.org", "https://learn.example.org:8443"])
def test_rows_that_name_another_address_are_reported(db, settings, url):
    settings.SITE_URL = url
    stored = Site.objects.get(is_default_site=True)
    first, _second = check_site_rows(None)
    assert first.msg.endswith(f"in the database the site is at {stored.hostname}:{stored.port}.")
    setup_site()
    assert check_site_rows(None) == []
    DomainSite.objects.update(domain="old.example")
    [message] = check_site_rows(None)
    assert (message.id, "old.example" in message.msg) == ("skillmate.W004", True)
