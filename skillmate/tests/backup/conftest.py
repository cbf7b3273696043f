"""A place for files, and a fresh database beside the one in use."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from skillmate.backup import databases


def place_files(settings, place: Path) -> None:
    """From now on files live below `place`."""
    settings.MEDIA_ROOT = str(place / "media")
    settings.PRIVATE_MEDIA_ROOT = str(place / "private")
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": settings.PRIVATE_MEDIA_ROOT}}
    private["OPTIONS"]["base_url"] = None
    settings.STORAGES = {**settings.STORAGES, "private": private}


@pytest.fixture(autouse=True)
def old_home(settings, tmp_path) -> Path:
    place_files(settings, tmp_path / "old")
    return tmp_path / "old"


@contextmanager
def fresh_database(place: Path) -> Iterator[None]:
    """In it there is nothing at all, not even a table."""
    old = connection.settings_dict["NAME"]
    new = str(place / "new.sqlite3") if connection.vendor == "sqlite" else f"{old}_restored"
    _use(new, create=True)
    try:
        yield
    finally:
        _use(old, drop=new)


def _use(name: str, *, create: bool = False, drop: str = "") -> None:
    connection.close()
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            for database in filter(None, (drop, create and name)):
                cursor.execute(f'DROP DATABASE IF EXISTS "{database}"')
            if create:
                cursor.execute(f'CREATE DATABASE "{name}"')
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


def files_below(place: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(place)): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
    }


def check_nothing_is_there(home: Path) -> None:
    """The database is empty, and there is no trace of the folders below `home`."""
    assert not home.exists()
    assert list(home.parent.glob(".*")) == []
    assert databases.is_empty()


def run(command: str, *arguments: object) -> str:
    """What a command says."""
    output = StringIO()
    call_command(command, *map(str, arguments), stdout=output)
    return output.getvalue()


def pack(path: Path, members: dict[str, bytes] | list[tarfile.TarInfo]) -> Path:
    """A tar as somebody else might make it."""
    with tarfile.open(path, "w") as tar:
        for name in members:
            if isinstance(name, tarfile.TarInfo):
                tar.addfile(name)
                continue
            info = tarfile.TarInfo(name)
            info.size = len(members[name])
            tar.addfile(info, BytesIO(members[name]))
    return path
