"""What cannot be saved or restored is said in words, and nothing is changed."""

import json
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import CommandError
from django.db import connection

from skillmate.backup import folders, journal
from skillmate.backup.archive import MANIFEST, Writer
from skillmate.backup.databases import NAMES

from .conftest import files_below, pack, run

pytestmark = pytest.mark.both_databases

DAMAGED = "is damaged, not all there, or no backup. Nothing was changed"


@pytest.fixture
def archive(tmp_path) -> Path:
    """Small, and whole."""
    content = tmp_path / "content"
    content.write_bytes(b"content" * 2000)
    path = tmp_path / "archive.tar"
    with path.open("wb") as file:
        writer = Writer(file)
        writer.add(NAMES[connection.vendor], content)
        writer.add("media/images/a.png", content)
        writer.add("private/videos/b.mp4", content)
        writer.finish(made_at="2026-11-26", database=connection.vendor)
    return path


def error_of(command: str, *arguments: object) -> str:
    with pytest.raises(CommandError) as refusal:
        run(command, *arguments)
    return str(refusal.value)


def with_manifest(path: Path, members: dict[str, bytes], **facts: object) -> Path:
    files = {name: sha256(content).hexdigest() for name, content in members.items()}
    manifest = {"version": 1, "made_at": "", "database": connection.vendor, "files": files}
    return pack(path, {**members, MANIFEST: json.dumps({**manifest, **facts}).encode()})


def test_whole_archive_is_reported_as_whole(archive):
    assert "its database and 2 files: whole" in run("restore", "--check", archive)


def test_every_cut_and_every_changed_byte_is_noticed(archive):
    whole = archive.read_bytes()
    end = whole.rindex(b"}") + 1  # after it there is only padding
    for offset in range(0, end, 997):
        archive.write_bytes(whole[:offset])
        assert DAMAGED in error_of("restore", "--check", archive)
        changed = bytearray(whole)
        changed[offset] ^= 0xFF
        archive.write_bytes(changed)
        if bytes(changed[512:14512]) != whole[512:14512]:  # the content of the first file
            assert DAMAGED in error_of("restore", "--check", archive)


@pytest.mark.parametrize("content", [b"", b"\0" * 20_000, b"PK\x03\x04 a zip", b"\x1f\x8b gzip"])
def test_what_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "file.tar"
    path.write_bytes(content)
    assert DAMAGED in error_of("restore", path)


def test_missing_file_and_folder_are_refused(tmp_path):
    assert "cannot be read: No such file" in error_of("restore", tmp_path / "none.tar")
    assert "cannot be read: Is a directory" in error_of("restore", tmp_path)
    assert "There is no folder" in error_of("backup", tmp_path / "none")


@pytest.mark.django_db
def test_database_in_use_is_left_alone(archive, old_home):
    message = error_of("restore", archive)
    assert message.startswith("The database is not empty: it has")
    assert "DATABASE_URL to a new database" in message
    assert not old_home.exists()


def test_folder_in_use_is_left_alone(archive, old_home, monkeypatch):
    monkeypatch.setattr("skillmate.backup.databases.check_empty", lambda: None)
    file = old_home / "private/videos/c.mp4"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a film")
    message = error_of("restore", archive)
    assert "is not empty: there is “videos/c.mp4”. Nothing was changed." in message
    assert files_below(old_home) == {"private/videos/c.mp4": b"a film"}


@pytest.mark.parametrize(
    "name",
    [
        *("../evil", "media/../../evil", "/etc/evil", "media/./a", "media//a", "media\\..\\evil"),
        *("..", ".", ""),
    ],
)
def test_path_outside_the_folder_is_refused(tmp_path, name):
    members = {NAMES[connection.vendor]: b"x", name: b"evil"}
    message = error_of("restore", with_manifest(tmp_path / "evil.tar", members))
    assert "which no backup does" in message or DAMAGED in message
    assert [path.name for path in tmp_path.iterdir()] == ["evil.tar"]


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE]
)
def test_link_and_whatever_is_no_file_is_refused(tmp_path, kind):
    info = tarfile.TarInfo("media/images")
    info.type, info.linkname = kind, "/etc/passwd"
    assert "which no backup does" in error_of("restore", pack(tmp_path / "evil.tar", [info]))


@pytest.mark.parametrize("name", ["other/file", "evil.sh", "settings/.env"])
def test_folder_of_another_name_is_refused(tmp_path, name):
    members = {NAMES[connection.vendor]: b"x", name: b"x"}
    message = error_of("restore", with_manifest(tmp_path / "other.tar", members))
    assert message == "The archive does not hold what a backup of Skillmate holds."


def test_file_that_would_pass_for_part_of_a_restore_is_refused(tmp_path):
    name = f"media/{folders.STAGING}/{journal.NAME}"
    members = {NAMES[connection.vendor]: b"x", name: b"{}"}
    message = error_of("restore", with_manifest(tmp_path / "evil.tar", members))
    assert message == "The archive does not hold what a backup of Skillmate holds."


def test_archive_without_a_database_is_refused(tmp_path):
    message = error_of("restore", with_manifest(tmp_path / "no.tar", {"media/a": b"x"}))
    assert message == "The archive does not hold what a backup of Skillmate holds."


def test_archive_of_another_version_is_refused_with_the_reason(tmp_path):
    newer = with_manifest(tmp_path / "newer.tar", {NAMES[connection.vendor]: b"x"}, version=2)
    assert "of another version of Skillmate" in error_of("restore", newer)


def test_manifest_of_nonsense_is_refused(tmp_path):
    for text in (b"[]", b"{", b"null", b"{}", b"\xff"):
        assert DAMAGED in error_of("restore", pack(tmp_path / "odd.tar", {MANIFEST: text}))
    for field in ("database", "made_at"):
        archive = with_manifest(tmp_path / "odd.tar", {}, **{field: ["sqlite"]})
        assert DAMAGED in error_of("restore", archive)


@pytest.mark.parametrize("inside", ["media", "private/backups"])
def test_backup_is_not_written_into_what_it_saves(old_home, inside):
    folder = old_home / inside
    folder.mkdir(parents=True)
    assert "which is part of what is saved" in error_of("backup", folder)
    assert files_below(old_home) == {}


def test_missing_programs_of_postgresql_are_named(tmp_path, settings, monkeypatch, db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite needs no program")
    monkeypatch.setenv("PATH", str(tmp_path))
    message = error_of("backup", tmp_path)
    assert message == "pg_dump is not installed here. Install PostgreSQL's client programs."
    assert list(tmp_path.iterdir()) == []


def test_linked_folders_are_saved_and_circles_end(tmp_path, old_home):
    volume = tmp_path / "volume"
    volume.mkdir()
    (volume / "a.png").write_bytes(b"a")
    media = Path(site.MEDIA_ROOT)
    media.mkdir(parents=True)
    (media / "images").symlink_to(volume)
    (volume / "circle").symlink_to(media)
    paths = [str(path.relative_to(media)) for path in folders.files(media)]
    assert paths == ["images/a.png"]
