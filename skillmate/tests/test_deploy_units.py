"""The units of docs/deploy/ are such as systemd reads, and start what there is."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

UNITS = sorted((settings.BASE_DIR / "docs/deploy").glob("skillmate*"))
SITE = "/srv/skillmate"
# No warning may be lost among those of a machine's own units.
VERIFY = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no"]


def copied(unit: Path, folder: Path) -> Path:
    """As it would stand on this machine."""
    copy = folder / unit.name
    copy.write_text(unit.read_text().replace(SITE, str(settings.BASE_DIR)))
    return copy


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
def test_systemd_understands_them(tmp_path):
    copies = [copied(unit, tmp_path) for unit in UNITS]
    result = subprocess.run(  # noqa: S603  (above)
        [*VERIFY, *copies], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"])
def test_services_write_where_data_is_and_nowhere_else(unit):
    text = unit.read_text()
    for line in ("ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateTmp=yes", "User=skillmate"):
        assert f"\n{line}\n" in text
    [writable] = re.findall(r"^ReadWritePaths=(.*)$", text, re.M)
    folders = {path.lstrip("-") for path in writable.split()}
    data = {f"{SITE}/var", "/srv/files"}
    assert folders - {"/srv/backups"} == data


def test_web_server_and_worker_live_apart():
    """None stops, requires or waits for the other."""
    for name, other in (("web", "worker"), ("worker", "web")):
        text = (settings.BASE_DIR / f"docs/deploy/skillmate-{name}.service").read_text()
        assert f"skillmate-{other}" not in text
        assert "\nRestart=always\n" in text
