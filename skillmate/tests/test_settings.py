"""Production refuses to start half configured."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

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
    ],
)
def test_production_refuses_to_start_without(name, value):
    result = start(**COMPLETE | {name: value})
    assert result.returncode == 1
    assert f"ImproperlyConfigured: {name}" in result.stderr.replace("django.core.exceptions.", "")


def test_templates_are_found_from_any_working_directory():
    (engine,) = settings.TEMPLATES
    assert [folder for folder in engine["DIRS"] if not os.path.isabs(folder)] == []


def test_the_enrol_limit_is_read_from_the_environment():
    printed = subprocess.check_output(
        [sys.executable, "-c", "import skillmate.settings.production as s; print(s.ENROL_RATE)"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **COMPLETE, "ENROL_RATE": "1/d"},
        text=True,
    )
    assert printed == "1/d\n"


def test_policies_follow_what_is_configured():
    printed = subprocess.check_output(
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
        },
        text=True,
    )
    cloud = "https://res.cloudinary.com"
    assert printed.split() == [
        *("'self'", "https://accounts.google.com"),
        *("'self'", "data:", cloud),
        *("'self'", "'unsafe-inline'"),
        *("'self'", cloud, "https://api.cloudinary.com"),
    ]
