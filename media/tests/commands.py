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
    output = StringIO()
    try:
        call_command(command, *arguments, stdout=output)
    except CommandError as error:
        return Run(output.getvalue().splitlines(), str(error))
    return Run(output.getvalue().splitlines())
