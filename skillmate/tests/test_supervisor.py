"""What ends is started again and leaves the rest alone; who asks it to stop is obeyed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

# Ends when asked by that signal, and writes down both.
PATIENT = """
trap "echo stopped >> {log}; kill \\$!; exit" {signal}
echo started >> {log}
sleep 60 & wait
"""


@pytest.fixture
def start(tmp_path) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts a supervisor of these commands."""
    started = []

    def supervise(prelude: str = "pass", **commands: str) -> subprocess.Popen:
        lines = []
        for name, command in commands.items():
            (tmp_path / f"{name}.sh").write_text(command)
            lines.append(f"{name}: sh {tmp_path}/{name}.sh")
        (tmp_path / "Procfile").write_text("\n".join(lines))
        code = f"import sys; from skillmate import supervisor; {prelude}"
        code += f"; sys.exit(supervisor.main('{tmp_path}/Procfile'))"
        command = [sys.executable, "-c", code]
        with (tmp_path / "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=settings.BASE_DIR, stderr=log)  # noqa: S603
        started.append(process)
        return process

    yield supervise
    for process in started:
        process.terminate()
        process.wait(20)


def patient(folder: Path, name: str, signal_name: str = "TERM") -> str:
    """A process that writes down when it starts, and when it is asked to stop."""
    return PATIENT.format(log=folder / name, signal=signal_name)


def children(process: subprocess.Popen) -> dict[str, int]:
    """The process of each line of the Procfile, by its name."""
    pids = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    commands = {int(pid): _command(pid) for pid in pids}
    return {Path(command.split("\0")[1]).stem: pid for pid, command in commands.items() if command}


def _command(pid: str) -> str:
    """Empty for one that has ended since it was listed."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline, "It does not come to that."
        time.sleep(0.05)


def started(folder: Path, *names: str) -> Callable[[], bool]:
    return lambda: all((folder / name).exists() for name in names)


@pytest.mark.parametrize("killed", ["web", "worker"])
def test_what_is_killed_comes_back_and_the_other_stays(start, tmp_path, killed):
    process = start(
        prelude="supervisor.FIRST_PAUSE = 0.1",
        web=patient(tmp_path, "a"),
        worker=patient(tmp_path, "b", "INT"),
    )
    wait_until(started(tmp_path, "a", "b"))
    before = children(process)
    os.kill(before[killed], signal.SIGKILL)
    wait_until(lambda: children(process).get(killed, before[killed]) != before[killed])
    [other] = {"web", "worker"} - {killed}
    assert children(process)[other] == before[other]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_both_end_cleanly_when_asked(start, tmp_path, number):
    """Each in its own way: the worker finishes what it does."""
    process = start(web=patient(tmp_path, "a"), worker=patient(tmp_path, "b", "INT"))
    wait_until(started(tmp_path, "a", "b"))
    process.send_signal(number)
    assert process.wait(20) == 0
    for name in ("a", "b"):
        assert (tmp_path / name).read_text() == "started\nstopped\n"
    assert "skillmate.supervisor" not in (tmp_path / "log").read_text()


def test_mistake_at_the_first_start_ends_all_with_its_status(start, tmp_path):
    process = start(web=patient(tmp_path, "a"), worker="sleep 0.5; exit 3")
    assert process.wait(20) == 3
    assert "worker could not be started (status 3)" in (tmp_path / "log").read_text()
    wait_until(lambda: (tmp_path / "a").read_text() == "started\nstopped\n")


def test_failure_later_on_ends_nothing_else(start, tmp_path):
    """As a database that went away: what ran for seconds was no mistake of whoever started it."""
    process = start(
        prelude="supervisor.BROKEN_WITHIN = 0.2",
        web=patient(tmp_path, "a"),
        worker=f"echo started >> {tmp_path}/b; sleep 0.5; exit 3",
    )
    wait_until(lambda: started(tmp_path, "b")() and "d\ns" in (tmp_path / "b").read_text())
    assert process.poll() is None
    assert (tmp_path / "a").read_text() == "started\n"
    assert "worker ended (status 3); again in 1 s" in (tmp_path / "log").read_text()


def test_second_ctrl_c_kills_at_once(start, tmp_path):
    deaf = f'trap "" INT TERM; echo started > {tmp_path}/b; sleep 60'
    process = start(web=patient(tmp_path, "a"), worker=deaf)
    wait_until(started(tmp_path, "a", "b"))
    process.send_signal(signal.SIGINT)
    wait_until(lambda: (tmp_path / "a").read_text() == "started\nstopped\n")
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 1
    assert "worker has not ended and is killed" in (tmp_path / "log").read_text()


def test_pause_grows_while_it_does_not_stay(start, tmp_path):
    flag = tmp_path / "flag"
    start(web=f"if [ -e {flag} ]; then exit 5; fi; touch {flag}; sleep 0.2; kill -9 $$")
    log = tmp_path / "log"
    wait_until(lambda: "web ended (status 5); again in 2 s" in log.read_text())
    assert "web ended (SIGKILL); again in 1 s" in log.read_text()


def test_nobody_is_left_of_a_supervisor_that_is_killed(start, tmp_path):
    process = start(web=patient(tmp_path, "a"))
    wait_until(started(tmp_path, "a"))
    process.kill()
    wait_until(lambda: (tmp_path / "a").read_text() == "started\nstopped\n")


def test_what_env_says_is_known_to_all(start, tmp_path):
    (tmp_path / ".env").write_text("WEB_CONCURRENCY=7\n")
    start(web=f"echo $WEB_CONCURRENCY > {tmp_path}/a; sleep 60")
    wait_until(lambda: started(tmp_path, "a")() and (tmp_path / "a").read_text() == "7\n")
