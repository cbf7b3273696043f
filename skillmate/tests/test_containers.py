"""Dockerfile and compose.yaml name what there is, and agree with each other and with nginx.

No engine builds or runs them here: docs/deployment.md says so.
"""

import ast
import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from skillmate.tests.nginx.server import IS_INSTALLED, WHY_NOT, Nginx
from skillmate.tests.test_env_example import named

ROOT: Path = settings.BASE_DIR
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service.get("image") == "skillmate"]
# Given by compose to itself, or to the servers of others.
OF_COMPOSE = {"POSTGRES_PASSWORD", "TLS_FOLDER"}


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.M))
    return [tuple(line.split(" ", 1)) for line in text.splitlines() if line]


def values(name: str) -> list[str]:
    return [value for instruction, value in instructions() if instruction == name]


def in_image() -> list[str]:
    """Paths that `COPY . .` takes along, at the top."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert lines[1] == "*"
    return [line.removeprefix("!") for line in lines if line.startswith("!")]


def test_the_image_has_all_the_code_and_neither_secrets_nor_data():
    copied = in_image()
    assert [name for name in copied if not (ROOT / name).exists()] == []
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert apps | {"templates", "static", "manage.py", "gunicorn.conf.py"} <= {*copied}
    assert {".env", "var", "staticfiles", ".git"} & {*copied} == set()
    for path in values("COPY"):
        if "--from" not in path and not path.startswith("."):
            assert (ROOT / path.split()[0]).is_file()


def test_the_image_runs_without_rights_and_says_whether_it_lives():
    names = [name for name, _value in instructions()]
    assert names.count("FROM") == 2
    assert names.index("USER") < names.index("HEALTHCHECK") < names.index("CMD")
    assert values("USER") == ["skillmate"]
    assert "SECRET" not in "".join(values("ENV") + values("ARG"))
    [check] = values("HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    assert f":{values('EXPOSE')[0]}/healthz" in command[-1]
    ast.parse(command[-1])


def test_the_server_is_the_one_of_the_units():
    [command] = [json.loads(value) for value in values("CMD")]
    unit = (ROOT / "docs/deploy/skillmate-web.service").read_text()
    [start] = re.findall(r"^ExecStart=\S+/(gunicorn .*)$", unit, re.M)
    own = ["--bind", f"0.0.0.0:{values('EXPOSE')[0]}", "--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    assert [part for part in command if part not in own] == shlex.split(start)
    worker = (ROOT / "docs/deploy/skillmate-worker.service").read_text()
    assert shlex.join(SERVICES["worker"]["command"][1:]) in worker


def test_commands_of_the_containers_exist():
    text = " ".join(part for name in OURS for part in SERVICES[name].get("command", []))
    commands = re.findall(r"manage\.py (\w+)", text)
    commands += re.findall(r"manage\.py (\w+)", DOCKERFILE)
    assert len(commands) == 6
    assert [command for command in commands if command not in get_commands()] == []


def test_variables_are_those_the_site_reads():
    known = {*named(), "DJANGO_SETTINGS_MODULE", "PATH", "PYTHONUNBUFFERED"}
    given = {name for service in OURS for name in SERVICES[service].get("environment", {})}
    assert given - known == set()
    assert {"DATABASE_URL", "CACHE_URL", "MEDIA_S3_BUCKET", "TRUSTED_PROXY_COUNT"} <= given
    asked = set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "compose.yaml").read_text()))
    assert asked - known == OF_COMPOSE
    in_image = set(re.findall(r"\b([A-Z_]+)=", " ".join(values("ENV"))))
    assert in_image - known - {"PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK"} == set()


@pytest.mark.parametrize("name", SERVICES)
def test_whatever_is_waited_for_tells_that_it_is_there(name):
    for other, wait in SERVICES[name].get("depends_on", {}).items():
        if wait["condition"] == "service_healthy":
            has_own = "healthcheck" in SERVICES[other]
            assert has_own or (other in OURS and values("HEALTHCHECK"))
        else:
            assert SERVICES[other]["restart"] == "no"


def test_hosts_and_ports_are_those_of_the_containers():
    environment = SERVICES["web"]["environment"]
    urls = [environment[name] for name in ("DATABASE_URL", "CACHE_URL", "MEDIA_S3_ENDPOINT_URL")]
    hosts = [re.search(r"(?:@|//)([a-z]+):(\d+)", url).groups() for url in urls]
    assert hosts == [("database", "5432"), ("cache", "6379"), ("bucket", "9000")]
    folder = ROOT / "docs/deploy/compose"
    assert f"server web:{values('EXPOSE')[0]} " in (folder / "upstream.conf").read_text()
    assert "http://bucket:9000/;" in (folder / "bucket.conf").read_text()
    published = {name for name, service in SERVICES.items() if "ports" in service}
    assert published == {"nginx"}


def test_what_is_mounted_is_there():
    volumes = [volume for service in SERVICES.values() for volume in service.get("volumes", [])]
    sources = {volume.partition(":")[0] for volume in volumes if not volume.startswith("$")}
    files = {source for source in sources if source.startswith("./")}
    assert [source for source in files if not (ROOT / source).exists()] == []
    assert sources - files == {*COMPOSE["volumes"]}
    for volume in SERVICES["nginx"]["volumes"]:
        target = volume.removesuffix(":ro").rpartition(":")[2]
        if target.startswith("/etc/nginx/skillmate/"):  # within a folder that is mounted itself
            assert (ROOT / "docs/deploy/nginx/skillmate" / Path(target).name).is_file()


@pytest.mark.skipif(not IS_INSTALLED, reason=WHY_NOT)
def test_nginx_starts_with_the_files_of_the_containers(tmp_path):
    nginx = Nginx(tmp_path, [8000])
    nginx.write()
    for path in (ROOT / "docs/deploy/compose").iterdir():
        text = path.read_text().replace("/etc/nginx/", f"{tmp_path}/")
        text = re.sub(r"\b(web|bucket):", "127.0.0.1:", text)
        (tmp_path / "skillmate" / path.name).write_text(text)
    nginx.command("-t")
