"""Captions as authors have them, and what becomes of them."""

import pytest

from media.captions import CaptionsRefusal, read_captions

CUE = "00:01.000 --> 00:02.500"
PROPER = f"WEBVTT\n\n{CUE}\nGrüße\n"
SUBRIP = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\n{\\an8}<font color=red>Né</font> <i>à</i> R&D <3\r\n"
)


@pytest.mark.parametrize(
    "data",
    [PROPER.encode(), PROPER.encode("utf-8-sig"), f"WEBVTT - a\n{CUE} line:0\nHi".encode()],
)
def test_what_browsers_show_stays_byte_for_byte(data):
    captions = read_captions(data)
    assert (captions.data, captions.changes) == (data, ())


@pytest.mark.parametrize(
    ("encoding", "language", "text"),
    [
        ("latin-1", "de", "Grüße"),
        ("cp1252", "", "“Café”"),
        ("cp1251", "ru-RU", "Привет, мир"),
        ("cp1250", "pl", "Zażółć gęślą"),
        ("cp932", "ja", "こんにちは"),
        ("gb18030", "zh", "你好，世界"),
        ("big5", "zh-TW", "世界"),
        ("cp1256", "ar", "مرحبا"),
        ("utf-16", "en", "Привет"),
        ("utf-16-le", "en", "Hello"),
        ("utf-16-be", "ar", "مرحبا"),
    ],
)
def test_text_is_read_in_any_usual_encoding_and_its_author_told(encoding, language, text):
    captions = read_captions(PROPER.replace("Grüße", text).encode(encoding), language=language)
    assert text in captions.data.decode()
    [change] = captions.changes
    assert "UTF-8" in change


def test_subrip_becomes_webvtt():
    captions = read_captions((SUBRIP + "2\r\n0:0:3,5 --> 0:0:4,25\r\nb").encode(), language="fr")
    assert captions.data.decode() == (
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.500\nNé <i>à</i> R&amp;D &lt;3\n\n"
        "2\n00:00:03.500 --> 00:00:04.250\nb\n"
    )
    assert "WebVTT" in captions.changes[0]
    assert read_captions(captions.data).changes == ()


def test_times_are_mended_and_all_else_is_kept():
    text = "WEBVTT\n\nNOTE by me\n\nintro\n00:01,000 --> 00:02.5 align:start\n<v Ann>Hi\n"
    captions = read_captions(text.encode())
    assert captions.data.decode() == (
        "WEBVTT\n\nNOTE by me\n\nintro\n00:00:01.000 --> 00:00:02.500 align:start\n<v Ann>Hi\n"
    )
    assert captions.changes == ("Times were written anew as WebVTT has them, in line 6.",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no caption"),
        (b"WEBVTT\n\n", "no caption"),
        (f"WEBVTT\n\n{CUE}\n".encode(), "no caption"),
        (b"WEBVTT\n\nHello\n", "Line 3: there is no time"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\nHi", "Line 3: the caption ends before"),
        (b"WEBVTT\n\n\nsoon --> 00:01.000\nHi", "Line 4: the time cannot be read"),
        (b"WEBVTT\n\n00:01.000 -->\nHi", "Line 3: the time cannot be read"),
        (b"WEBVTT\n\n00:75.000 --> 00:80.000\nHi", "more than 59"),
        (b"WEBVTT\n\nNOTE a --> b\n", "Line 3: a comment"),
        (b"\x89PNG\r\n\x1a\n\x01\x02", "no text"),
        (PROPER.replace("Grüße", "Привет, мир").encode("cp1251"), "not those of the language"),
        (bytes(3 * 1024 * 1024), "2 MB"),
    ],
)
def test_what_no_browser_would_show_is_refused_with_its_line(data, reason):
    with pytest.raises(CaptionsRefusal, match=reason):
        read_captions(data)


def test_a_byte_that_is_no_letter_is_refused_with_its_line():
    with pytest.raises(CaptionsRefusal, match="Line 4 cannot be read as text"):
        read_captions(PROPER.encode("latin-1"), language="ja-JP")
