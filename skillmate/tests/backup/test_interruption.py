"""What a process does about signals that end it; `test_ended_commands.py` ends real commands."""

import os
import signal

import pytest

from skillmate.backup.interruption import Interruption, interruptible


def end_and_tidy(tidied: list[str]) -> None:
    with interruptible():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGTERM)
            tidied.append("all")


def test_the_first_signal_ends_the_block_and_no_other_its_tidying_up():
    tidied = []
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Interruption, match="SIGTERM"):
        end_and_tidy(tidied)
    assert tidied == ["all"]
    assert signal.getsignal(signal.SIGTERM) == before


def test_what_nohup_ignores_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruptible():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
