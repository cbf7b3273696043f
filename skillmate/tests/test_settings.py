"""Production refuses to start half configured."""

import os
import subprocess
import sys

import environ
import pytest
from django.conf import settings
from django.db import connection

from skillmate.settings.accounts import google_settings
from skillmate.settings.databases import databases
from skillmate.settings.headers import public_policy

COMPLETE = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "learn.example.org",
    "SITE_URL": "https://learn.example.org",
}


def start(**environment: str) -> subprocess.CompletedProcess:
    """Load the production settings in a process of its own."""
    variables = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(
        [sys.executable, "-c", "import skillmate.settings.production"],
        cwd=settings.BASE_DIR,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_when_complete():
    assert start(**COMPLETE).returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("SITE_URL", "http://learn.example.org"),
        ("HSTS_PRELOAD", "true"),
        ("ADMINS", "ann@example.org,bob"),
        ("SITE_URL", "https://learn.example.org/school"),
        ("SENTRY_DSN", "https://sentry.example.org/2"),
        ("DISK_FREE_MIN", "1 GB"),
    ],
)
def test_production_refuses_to_start_without(name, value):
    result = start(**COMPLETE | {name: value})
    assert result.returncode == 1
    assert f"ImproperlyConfigured: {name}" in result.stderr.replace("django.core.exceptions.", "")


def test_templates_are_found_from_any_working_directory():
    (engine,) = settings.TEMPLATES
    assert [folder for folder in engine["DIRS"] if not os.path.isabs(folder)] == []


@pytest.mark.parametrize(
    ("url", "backend"),
    [
        ("", "web.cache.file_based.FileCache"),
        ("redis://127.0.0.1:6379/0", "web.cache.redis.RedisCache"),
    ],
)
def test_limits_are_counted_where_all_workers_count(url, backend):
    output = subprocess.check_output(
        [sys.executable, "-c", "import skillmate.settings.production as s; print(s.CACHES)"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **COMPLETE, "CACHE_URL": url},
        text=True,
    )
    assert output.count(backend) == 3


def test_the_enroll_limit_is_read_from_the_environment():
    output = subprocess.check_output(
        [sys.executable, "-c", "import skillmate.settings.production as s; print(s.ENROL_RATE)"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **COMPLETE, "ENROL_RATE": "1/d"},
        text=True,
    )
    assert output == "1/d\n"


def test_production_refuses_to_let_another_server_play_google():
    result = start(**COMPLETE, GOOGLE_TEST_ISSUER="http://127.0.0.1:9400")
    assert result.returncode == 1
    assert "ImproperlyConfigured: GOOGLE_TEST_ISSUER lets another server" in result.stderr


def google(**environment: str) -> dict:
    values = {"GOOGLE_CLIENT_ID": "an-id", "GOOGLE_CLIENT_SECRET": "a-secret", **environment}
    settings = google_settings(Env(values))
    _self, *origins = public_policy(None, {"google": settings})["form-action"]
    return {"origins": origins, **settings}


class Env(environ.Env):
    def __init__(self, values: dict[str, str]) -> None:
        super().__init__()
        self.ENVIRON = values


def test_without_the_setting_google_itself_is_used():
    expected = {"origins", "SCOPE", "OAUTH_PKCE_ENABLED", "APPS"}  # every address is allauth's own
    assert set(google()) == expected
    assert google()["origins"] == ["https://accounts.google.com"]


def test_with_the_switch_every_address_is_the_stand_ins():
    settings = google(GOOGLE_TEST_ISSUER="http://127.0.0.1:9400/")
    addresses = [value for name, value in settings.items() if name.endswith(("URL", "ISSUER"))]
    assert len(addresses) == 5
    assert all(address.startswith("http://127.0.0.1:9400") for address in addresses)
    assert settings["origins"] == ["http://127.0.0.1:9400"]


@pytest.mark.parametrize("missing", ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"])
def test_with_half_the_credentials_there_is_neither_button_nor_origin(missing):
    half = google(**{missing: ""})
    assert (half["APPS"], half["origins"]) == ([], [])


@pytest.mark.parametrize(
    ("module", "environment", "required"),
    [
        ("production", {}, True),
        ("production", {"ADMIN_MFA_REQUIRED": "false"}, False),
        ("dev", {}, False),
        ("dev", {"ADMIN_MFA_REQUIRED": "true"}, True),
    ],
)
def test_the_admin_needs_a_second_step_unless_switched_off(module, environment, required):
    module_setting = {"DJANGO_SETTINGS_MODULE": f"skillmate.settings.{module}"}
    output = subprocess.check_output(
        [
            sys.executable,
            "-c",
            "import django.conf as c; print(c.settings.ADMIN_MFA_REQUIRED)",
        ],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **COMPLETE, **module_setting, **environment},
        text=True,
    )
    assert output == f"{required}\n"


def test_policies_follow_what_is_configured():
    output = subprocess.check_output(
        [
            sys.executable,
            "-c",
            "import skillmate.settings.production as s;"
            "print(*s.SECURE_CSP['form-action'], *s.SECURE_CSP['img-src'],"
            " *s.SECURE_CSP_ADMIN['script-src'], *s.SECURE_CSP_ADMIN['connect-src'])",
        ],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            **COMPLETE,
            "ADMIN_CSP_UNSAFE_INLINE": "true",
            "CLOUDINARY_URL": "cloudinary://key:secret@Cloud",
            "GOOGLE_CLIENT_ID": "an-id",
            "GOOGLE_CLIENT_SECRET": "a-secret",
        },
        text=True,
    )
    cloud = "https://res.cloudinary.com"
    assert output.split() == [
        *("'self'", "https://accounts.google.com"),
        *("'self'", "data:", cloud),
        *("'self'", "'unsafe-inline'"),
        *("'self'", cloud, "https://api.cloudinary.com"),
    ]


def test_postgresql_jit_is_off_unless_configured(tmp_path):
    def options(url: str) -> str:
        return databases(Env({"DATABASE_URL": url}), tmp_path)["default"]["OPTIONS"]["options"]

    assert options("postgres://db/site") == "-c jit=off"
    assert options("postgres://db/site?options=-c%20jit%3Don") == "-c jit=off -c jit=on"


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone")
def test_postgresql_reports_that_jit_is_off():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
