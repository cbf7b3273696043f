"""A .zip is read in place, or refused as a whole in one sentence."""

import stat
import zipfile
from unicodedata import normalize

import pytest

from exchange.course_folder.course import read_course
from exchange.files import archive
from exchange.files.source import open_course

from .refusals import MANIFEST, refusal


@pytest.fixture
def zipped(tmp_path):
    """Writes an archive of a good course and `extra`: (name or ZipInfo, content) pairs."""

    def write(*extra, **options):
        path = tmp_path / "course.zip"
        members = [("course.yaml", MANIFEST), ("lessons/one.md", "# One")]
        with zipfile.ZipFile(path, "w", **options) as file:
            for name, content in [*members, *extra]:
                file.writestr(name, content)
        return path

    return write


def member(name: str, mode: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    info.external_attr = mode << 16
    return info


def from_a_mac(name: str, *, flagged: bool) -> zipfile.ZipInfo:
    """Accents apart; as UTF-8, which the archive says, or does not."""
    name = normalize("NFD", name)
    return zipfile.ZipInfo(name if flagged else name.encode().decode("cp437"))


@pytest.mark.parametrize("flagged", [True, False])
def test_names_are_found_however_their_accents_are_spelt(zipped, flagged, monkeypatch):
    if not flagged:  # Python would say it, as the letters it takes these for are no ASCII
        monkeypatch.setattr(zipfile.ZipInfo, "_encodeFilenameFlags", _unflagged)
    picture = (from_a_mac("media/été.csv", flagged=flagged), "1,2")
    with open_course(zipped(picture)) as files:
        assert files.find("../media/été.csv", file="lessons/one.md") == "media/été.csv"
        reference = normalize("NFD", "../media/%C3%A9t%C3%A9.csv")
        assert files.find(reference, file="lessons/one.md") == "media/été.csv"
        assert files.read("media/été.csv", 9) == b"1,2"


def _unflagged(info: zipfile.ZipInfo) -> tuple[bytes, int]:
    return info.filename.encode("cp437"), info.flag_bits


MEMBERS = {
    "parent": ("../x", "the member “../x” has a name that may lead out of the archive"),
    "parent inside": ("a/../../x", "has a name that may lead out of the archive"),
    "dot": ("./x", "has a name that may lead out of the archive"),
    "absolute": ("/etc/passwd", "has a name that may lead out of the archive"),
    "drive": ("c:/x", "is absolute"),
    "backslash": ("a\\x", "has a backslash"),
    "control character": ("a\x01", "holds a control character"),
    "too long": ("x" * 256, "is too long or too deep"),
    "too deep": ("a/" * 20 + "x", "is too long or too deep"),
    "twice": ("lessons/one.md", "is there twice"),
    "case": ("Lessons/ONE.md", "is there twice, or differs only in upper and lower case"),
    "unicode twin": ("lessons/ONE.md", "differs only in upper and lower case"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", MEMBERS)
def test_archive_with_a_bad_name_is_refused(zipped, name):
    member_name, expected = MEMBERS[name]
    message = refusal(zipped((member(member_name), "x")))
    assert message.startswith("course.zip: ")
    assert expected in message


def test_archive_with_a_nul_in_a_name_is_refused(zipped):
    path = zipped(("lessons/a#b.md", "x"))
    path.write_bytes(path.read_bytes().replace(b"a#b.md", b"a\0b.md"))
    assert "control character" in refusal(path)


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644])
def test_archive_with_a_link_or_special_file_is_refused(zipped, mode):
    assert "is a link or a special file" in refusal(zipped((member("x", mode), "/etc/passwd")))


def test_encrypted_archive_is_refused(zipped):
    path = zipped()
    data = bytearray(path.read_bytes())
    offset = data.rindex(b"PK\x01\x02")
    data[offset + 8] |= 1
    path.write_bytes(data)
    assert "is encrypted" in refusal(path)


def test_bomb_is_refused(zipped):
    bomb = ("zeros.bin", bytes(3 * 1024 * 1024))
    message = refusal(zipped(bomb, compression=zipfile.ZIP_DEFLATED))
    assert message == "course.zip: the archive unpacks to more than 100 times its size"


def test_archive_that_unpacks_to_too_much_is_refused(zipped, monkeypatch):
    monkeypatch.setattr(archive, "MAX_EXPANDED", 1000)
    assert "unpacks to more than 500 MB" in refusal(zipped(("x", "y" * 1001)))


def test_archive_that_lies_about_a_size_is_refused(zipped):
    path = zipped()
    data = bytearray(path.read_bytes())
    offset = data.rindex(b"PK\x01\x02")
    data[offset + 24 : offset + 28] = (2).to_bytes(4, "little")
    path.write_bytes(data)
    assert refusal(path) == "lessons/one.md: this file in the archive is damaged"


def test_archive_with_too_many_members_is_refused(zipped):
    extra = [(f"x/{number}", "") for number in range(archive.MAX_MEMBERS)]
    assert refusal(zipped(*extra)) == "course.zip: the archive has more than 10000 members"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"not a zip"])
def test_broken_archive_is_refused(tmp_path, content):
    path = tmp_path / "course.zip"
    path.write_bytes(content)
    assert refusal(path) == "course.zip: this is not a readable .zip archive"


def test_archive_may_hold_the_course_in_one_folder(tmp_path):
    path = tmp_path / "course.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("my-course/course.yaml", MANIFEST)
        file.writestr("my-course/lessons/one.md", "# One\n")
    with open_course(path) as files:
        assert [lesson.title for lesson in read_course(files).lessons] == ["One"]
