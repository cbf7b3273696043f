"""A site on the other kind of database, in a process of its own: models differ between the two.

`python -m skillmate.tests.backup.other_site ARCHIVE WORD PATH` restores, and tells as JSON what is
there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import django
from django.conf import settings

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from courses.models import CoursePage
from courses.search.find import find
from courses.tests import factories

from .rows import all_rows


def restored(archive: Path, place: Path, word: str, path: str) -> dict:
    """What the site says that has its database and its files in `place`."""
    output = subprocess.check_output(  # noqa: S603  (this interpreter, code from here)
        [sys.executable, "-m", __name__, str(archive), word, path],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "skillmate.tests.production",
            "SECRET_KEY": "k" * 60,
            "ALLOWED_HOSTS": "testserver",
            "SITE_URL": "https://testserver",
            "DATABASE_URL": f"sqlite:///{place}/new.sqlite3",
            "MEDIA_ROOT": f"{place}/media",
            "PRIVATE_MEDIA_ROOT": f"{place}/private",
            "CACHE_URL": "",
            "LOG_LEVEL": "ERROR",
        },
        text=True,
    )
    return json.loads(output)


def report(archive: str, word: str, path: str) -> dict:
    call_command("restore", archive, stdout=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        facts = {"rows": all_rows(), "counters": dict(cursor.fetchall())}
    with transaction.atomic():
        facts["next_key"] = factories.user("newcomer").pk
        page = Client().get(path, secure=True)
        transaction.set_rollback(True)
    found = find(CoursePage.objects.all(), word).ids
    return facts | {"found": found, "status": page.status_code}


if __name__ == "__main__":
    json.dump(report(*sys.argv[1:]), sys.stdout)
