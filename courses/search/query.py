"""What somebody looks for, as both databases are asked for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.conf import settings

from .words import cut, encode, fold, is_unspaced, pieces, stem, syllables

MAX_LENGTH = 200
MAX_WORDS = 12
PHRASE = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class Term:
    """One thing a page has to have: any of `sequences`, each one word or more behind one another.

    `typed` is what stands for it in the search box, folded. With `is_prefix` the last word may go
    on.
    """

    typed: str
    sequences: tuple[tuple[str, ...], ...]
    is_prefix: bool = False
    alternatives: tuple[str, ...] = field(default=(), compare=False)

    def or_one_of(self, words: Iterable[str]) -> Term:
        """The same, or one of these folded words."""
        words = tuple(words)
        others = (sequence for word in words for sequence in term_of(word).sequences)
        sequences = tuple(dict.fromkeys([*self.sequences, *others]))
        return replace(self, sequences=sequences, alternatives=words)


@dataclass(frozen=True)
class Query:
    """All of `terms`. False where nothing is looked for."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def for_sqlite(self) -> str:
        """In the language of FTS5. Codes are letters and digits, so nothing in it is typed."""
        return " AND ".join(f"({_fts5(term)})" for term in self.terms)

    @property
    def for_postgresql(self) -> str:
        """In the language of `to_tsquery`."""
        return " & ".join(f"({_tsquery(term)})" for term in self.terms)


def clean_query(text: str) -> str:
    """What to search for: no NUL (a 500 on every database), no endless text."""
    words = text.replace("\0", " ")[:MAX_LENGTH].split()
    return " ".join(words[:MAX_WORDS])


def parse(text: str, *, is_typing: bool = False) -> Query:
    """The words of `text`, those between quotation marks as a phrase. With `is_typing` the last
    word is a beginning."""
    terms, end = [], 0
    text = clean_query(text)
    for phrase in PHRASE.finditer(text):
        terms += map(term_of, cut(text[end : phrase.start()]))
        terms += _of_phrase(cut(phrase[1]))
        end = phrase.end()
    terms += map(term_of, cut(text[end:]))
    if is_typing and terms:
        terms[-1] = _beginning(terms[-1])
    return Query(tuple(dict.fromkeys(terms))[:MAX_WORDS])


def term_of(word: str) -> Term:
    """Of one word in lower case, in any of its forms."""
    return Term(fold(word), tuple(_sequences([word])), is_prefix=_is_single(word))


def _of_phrase(words: list[str]) -> list[Term]:
    if len(words) < 2:
        return [term_of(word) for word in words]
    return [Term(fold(" ".join(words)), tuple(_sequences(words)))]


def _beginning(term: Term) -> Term:
    if is_unspaced(term.typed):
        return term
    return replace(term, sequences=((encode(term.typed),),), is_prefix=True)


def _sequences(words: list[str]) -> Iterable[tuple[str, ...]]:
    """In each language on offer the same words have other stems."""
    languages = [*settings.COURSE_LANGUAGES, ""]
    sequences = (
        tuple(code for word in words for code in _codes(word, language)) for language in languages
    )
    return dict.fromkeys(sequences)


def _codes(word: str, language: str) -> list[str]:
    if not is_unspaced(word):
        return [encode(stem(word, language))]
    run = fold(word)
    # The last piece of what is typed is the letter that ends it there, not on the page.
    return [encode(piece) for piece in (pieces(run)[:-1] or [run])]


def _is_single(word: str) -> bool:
    return is_unspaced(word) and len(syllables(word)) == 1


def _fts5(term: Term) -> str:
    star = "*" if term.is_prefix else ""
    return " OR ".join(f'"{" ".join(sequence)}"{star}' for sequence in term.sequences)


def _tsquery(term: Term) -> str:
    star = ":*" if term.is_prefix else ""
    return " | ".join(f"({' <-> '.join(sequence)}{star})" for sequence in term.sequences)
