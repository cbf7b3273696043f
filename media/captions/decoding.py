"""The text of a file whose encoding nobody has written down."""

from __future__ import annotations

import codecs
import re
from itertools import chain

from django.utils.translation import gettext as _

from .exceptions import CaptionsRefusal

# The longer first: a mark of UTF-32 begins as one of UTF-16 does.
MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
WESTERN = "cp1252"
# What programs wrote in each language before they wrote UTF-8.
BY_LANGUAGE = {
    **dict.fromkeys(["ru", "uk", "be", "bg", "mk", "sr", "kk", "mn", "tg"], "cp1251"),
    **dict.fromkeys(["pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro", "sq"], "cp1250"),
    **dict.fromkeys(["lt", "lv", "et"], "cp1257"),
    **dict.fromkeys(["ar", "fa", "ur"], "cp1256"),
    **{"el": "cp1253", "tr": "cp1254", "az": "cp1254", "he": "cp1255", "vi": "cp1258"},
    **{"th": "cp874", "ja": "cp932", "ko": "cp949", "zh": "gb18030"},
}
TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")
# In a language of Latin letters a word has some that are ASCII. Others mean another script.
WORD = re.compile(r"[^\W\d_]{3,}")
MOST_STRANGE = 0.2


def decode(data: bytes, language: str) -> tuple[str, str]:
    """The text, and the name of the encoding it was in. `language` is a code such as `pt-BR`.

    Raises `CaptionsRefusal` for what is no text, or none in that language.
    """
    encoding = _marked(data) or _wide(data) or _unicode(data) or legacy_encoding(language)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CaptionsRefusal(
            _("Line %d cannot be read as text. Save the file as UTF-8 and choose it again.") % line
        ) from error
    if any(char < " " and char not in "\t\n\r\f" for char in chain(text[:4096], text[-4096:])):
        raise CaptionsRefusal(_("This is no text. Captions are .vtt (WebVTT) or .srt (SubRip)."))
    if encoding == WESTERN:
        _check_letters(text)
    return text, encoding


def legacy_encoding(language: str) -> str:
    code = language.strip().lower().replace("_", "-")
    if code.startswith(TRADITIONAL):
        return "big5hkscs"
    return BY_LANGUAGE.get(code.partition("-")[0], WESTERN)


def _marked(data: bytes) -> str:
    return next((encoding for mark, encoding in MARKS if data.startswith(mark)), "")


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: digits and line ends have a zero beside them."""
    head = data[:512]
    evens, odds = head[::2].count(0), head[1::2].count(0)
    if max(evens, odds) * 4 < len(head):
        return ""
    return "utf-16-le" if odds > evens else "utf-16-be"


def _unicode(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "utf-8"


def _check_letters(text: str) -> None:
    """Every byte is some letter in this encoding: what was Cyrillic reads as `Ïðèâåò`."""
    words = WORD.findall(text)
    strange = [word for word in words if not any(char.isascii() for char in word)]
    if len(strange) > MOST_STRANGE * len(words):
        raise CaptionsRefusal(
            _(
                "The letters of this file are not those of the language chosen for it. Choose "
                "its language, or save the file as UTF-8 and choose it again."
            )
        )
