"""Which code, templates, static files and settings pages were made with."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

# What of the settings is seen on a page, beside what the code says.
SEEN_SETTINGS = (
    *("SITE_URL", "CONTACT_EMAIL", "WAGTAIL_SITE_NAME", "LANGUAGE_CODE", "COURSE_LANGUAGES"),
    *("MEDIA_URL", "STATIC_URL", "STORAGES", "CLOUDINARY_ACCOUNT", "CLOUDINARY_HLS", "TIME_ZONE"),
    *("SECURITY_CONTACT", "SESSION_COOKIE_NAME", "PRIVATE_MEDIA_ACCEL"),
)
SUFFIXES = {".py", ".html", ".txt", ".xml", ".mo", ".svg"}


@cache
def build() -> str:
    """Another one after each change of what pages are made of. The same on every machine."""
    digest = blake2b(digest_size=8)
    digest.update(repr([getattr(settings, name, None) for name in SEEN_SETTINGS]).encode())
    # The latter stands for the versions of Wagtail and all others.
    besides = [
        Path(settings.STATIC_ROOT, "staticfiles.json"),
        settings.BASE_DIR / "requirements.txt",
    ]
    for file in [*_files_of_pages(), *(file for file in besides if file.exists())]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files_of_pages() -> list[Path]:
    folders = [settings.BASE_DIR / name for name in settings.PAGE_CACHE_CODE]
    files = (file for folder in folders for file in folder.rglob("*"))
    return sorted(file for file in files if file.suffix in SUFFIXES and "tests" not in file.parts)
