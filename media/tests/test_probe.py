"""What is found out about a video without decoding it."""

import struct
from io import BytesIO

import pytest
from django.conf import settings

from media.probe import Measures, is_video, kind_of, measure

REAL = settings.BASE_DIR / "demo/reading-the-night-sky/media/moon-phases.mp4"


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def movie(*, seconds: float = 90, size=(640, 360), matrix=(1, 0, 0, 1), long: bool = False):
    """An MP4 with all that is read of it, in the short or long form of its numbers."""
    times = struct.pack(">QQ" if long else ">II", 0, 0)
    version = bytes([long, 0, 0, 0])
    length = struct.pack(">IQ" if long else ">II", 1000, round(seconds * 1000))
    a, b, c, d = (value << 16 for value in matrix)
    turned = struct.pack(">9i2I", a, b, 0, c, d, 0, 0, 0, 1 << 30, size[0] << 16, size[1] << 16)
    after_times = bytes(8 + (8 if long else 4) + 16)
    track = box(b"tkhd", version + times + after_times + turned)
    sound = box(b"tkhd", version + times + after_times + bytes(44))
    moov = box(b"mvhd", version + times + length) + box(b"trak", sound) + box(b"trak", track)
    return box(b"ftyp", b"isom") + box(b"mdat", bytes(100)) + box(b"moov", moov)


def element(kind: int, content: bytes) -> bytes:
    name = kind.to_bytes((kind.bit_length() + 7) // 8, "big")
    return name + (len(content) | 1 << 56).to_bytes(8, "big") + content


def webm(*, ticks: float = 12_345.0, unsized: bool = False) -> bytes:
    video = element(0xE0, element(0xB0, b"\x05\x00") + element(0xBA, b"\x02\xd0"))
    info = element(0x2AD7B1, b"\x0f\x42\x40") + element(0x4489, struct.pack(">d", ticks))
    metadata = element(0x1549A966, info) + element(0x1654AE6B, element(0xAE, video))
    segment = metadata + element(0x1F43B675, bytes(50))
    head = element(0x1A45DFA3, element(0x4282, b"webm"))
    if unsized:
        return head + b"\x18\x53\x80\x67" + b"\x01" + b"\xff" * 7 + segment
    return head + element(0x18538067, segment)


def test_a_real_video_is_measured():
    with REAL.open("rb") as file:
        assert measure(file) == Measures(40, 1280, 720)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (movie(), Measures(90, 640, 360)),
        (movie(long=True), Measures(90, 640, 360)),
        (movie(matrix=(0, 1, -1, 0)), Measures(90, 360, 640)),
        (movie(matrix=(-1, 0, 0, -1)), Measures(90, 640, 360)),
        (movie(seconds=0.2), Measures(1, 640, 360)),
        (movie(seconds=0), Measures(None, 640, 360)),
        (webm(), Measures(12, 1280, 720)),
        (webm(unsized=True), Measures(12, 1280, 720)),
        (webm(ticks=float("nan")), Measures(None, 1280, 720)),
        (webm(ticks=float("inf")), Measures(None, 1280, 720)),
    ],
)
def test_length_and_size_are_read(content, expected):
    assert measure(BytesIO(content)) == expected


@pytest.mark.parametrize("content", [movie(), webm()])
def test_a_broken_file_is_no_error_wherever_it_breaks(content):
    for end in range(len(content)):
        measure(BytesIO(content[:end]))
        measure(BytesIO(content[:end] + b"\xff" * 40))
        measure(BytesIO(content[:end] + bytes(40)))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (movie()[:64], "mp4"),
        (webm()[:64], "webm"),
        (webm().replace(b"webm", b"matr")[:64], None),
        (b"These are my notes, named .mp4 for a joke.", None),
        (b"", None),
    ],
)
def test_first_bytes_give_the_kind(head, kind):
    assert kind_of(head) == kind


def test_kind_must_match_the_file_name():
    assert (is_video(movie(), "a.MP4"), is_video(movie(), "a.webm"), is_video(b"", "a.txt")) == (
        True,
        False,
        False,
    )
