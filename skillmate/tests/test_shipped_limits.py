"""What production allows where nobody has set anything else, word for word.

Whoever widens one of these has to say so here as well.
"""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from learners.profiles import avatar

from .test_settings import COMPLETE

PUBLIC = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "https://www.youtube-nocookie.com https://player.vimeo.com",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
ADMIN = {
    **PUBLIC,
    "script-src": "'self' 'nonce-secret'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "frame-src": "'self' https://www.youtube-nocookie.com https://player.vimeo.com",
}
FILMS = "https://res.cloudinary.com"
PUBLIC_WITH_ALL = {
    **PUBLIC,
    "img-src": f"'self' data: {FILMS}",
    "media-src": f"'self' {FILMS}",
    "connect-src": f"'self' {FILMS}",
    "form-action": "'self' https://accounts.google.com",
}
ADMIN_WITH_ALL = {
    **ADMIN,
    "img-src": f"'self' data: {FILMS} blob:",
    "media-src": f"'self' {FILMS} blob:",
    "connect-src": f"'self' {FILMS} https://api.cloudinary.com",
}
ALL = {
    "CLOUDINARY_URL": "cloudinary://key:secret@Cloud",
    "GOOGLE_CLIENT_ID": "an-id",
    "GOOGLE_CLIENT_SECRET": "a-secret",
}
LIMITS = {
    "WAGTAILIMAGES_EXTENSIONS": [
        *("avif", "gif", "heic", "heif", "jfif", "jpe", "jpg", "jpeg", "png", "webp"),
    ],
    "WAGTAILIMAGES_MAX_UPLOAD_SIZE": 10 * 1024**2,
    "WAGTAILIMAGES_MAX_IMAGE_PIXELS": 40_000_000,
    # None of them runs a macro when it is opened: no docm, xlsm or pptm.
    "WAGTAILDOCS_EXTENSIONS": [
        *("csv", "docx", "epub", "ipynb", "json", "odp", "ods", "odt", "pdf", "pptx", "txt"),
        *("tsv", "xlsx", "zip"),
    ],
    "WAGTAILDOCS_MAX_UPLOAD_SIZE": 50 * 1024**2,
    "WAGTAILDOCS_INLINE_CONTENT_TYPES": [],
    "VIDEO_MAX_SIZE": 2 * 1024**3,
    "VIDEO_CHUNK_SIZE": 20 * 1024**2,
    "VIDEO_FORM_MAX_SIZE": 100 * 1024**2,
    "VIDEO_UPLOADS_AT_ONCE": 5,
    "DATA_UPLOAD_MAX_MEMORY_SIZE": 8 * 1024**2,
    "DATA_UPLOAD_MAX_NUMBER_FIELDS": 20_000,
    "DATA_UPLOAD_MAX_NUMBER_FILES": 100,
}


def shipped(**environment: str) -> tuple[list[str], dict]:
    """Policies and limits of production, in a process of its own."""
    variables = {
        "DJANGO_SETTINGS_MODULE": "skillmate.settings.production",
        "NAMES": " ".join(LIMITS),
    }
    output = subprocess.check_output(
        [
            sys.executable,
            "-c",
            "import json, os\n"
            "from django.conf import settings as s\n"
            "from skillmate.csp import build_policy\n"
            "policies = [build_policy(p, 'secret') for p in (s.SECURE_CSP, s.SECURE_CSP_ADMIN)]\n"
            "limits = {name: getattr(s, name) for name in os.environ['NAMES'].split()}\n"
            "print(json.dumps([policies, limits]))",
        ],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **COMPLETE, **variables, **environment},
        text=True,
    )
    return tuple(json.loads(output))


def policy_text(policy: dict[str, str]) -> str:
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


@pytest.mark.parametrize(
    ("environment", "public", "admin"),
    [({}, PUBLIC, ADMIN), (ALL, PUBLIC_WITH_ALL, ADMIN_WITH_ALL)],
)
def test_policies_allow_this_and_no_more(environment, public, admin):
    assert shipped(**environment)[0] == [policy_text(public), policy_text(admin)]


def test_pages_are_sent_with_the_policy(client, home):
    assert client.get("/")["Content-Security-Policy"] == policy_text(PUBLIC)


def test_pages_of_the_admin_are_sent_with_the_admin_policy(admin_client, home):
    policy = admin_client.get("/admin/reports/site-history/")["Content-Security-Policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert policy.replace(nonce, "secret") == policy_text(ADMIN)


def test_files_are_limited_like_this():
    assert shipped()[1] == LIMITS


def test_pictures_of_people_are_limited_like_this():
    limits = (avatar.FORMATS, avatar.MAX_BYTES, avatar.MAX_PIXELS)
    assert limits == (("JPEG", "PNG", "WEBP"), 5 * 1024**2, 40_000_000)
