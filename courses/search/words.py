"""Texts as words for search: cut, folded and stemmed here, so that both databases find the same.

Neither database knows all languages courses are taught in: SQLite stems none, both take a sentence
without blanks for one word and drop letters that are marks. What they get is written in the letters
a–z and digits alone, which both leave as it is.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby

import snowballstemmer
from django.conf import settings

from web.normal_form import normal

# Of scripts that put no blank between words, or hang others on to them (Korean): Thai to Myanmar,
# Khmer, kana, Han, Hangul.
UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff"
)
# Accents, vowel points of Hebrew and Arabic and its stretching line: many leave them out. Vowel
# signs of other scripts are no ornament.
POINTS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
# Letters that one or the other writes, and those in them that have no accent to take off.
ALIKE = str.maketrans(
    {"ى": "ي", "ة": "ه", "ٱ": "ا", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"}
)
# Invisible hints where a word may break or letters join.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
LONGEST = 40
# Names of the stemmers by the language they are for (ISO 639).
STEMMERS = {
    **{"ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german"},
    **{"el": "greek", "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian"},
    **{"eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish"},
    **{"hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian"},
    **{"lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian"},
    **{"no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian"},
    **{"sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish"},
}
# Of Portuguese words in -ão, which its stemmer takes for others.
PLURALS = re.compile("(?:oe|ae)s$")
_own = threading.local()  # stemmers keep what they work on


def cut(text: str) -> list[str]:
    """The words of `text` in lower case, in order; a run of a script without blanks is one."""
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold()
    return [word[:LONGEST] for word in _pattern().findall(normal(plain))]


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """`word` without what many leave out when they type."""
    bare = POINTS.sub("", unicodedata.normalize("NFD", word))
    return normal(bare).translate(ALIKE)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The folded stem of a word in a language courses are taught in; of others the folded word."""
    name = STEMMERS.get(language.partition("-")[0].lower())
    if name is None or language not in settings.COURSE_LANGUAGES or is_unspaced(word):
        return fold(word)
    stemmers = vars(_own)
    if name not in stemmers:
        stemmers[name] = snowballstemmer.stemmer(name)
    # Of Latin letters without accents, as many type them: "lecon" has the stem of "leçon".
    bare = fold(word)
    if name == "portuguese":
        bare = PLURALS.sub("ao", bare)
    return fold(stemmers[name].stemWord(bare if bare.isascii() else word)) or bare


def is_unspaced(word: str) -> bool:
    return bool(_first_unspaced().match(word))


def syllables(run: str) -> list[str]:
    """The letters of a run, each with its vowel signs."""
    return _syllable().findall(run)


def pieces(run: str) -> list[str]:
    """What stands for a run in the index: each letter with the next, the last alone. So any part
    of it is found as a phrase, and a single letter as a beginning."""
    parts = syllables(run)
    return [first + second for first, second in zip(parts, [*parts[1:], ""], strict=True)]


def index_text(text: str, language: str) -> str:
    """`text` as it is, for the admin's search, and its words as this search looks for them."""
    return f"{text}\n{' '.join(map(encode, _stems(text, language)))}"


def index_title(text: str, language: str) -> str:
    """The words of a title, which Wagtail writes down itself: as they are looked for, and whole, to
    be found while they are typed."""
    whole = (fold(word) for word in cut(text) if not is_unspaced(word))
    return " ".join(map(encode, [*_stems(text, language), *whole]))


def encode(word: str) -> str:
    """In letters and digits of ASCII. The beginning of a word is the beginning of its code."""
    return word if word.isascii() else "u" + "".join(f"{ord(letter):05x}" for letter in word)


def _stems(text: str, language: str) -> Iterator[str]:
    for word in cut(text):
        if is_unspaced(word):
            yield from pieces(fold(word))
        else:
            yield stem(word, language)


@cache
def marks() -> str:
    """All combining marks, for a class of a regular expression."""
    codes = [code for code in range(0x1F000) if unicodedata.category(chr(code))[0] == "M"]
    runs = groupby(enumerate(codes), key=lambda item: item[1] - item[0])
    ranges = [[code for _place, code in run] for _key, run in runs]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in ranges)


@cache
def _pattern() -> re.Pattern:
    return re.compile(
        f"[{UNSPACED}][{UNSPACED}{marks()}]*|[^\\W_{UNSPACED}](?:[^\\W_{UNSPACED}]|[{marks()}])*"
    )


@cache
def _syllable() -> re.Pattern:
    return re.compile(f".[{marks()}]*")


@cache
def _first_unspaced() -> re.Pattern:
    return re.compile(f"[{UNSPACED}]")
