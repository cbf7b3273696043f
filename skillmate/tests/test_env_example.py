"""`.env.example` names every variable there is, none that is not, and why one would set it."""

import re

import pytest
from django.conf import settings

EXAMPLE = (settings.BASE_DIR / ".env.example").read_text()
VARIABLE = re.compile(r"#? ?([A-Z][A-Z0-9_]+)=")
# Given on the command line: `PORT=8080 make serve`.
ON_THE_COMMAND_LINE = {"PORT"}


def named() -> list[str]:
    return [match[1] for line in EXAMPLE.splitlines() if (match := VARIABLE.match(line))]


def read() -> set[str]:
    """What the settings ask the environment for, and what the Procfile does."""
    folder = settings.BASE_DIR / "skillmate/settings"
    code = "".join(path.read_text() for path in folder.glob("*.py"))
    names = re.findall(r"\b(?:env(?:\.\w+)?\(|whole_number\(env,)\s*\"([A-Z0-9_]+)\"", code)
    procfile = (settings.BASE_DIR / "Procfile").read_text()
    return {*names, *re.findall(r"\$\{?([A-Z_]+)", procfile)} - ON_THE_COMMAND_LINE


def test_every_variable_is_named_once_and_none_that_is_not_read():
    assert sorted(named()) == sorted(read())
    assert len(named()) > 30


def reason(name: str) -> str:
    """The comment right above a variable: empty where there is none but a heading."""
    lines = EXAMPLE.splitlines()
    [index] = [index for index, line in enumerate(lines) if re.match(rf"#? ?{name}=", line)]
    above = lines[index - 1]
    is_comment = above.startswith("# ") and not above.startswith("# ---")
    return above if is_comment and not VARIABLE.match(above) else ""


# The first one says where both are to be had.
PAIRED = {"GOOGLE_CLIENT_SECRET", "MEDIA_S3_SECRET_ACCESS_KEY"}


@pytest.mark.parametrize("name", sorted(read() - PAIRED))
def test_every_variable_has_a_reason(name):
    assert len(reason(name)) > 10
