"""A browser that keeps its cookies and its connection."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from skillmate.tests.nginx.server import HOST, Nginx

PASSWORD = "learn-and-teach"  # noqa: S105  (of the demo accounts)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Visitor:
    def __init__(self, nginx: Nginx) -> None:
        self.cookies: dict[str, str] = {}
        context = ssl.create_default_context(cafile=nginx.folder / "certificate.pem")
        self.connection = http.client.HTTPSConnection(HOST, nginx.port, timeout=30, context=context)
        self.connection._create_connection = lambda _host, *rest: socket.create_connection(
            ("127.0.0.1", nginx.port), *rest
        )

    def open(self, path: str, form: dict | None = None) -> tuple[int, str]:
        """Status and text. Raises what the connection raises."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Referer": f"https://{HOST}/",
        }
        response = self._read(path, headers) if form is None else self._send(path, headers, form)
        text = response.read().decode(errors="replace")
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return response.status, text

    def _read(self, path: str, headers: dict) -> http.client.HTTPResponse:
        """As browsers do it (RFC 9112, 9.3.1): a connection that was idle may have been closed."""
        was_open = self.connection.sock is not None
        try:
            self.connection.request("GET", path, None, headers)
            return self.connection.getresponse()
        except ConnectionError:
            if not was_open:
                raise
        self.connection.close()
        self.connection.request("GET", path, None, headers)
        return self.connection.getresponse()

    def _send(self, path: str, headers: dict, form: dict) -> http.client.HTTPResponse:
        """Never twice; so on a connection of its own."""
        self.connection.close()
        headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", path, urlencode(form), headers)
        return self.connection.getresponse()

    def token(self, path: str) -> str:
        return TOKEN.search(self.open(path)[1])[1]

    def sign_in(self, name: str) -> None:
        path = "/accounts/login/"
        form = {"login": f"{name}@example.com", "password": PASSWORD}
        status, _text = self.open(path, {**form, "csrfmiddlewaretoken": self.token(path)})
        if status != 302:
            raise RuntimeError(f"Signing in as {name}: {status}.")
