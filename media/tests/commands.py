"""The management commands as an operator runs them."""

from dataclasses import dataclass
from io import StringIO

from django.core.management import CommandError, call_command


@dataclass
class Run:
    lines: list[str]
    error: str = ""


def run(command: str, *arguments: str) -> Run:
    """What it prints, and the sentence it fails with: empty where its exit status is 0."""
    printed = StringIO()
    try:
        call_command(command, *arguments, stdout=printed)
    except CommandError as error:
        return Run(printed.getvalue().splitlines(), str(error))
    return Run(printed.getvalue().splitlines())
