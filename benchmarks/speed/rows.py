"""The rows of the table: what is asked for, by whom, and what it may cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, cycle, product
from urllib.parse import urlencode

from .client import Request
from .people import ADMIN, LEARNER, NEWCOMER, VISITOR, WORKER

FLOOR_A, FLOOR_S = "/bench/floor/", "/bench/floor/signed-in/"

A, S = "floor A, a constant view", "floor S, the same signed in"
NAMES = {A: "A", S: "S"}
EXPLORER, STOCK_EXPLORER = "admin explorer, 50 rows", "stock explorer, 50 stock pages"
WAGTAILS_EXPLORER = "stock explorer, the same 50 rows"
EDITOR, STOCK_EDITOR = "editor", "stock editor"
CATALOGUE = "/courses/"
SITEMAP, PART = "/sitemap.xml", "/sitemap-pages.xml"


@dataclass(frozen=True)
class Goal:
    """At most so many `times` what the row `of` costs, or so many milliseconds."""

    times: float = 0
    of: str = A
    milliseconds: float = 0
    queries: int | None = None
    status: int | None = None

    def __str__(self) -> str:
        parts = [
            f"≤ {self.times:g} × {NAMES.get(self.of, self.of)}" if self.times else "",
            f"≤ {self.milliseconds:g} ms" if self.milliseconds else "",
            f"≤ {self.queries} queries" if self.queries is not None else "",
            str(self.status or ""),
        ]
        return ", ".join(filter(None, parts))


WARM = Goal(2, queries=1)


@dataclass(frozen=True)
class Row:
    """`requests` never ends. `beforehand` is done before each of them, and costs nothing."""

    name: str
    requests: Iterator[Request]
    goal: Goal | None = None
    person: str = VISITOR
    floor: str = A
    # "change": something public; "read": the messages of the request before.
    beforehand: str = ""
    # Asked for with the ETag the page had.
    is_conditional: bool = False
    # Of which site.
    site: str = "site"


def always(path: str) -> Iterator[Request]:
    return cycle([Request(path)])


def rows(facts: dict) -> list[Row]:
    kinds = (growing, public, cold, signed_in, posts, admin)
    return [*floors(), *(row for kind in kinds for row in kind(facts))]


def floors(site: str = "site") -> list[Row]:
    return [
        Row(A, always(FLOOR_A), site=site),
        Row(S, always(FLOOR_S), person=LEARNER, floor=S, site=site),
    ]


def public(facts: dict) -> list[Row]:
    unchanged = Goal(1.2, status=304)
    part = PART if facts["courses"] < 1000 else f"{PART}?p=2"  # the first has few courses
    filtered = f"{CATALOGUE}?level=beginner&language=en"
    return [
        Row("catalogue, filtered", always(filtered), WARM),
        Row("category", always(facts["category"]), WARM),
        Row("course", always(facts["course"]), WARM),
        Row("free lesson", always(facts["free_lesson"]), WARM),
        Row("course, If-None-Match", always(facts["course"]), unchanged, is_conditional=True),
        Row("lesson, If-None-Match", always(facts["free_lesson"]), unchanged, is_conditional=True),
        *searches(facts),
        Row("sitemap", always(SITEMAP), Goal(milliseconds=20)),
        Row("cold: sitemap", always(SITEMAP), beforehand="change"),
        Row("sitemap, a part", always(part), Goal(milliseconds=20)),
        Row("cold: sitemap, a part", always(part), Goal(milliseconds=20), beforehand="change"),
    ]


def searches(facts: dict) -> list[Row]:
    """As any page that is kept; and words nobody has searched for since the last change."""
    return [
        Row(
            f"{kind}search, a {name} word",
            always(f"/search/?q={facts[f'{name}_word']}"),
            goal,
            beforehand=beforehand,
        )
        for kind, beforehand, goal in (("", "", Goal(10)), ("cold: ", "change", None))
        for name in ("common", "rare")
    ]


def cold(facts: dict) -> list[Row]:
    page = Goal(milliseconds=30)
    return [
        Row("cold: course", always(facts["course"]), page, beforehand="change"),
        Row("cold: free lesson", always(facts["free_lesson"]), page, beforehand="change"),
    ]


def growing(facts: dict) -> list[Row]:
    """What shows the whole catalogue, and must not cost more where that is larger."""
    cold = Goal(milliseconds=40)
    return [
        Row("landing", always("/"), WARM),
        Row("catalogue", always(CATALOGUE), WARM),
        Row("cold: landing", always("/"), cold, beforehand="change"),
        Row("cold: catalogue", always(CATALOGUE), cold, beforehand="change"),
        Row("cold: new filters", new_filters(facts), cold),
    ]


def signed_in(facts: dict) -> list[Row]:
    page = Goal(4, S, queries=6)
    mine = {"person": LEARNER, "floor": S}
    return [
        Row("course, enrolled", always(facts["course"]), page, **mine),
        Row("lesson, enrolled", always(facts["closed_lesson"]), page, **mine),
        Row("/learn/ with 20 courses", always("/learn/"), Goal(6, S, queries=6), **mine),
    ]


def posts(facts: dict) -> list[Row]:
    write = Goal(2.5, S)
    return [
        Row("POST enrol", enrolments(facts), write, NEWCOMER, S, "read"),
        Row("POST complete", completions(facts), write, WORKER, S, "read"),
    ]


def admin(facts: dict) -> list[Row]:
    ours = {"person": ADMIN, "floor": S}
    explorer = f"/pages/{facts['index_id']}/"
    reviews = {size: f"/admin/courses/{pk}/review/" for size, pk in facts["reviews"].items()}
    editor = f"/admin/pages/{facts['course_id']}/edit/"
    return [
        Row(EXPLORER, always(f"/admin{explorer}"), Goal(1, WAGTAILS_EXPLORER), **ours),
        Row(WAGTAILS_EXPLORER, always(f"/admin/bench{explorer}"), **ours),
        Row("review of 20 lessons", always(reviews["20"]), Goal(milliseconds=250), **ours),
        Row("review of 150 lessons", always(reviews["150"]), Goal(milliseconds=250), **ours),
        Row(EDITOR, always(editor), Goal(1.3, STOCK_EDITOR), **ours),
    ]


def stock(facts: dict) -> list[Row]:
    """Of a Wagtail without anything of ours, with as many pages that have as many fields."""
    theirs = {"person": ADMIN, "floor": S, "site": "stock"}
    editor = f"/admin/pages/{facts['course_id']}/edit/"
    return [
        Row(STOCK_EXPLORER, always(f"/admin/pages/{facts['index_id']}/"), **theirs),
        Row(STOCK_EDITOR, always(editor), **theirs),
    ]


def new_filters(facts: dict) -> Iterator[Request]:
    """Each once: by what nobody has asked for before."""
    pairs = combinations(facts["categories"], 2)
    others = product(pairs, facts["levels"], facts["languages"], ("title", "updated"))
    for (one, other), level, language, sort in others:
        params = [("category", one), ("category", other), ("level", level)]
        query = urlencode([*params, ("language", language), ("sort", sort)])
        yield Request(f"{CATALOGUE}?{query}")


def enrolments(facts: dict) -> Iterator[Request]:
    for number in cycle(range(facts["courses"])):
        yield Request(f"/learn/courses/{_course_pk(facts, number)}/enrol/", "POST")


def completions(facts: dict) -> Iterator[Request]:
    for number in cycle(range(facts["courses"] // 2)):
        for place in range(1, facts["lessons_each"] + 1):
            pk = _course_pk(facts, number) + place
            yield Request(f"/learn/lessons/{pk}/complete/", "POST")


def _course_pk(facts: dict, number: int) -> int:
    return facts["first_pk"] + number * (facts["lessons_each"] + 1)
