"""The same rows, as far as it has them, of `wagtail-lms`: `make bench-peer`."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import version
from itertools import cycle
from pathlib import Path

from ...output import say
from ..client import Request, SignInForm
from ..dataset import KEPT, Dataset
from ..memory import say_memory
from ..people import LEARNER, NEWCOMER, WORKER
from ..report import print_table
from ..rounds import Measurement
from ..rows import Row, always, floors
from ..server import StockSite

PEER = "wagtail-lms==0.11.1"
# Wagtail, Django and the server are those of the site; the other two are for `stock.settings`.
SAME = ("wagtail", "django", "gunicorn", "django-environ", "python-json-logger")
FOLDER = KEPT / PEER.replace("==", "-")
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"


class PeerSite(StockSite):
    name = "peer"
    settings = "benchmarks.speed.peer.settings"
    python = str(FOLDER / "bin" / "python")
    names = (LEARNER, NEWCOMER, WORKER)
    sign_in_form = SignInForm("/accounts/login/", "username", "/accounts/login/")
    page_with_messages = "/course-0/"


def main() -> None:
    install()
    dataset = Dataset("sqlite", 1.0, PeerSite).make()
    with dataset.running() as site:
        say_memory(site, "memory of a worker at start")
        results = Measurement([site], rows(dataset.facts)).run()
        print_table(f"{PEER}, SQLite", results)


def install() -> None:
    if Path(PeerSite.python).exists():
        return
    say(f"Installing {PEER} into {FOLDER}…")
    venv.create(FOLDER, with_pip=True)
    packages = [PEER, *(f"{name}=={version(name)}" for name in SAME)]
    command = [PeerSite.python, "-m", "pip", "install", "--quiet", *packages]
    subprocess.run(command, check=True, stdout=sys.stderr)


def rows(facts: dict) -> list[Row]:
    mine = {"person": LEARNER, "floor": floors()[1].name, "site": "peer"}
    written = {"floor": mine["floor"], "beforehand": "read", "site": "peer"}
    constant, constant_signed_in = floors("peer")
    return [
        constant,
        constant_signed_in,
        Row("course", always(facts["course"]), site="peer"),
        Row("course, enrolled", always(facts["course"]), **mine),
        Row("lesson, enrolled", always(facts["lesson"]), **mine),
        Row("POST enrol", enrolments(facts), person=NEWCOMER, **written),
        Row("POST complete", completions(facts), person=WORKER, **written),
    ]


def enrolments(facts: dict) -> Iterator[Request]:
    for pk in cycle(facts["courses"]):
        yield Request(f"/lms/course/{pk}/enroll/", "POST")


def completions(facts: dict) -> Iterator[Request]:
    """What the player of a lesson's one activity sends, which completes the lesson."""
    verb = {"id": COMPLETED, "display": {"en-US": "completed"}}
    statement = json.dumps({"verb": verb, "object": {}, "result": {"completion": True}})
    for number in cycle(range(facts["activities"])):
        path = f"/lms/h5p-xapi/{facts['first_activity'] + number}/"
        yield Request(path, "POST", statement, {"Content-Type": "application/json"})


if __name__ == "__main__":
    main()
