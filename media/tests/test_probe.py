"""What is found out about a video without decoding it."""

import struct
from io import BytesIO

import pytest
from django.conf import settings

from media.probe import Measures, kind_of, measure, problem_of
from media.probe.kinds import HEAD

from .factories import box, track

REAL = settings.BASE_DIR / "demo/reading-the-night-sky/media/moon-phases.mp4"


def movie(
    *, seconds: float = 90, size=(640, 360), matrix=(1, 0, 0, 1), long: bool = False, codec=b"avc1"
) -> bytes:
    """An MP4 with all that is read of it, in the short or long form of its numbers."""
    times = struct.pack(">QQ" if long else ">II", 0, 0)
    version = bytes([long, 0, 0, 0])
    length = struct.pack(">IQ" if long else ">II", 1000, round(seconds * 1000))
    a, b, c, d = (value << 16 for value in matrix)
    turned = struct.pack(">9i2I", a, b, 0, c, d, 0, 0, 0, 1 << 30, size[0] << 16, size[1] << 16)
    after_times = bytes(8 + (8 if long else 4) + 16)
    pictures = track(codec=codec, head=box(b"tkhd", version + times + after_times + turned))
    sound = box(b"tkhd", version + times + after_times + bytes(44))
    tracks = track(b"soun", b"mp4a", head=sound) + (pictures if codec else b"")
    moov = box(b"mvhd", version + times + length) + tracks
    return box(b"ftyp", b"isom") + box(b"mdat", bytes(100)) + box(b"moov", moov)


def element(kind: int, content: bytes) -> bytes:
    name = kind.to_bytes((kind.bit_length() + 7) // 8, "big")
    return name + (len(content) | 1 << 56).to_bytes(8, "big") + content


def webm(*, ticks: float = 12_345.0, unsized: bool = False, has_pictures: bool = True) -> bytes:
    video = element(0xE0, element(0xB0, b"\x05\x00") + element(0xBA, b"\x02\xd0"))
    track_fields = video if has_pictures else element(0x83, b"\x02")
    info = element(0x2AD7B1, b"\x0f\x42\x40") + element(0x4489, struct.pack(">d", ticks))
    metadata = element(0x1549A966, info) + element(0x1654AE6B, element(0xAE, track_fields))
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
        assert problem_of(BytesIO(content[:end])) or end < HEAD
        problem_of(BytesIO(content[:end] + bytes(40)))
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


FAST_START = box(b"ftyp", b"isom") + box(b"moov", track()) + box(b"mdat", bytes(500))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (movie(), ""),
        (webm(), ""),
        (webm(unsized=True), ""),
        (FAST_START, ""),
        (FAST_START + bytes(300), ""),
        (FAST_START[:-1], "cut off"),
        (FAST_START[:-400], "cut off"),
        (movie()[:-90], "cut off"),
        (box(b"ftyp", b"isom") + box(b"mdat", bytes(9)), "cut off"),
        (webm()[:-20], "cut off"),
        (movie(codec=b""), "no pictures"),
        (webm(has_pictures=False), "no pictures"),
        (movie(codec=b"mp4v"), "No browser plays its pictures (mp4v)"),
    ],
)
def test_what_would_not_play_is_named(content, reason):
    problem = problem_of(BytesIO(content))
    assert (reason in problem) if reason else problem == ""


def test_pictures_in_the_boxes_of_an_mp4_are_no_video():
    assert kind_of(box(b"ftyp", b"heic")) is None
