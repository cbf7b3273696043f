"""One slip of the finger forgiven, whatever the database: by words that differ in one letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .models import Spelling
from .query import Query
from .words import cut, fold, is_unspaced

SHORTEST, LONGEST = 3, 24
# Candidates that are looked at, and alternatives that are searched for.
MAX_CANDIDATES, MAX_ALTERNATIVES = 300, 8
BATCH = 400


def learn_words(texts: Iterable[str]) -> None:
    """Make what stands in `texts` known to `alternatives()`. A query a few hundred words, and
    nothing is written where all are known."""
    words = {fold(word) for text in texts for word in cut(text) if not is_unspaced(word)}
    kept = sorted(filter(_is_kept, words))
    for start in range(0, len(kept), BATCH):
        some = kept[start : start + BATCH]
        rows = Spelling.objects.filter(form__in=some)
        known = {word for form, word in rows.values_list("form", "word") if form == word}
        spellings = [
            Spelling(form=form, word=word)
            for word in some
            if word not in known
            for form in sorted(_forms(word))
        ]
        Spelling.objects.bulk_create(spellings, batch_size=BATCH, ignore_conflicts=True)


def forgiving(query: Query) -> Query | None:
    """`query` with words there are beside those that were typed; None where there are none."""
    terms = [term.or_one_of(_alternatives(term.typed)) for term in query.terms]
    return Query(tuple(terms)) if any(term.alternatives for term in terms) else None


def _alternatives(typed: str) -> list[str]:
    """Words in which one letter is another, missing, too much, or changed places with the next."""
    if not _is_kept(typed) or is_unspaced(typed) or " " in typed:
        return []
    rows = Spelling.objects.filter(form__in=_forms(typed)).values_list("word", flat=True)
    words = [word for word in rows.distinct()[:MAX_CANDIDATES] if _is_one_edit(typed, word)]
    # First letters are seldom wrong, and what is as long was most likely meant.
    words.sort(key=lambda word: (word[0] != typed[0], abs(len(word) - len(typed)), word))
    return words[:MAX_ALTERNATIVES]


def _forms(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _is_kept(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and not word.isdecimal()


def _is_one_edit(one: str, other: str) -> bool:
    if one == other:
        return False
    start = next(_differences(one, other), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    )


def _differences(one: str, other: str) -> Iterator[int]:
    return (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
