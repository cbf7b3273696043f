"""A real nginx with the files of `docs/deploy/nginx`, on ports and in folders of its own."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from media.tests.measuring import free_port

HOST = "learn.example.org"  # as in the files
CONF = Path(__file__).resolve().parents[3] / "docs/deploy/nginx"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
IS_INSTALLED = bool(NGINX)
WHY_NOT = "there is no nginx (Debian: nginx-light)"
FRAME = """worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log warn;
{user}
events {{ worker_connections 512; }}
http {{
    types {{ text/html html; image/png png; video/mp4 mp4; }}
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/skillmate.conf;
}}
"""


@dataclass
class Nginx:
    """Started by `with`. `upstreams` are ports of this machine; `switches` replace lines."""

    folder: Path
    upstreams: list[int]
    keeps_pages: bool = False
    switches: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    plain_port: int = field(default_factory=free_port)
    purge_port: int = field(default_factory=free_port)

    def __enter__(self) -> Nginx:
        self.write()
        self.command("-t")
        self.process = subprocess.Popen([*self._start, "-g", "daemon off;"])  # noqa: S603
        for port in (self.port, self.plain_port):
            _wait_for(port)
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    def use(self, *ports: int) -> None:
        """Ask these servers from now on. Requests under way end where they are."""
        self.upstreams = [*ports]
        self._write_upstream()
        self.command("-s", "reload")

    def command(self, *arguments: str) -> None:
        """`-t` tries the configuration, `-s reload` reads it anew."""
        subprocess.run(  # noqa: S603  (above)
            [*self._start, *arguments], check=True, capture_output=True, text=True
        )

    def purge(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.purge_port, timeout=10)
        connection.request("GET", "/site-version/", headers={"Host": HOST})
        return connection.getresponse().status

    def request(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> http.client.HTTPResponse:
        """As a visitor's browser, by https. The body has been read: `.body`."""
        context = ssl.create_default_context(cafile=self.folder / "certificate.pem")
        connection = http.client.HTTPSConnection(HOST, self.port, timeout=30, context=context)
        connection._create_connection = lambda _address, *rest: socket.create_connection(
            ("127.0.0.1", self.port), *rest
        )
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.body = response.read()
        connection.close()
        return response

    @property
    def _start(self) -> list[str]:
        return [NGINX, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]

    def write(self) -> None:
        _make_certificate(self.folder)
        for path in [CONF / "skillmate.conf", *(CONF / "skillmate").iterdir()]:
            target = self.folder / path.relative_to(CONF)
            target.parent.mkdir(exist_ok=True)
            target.write_text(self._fitted(path.read_text()))
        self._write_upstream()
        user = "" if self.folder.owner() != "root" else "user root;"
        frame = FRAME.format(folder=self.folder, user=user)
        (self.folder / "nginx.conf").write_text(frame)

    def _write_upstream(self) -> None:
        text = (CONF / "skillmate/upstream.conf").read_text()
        [line] = re.findall(r"^    server .*\n", text, re.M)
        servers = [line.replace(":8000", f":{port}") for port in self.upstreams]
        target = self.folder / "skillmate/upstream.conf"
        target.write_text(text.replace(line, "".join(servers)))

    def _fitted(self, text: str) -> str:
        """Other ports, folders and certificates, and nothing else."""
        for old, new in {
            **self.switches,
            "/etc/nginx/skillmate/": f"{self.folder}/skillmate/",
            "/var/cache/": f"{self.folder}/",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 127.0.0.1:8081;": f"listen 127.0.0.1:{self.purge_port};",
            "/etc/ssl/learn.example.org/fullchain.pem": f"{self.folder}/certificate.pem",
            "/etc/ssl/learn.example.org/privkey.pem": f"{self.folder}/key.pem",
        }.items():
            text = text.replace(old, new)
        return _keeping_pages(text) if self.keeps_pages else text


def _keeping_pages(text: str) -> str:
    """As an operator does it: two lines get their comments off, one gets one."""
    text = re.sub(r"# (include \S+/(?:purge|kept_pages)\.conf;)", r"\1", text)
    return re.sub(r"(include \S+/skillmate/pages\.conf;)", r"# \1", text)


def _make_certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", f"/CN={HOST}", "-addext"]
    command += [f"subjectAltName=DNS:{HOST}", "-keyout", "key.pem", "-out", "certificate.pem"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603


def _wait_for(port: int) -> None:
    for _attempt in range(100):
        with socket.socket() as probe:
            probe.settimeout(0.1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("nginx does not listen.")
