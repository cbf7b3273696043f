"""`CLOUDINARY_URL` alone decides where pictures live, and is read as it is written."""

import json
import os
import subprocess
import sys

import environ
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from skillmate.settings.cloud import cloudinary_account

URL = "cloudinary://123:s%2Fecret@MyCloud"
SCRIPT = """
import django, json
django.setup()
import cloudinary
from django.conf import settings
from django.core.management import call_command
from media.storages import image_storage
call_command("check")
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
said = [settings.CLOUDINARY_ACCOUNT, image_storage().is_cloudinary, cloudinary.config().cloud_name]
print(json.dumps(said))
"""


def start(**environment: str) -> subprocess.CompletedProcess:
    """The site, started in a process of its own."""
    variables = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "skillmate.settings.dev"}
    return subprocess.run(  # noqa: S603  (our own code, above)
        [sys.executable, "-c", SCRIPT],
        cwd=settings.BASE_DIR,
        env=variables | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def settings_of(**environment: str) -> list:
    process = start(**environment)
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout.splitlines()[-1])


def test_without_an_account_pictures_are_on_disk_whatever_else_the_sdk_would_read():
    variables = {"CLOUDINARY_CLOUD_NAME": "other", "CLOUDINARY_API_KEY": "9"}
    assert settings_of(**variables) == [None, False, "unset"]


def test_with_an_account_pictures_are_in_cloudinary():
    account, is_cloudinary, sdk = settings_of(CLOUDINARY_URL=URL)
    assert (account["cloud_name"], account["api_secret"]) == ("MyCloud", "s/ecret")
    assert (account["signs_urls"], is_cloudinary, sdk) == (True, True, "unset")


@pytest.mark.parametrize(
    "url",
    [
        "cloudinary://123@MyCloud",
        "cloudinary://123:secret@",
        "cloudinary://<your_api_key>:<your_api_secret>@MyCloud",
        "https://123:secret@MyCloud",
    ],
)
def test_half_an_account_is_refused(monkeypatch, url):
    monkeypatch.setattr(environ.Env, "ENVIRON", {"CLOUDINARY_URL": url})
    with pytest.raises(ImproperlyConfigured, match="^CLOUDINARY_URL must read cloudinary://"):
        cloudinary_account(environ.Env())


def test_the_site_does_not_start_with_half_an_account():
    process = start(CLOUDINARY_URL="rubbish")
    assert process.returncode == 1
    assert "CLOUDINARY_URL must read cloudinary://" in process.stderr.splitlines()[-1]
