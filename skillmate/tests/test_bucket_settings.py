"""`MEDIA_S3_BUCKET` decides where files are, and what contradicts it is refused by name."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import environ
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages

from media.tests.bucket import BucketServer
from skillmate.deploy_checks import check_bucket
from skillmate.operations import checks
from skillmate.settings.cloud import image_backend
from skillmate.settings.headers import admin_policy, public_policy
from skillmate.settings.s3 import (
    bucket_options,
    link_seconds,
    media_origins,
    private_backend,
    public_backend,
)

AMAZON = {"MEDIA_S3_BUCKET": "skillmate-media", "MEDIA_S3_REGION": "eu-central-1"}
ELSEWHERE = {
    "MEDIA_S3_BUCKET": "skillmate-media",
    "MEDIA_S3_ENDPOINT_URL": "https://s3.example.org/",
    "MEDIA_S3_ACCESS_KEY_ID": "key",
    "MEDIA_S3_SECRET_ACCESS_KEY": "secret",
}
SCRIPT = """
import django, json, sys
django.setup()
from django.core.management import call_command
from media.storages import image_storage, private_storage
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
print(json.dumps([image_storage().is_bucket, private_storage().is_bucket, "boto3" in sys.modules]))
"""


def bucket_of(monkeypatch, **variables: str) -> tuple[dict | None, int]:
    environment = {name: value for name, value in os.environ.items() if "MEDIA" not in name}
    monkeypatch.setattr(environ.Env, "ENVIRON", {**environment, **variables})
    env = environ.Env()
    bucket = bucket_options(env)
    return bucket, link_seconds(env, bucket, variables.get("PRIVATE_MEDIA_ACCEL", ""))


@pytest.mark.parametrize(
    ("variables", "host", "path"),
    [
        (AMAZON, "https://skillmate-media.s3.eu-central-1.amazonaws.com", "/private/x.mp4"),
        (ELSEWHERE, "https://s3.example.org", "/skillmate-media/private/x.mp4"),
    ],
)
def test_policies_name_the_host_that_addresses_lead_to(
    monkeypatch, settings, variables, host, path
):
    keys = {"MEDIA_S3_ACCESS_KEY_ID": "key", "MEDIA_S3_SECRET_ACCESS_KEY": "secret"}
    bucket, seconds = bucket_of(monkeypatch, **variables | keys, MEDIA_S3_LINK_SECONDS="60")
    settings.STORAGES = {**settings.STORAGES, "private": private_backend(bucket, "", seconds)}
    url = urlsplit(storages["private"].url("x.mp4"))
    assert (f"{url.scheme}://{url.netloc}", url.path) == (host, path)
    public = public_policy(None, {}, media_origins(bucket, seconds))
    assert public["media-src"] == ["'self'", host]
    assert public["img-src"] == ["'self'", "data:"]
    assert host in admin_policy(public, None, unsafe_inline=False)["media-src"]


def test_pictures_may_come_from_another_host(monkeypatch):
    variables = {**AMAZON, "MEDIA_S3_PUBLIC_URL": "https://files.example.org/media/"}
    bucket, seconds = bucket_of(monkeypatch, **variables)
    origins = media_origins(bucket, seconds)
    assert origins == {"img": ["https://files.example.org"], "media": []}
    assert public_backend(bucket)["OPTIONS"]["public_url"] == "https://files.example.org/media"


def test_the_tests_own_bucket_is_as_the_settings_make_it(monkeypatch):
    server = BucketServer("https://s3.example.org")
    bucket, _seconds = bucket_of(monkeypatch, **ELSEWHERE)
    assert bucket == server.options
    server.use(settings := type("Settings", (), {"STORAGES": {}}))
    assert {
        "default": public_backend(bucket),
        "images": image_backend(None, bucket),
        "private": private_backend(bucket, ""),
    } == settings.STORAGES


def test_without_a_bucket_files_are_on_disk(monkeypatch):
    assert bucket_of(monkeypatch) == (None, 0)
    assert image_backend(None, None)["BACKEND"].endswith(".FileSystemStorage")
    assert private_backend(None, "/x")["OPTIONS"]["location"] == "/x"


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({**AMAZON, "MEDIA_S3_BUCKET": "https://s3.example.org/media"}, "MEDIA_S3_BUCKET is"),
        ({**AMAZON, "MEDIA_S3_REGION": ""}, "MEDIA_S3_BUCKET needs MEDIA_S3_REGION"),
        ({**ELSEWHERE, "MEDIA_S3_SECRET_ACCESS_KEY": ""}, "MEDIA_S3_ACCESS_KEY_ID and"),
        ({**ELSEWHERE, "MEDIA_S3_ENDPOINT_URL": "s3.example.org"}, "MEDIA_S3_ENDPOINT_URL is"),
        (
            {**ELSEWHERE, "MEDIA_S3_ENDPOINT_URL": "https://s3.example.org/skillmate-media"},
            "MEDIA_S3_ENDPOINT_URL is",
        ),
        ({**AMAZON, "MEDIA_S3_PUBLIC_URL": "//files"}, "MEDIA_S3_PUBLIC_URL is"),
        ({**AMAZON, "MEDIA_S3_LINK_SECONDS": "1 h"}, "MEDIA_S3_LINK_SECONDS is"),
        ({**AMAZON, "MEDIA_S3_LINK_SECONDS": "9999999"}, "MEDIA_S3_LINK_SECONDS is"),
        (
            {**AMAZON, "MEDIA_S3_LINK_SECONDS": "60", "PRIVATE_MEDIA_ACCEL": "/private-files"},
            "MEDIA_S3_LINK_SECONDS has browsers fetch",
        ),
        ({"MEDIA_S3_REGION": "eu-central-1"}, "MEDIA_S3_REGION is set, and MEDIA_S3_BUCKET is not"),
        ({"MEDIA_S3_ACCESS_KEY_ID": "key"}, "MEDIA_S3_ACCESS_KEY_ID is set, and"),
        ({"MEDIA_S3_LINK_SECONDS": "60"}, "MEDIA_S3_LINK_SECONDS is set, and"),
    ],
)
def test_what_contradicts_is_refused_by_name(monkeypatch, variables, name):
    with pytest.raises(ImproperlyConfigured, match=f"^{name}"):
        bucket_of(monkeypatch, **variables)


@pytest.mark.parametrize(
    ("variables", "traits"),
    [({}, [False, False, False]), (ELSEWHERE, [True, True, True])],
)
def test_models_are_the_same_and_the_sdk_is_loaded_where_it_is_used(variables, traits):
    process = subprocess.run(  # noqa: S603  (our own code, above)
        [sys.executable, "-c", SCRIPT],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "skillmate.settings.dev",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    assert json.loads(process.stdout.splitlines()[-1]) == traits


def test_a_bucket_that_does_not_answer_is_reported(bucket, settings):
    assert (check_bucket(None), checks.files()) == ([], "")
    assert [name for name, _path in checks._places() if "MEDIA" in name] == []
    bucket.use(settings, bucket_name="another")
    [problem] = check_bucket(None)
    assert problem.id == "skillmate.W005"
    assert checks.files() == "The bucket with the files cannot be reached."
