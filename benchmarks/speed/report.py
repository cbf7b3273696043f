"""The table, and whether the goals are met."""

from __future__ import annotations

from ..output import say
from .rounds import Result

# By how much a goal may be missed: machines differ, and are never quiet.
TOLERANCE = 1.25


def print_table(title: str, results: dict[str, Result]) -> int:
    """Returns how many goals are missed by more than a quarter."""
    say(f"\n{title}\n")
    say("| page | queries | ms of CPU | × floor | KB | goal | |\n|---|---|---|---|---|---|---|")
    missed = 0
    for result in results.values():
        row = result.row
        misses = misses_of(result, results)
        missed += bool(misses)
        times = f"{result.times(results[row.floor]):.1f}" if row.floor in results else ""
        verdict = "; ".join(misses) or ("met" if row.goal else "")
        say(
            f"| {row.name} | {result.queries} | {result.median:.1f} | {times} {row.floor[6:7]} "
            f"| {result.size / 1024:.0f} | {row.goal or ''} | {verdict} |"
        )
    return missed


def misses_of(result: Result, results: dict[str, Result]) -> list[str]:
    """In what a goal is missed by more than a quarter."""
    goal = result.row.goal
    if goal is None or (goal.times and goal.of not in results):
        return []
    misses = []
    if goal.times and result.times(results[goal.of]) > goal.times * TOLERANCE:
        misses.append("missed")
    if goal.milliseconds and result.median > goal.milliseconds * TOLERANCE:
        misses.append("missed")
    if goal.queries is not None and result.queries > goal.queries:
        misses.append("queries")
    if goal.status and result.status != goal.status:
        misses.append(f"a {result.status}")
    return misses
