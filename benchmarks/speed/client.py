"""Somebody who asks the server, over the wire, one request after the other."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from .people import PASSWORD

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
TIMEOUT = 60


@dataclass(frozen=True)
class Request:
    path: str
    method: str = "GET"
    body: str = ""
    headers: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Response:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True)
class SignInForm:
    """Its address, what it calls an account, and a page behind it that has a form."""

    path: str
    field: str
    page_with_form: str


class Person:
    """Keeps cookies; signed in once `sign_in` was called."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._token = ""

    def send(self, request: Request, **headers: str) -> Response:
        sent = {"Host": f"127.0.0.1:{self.port}", **request.headers, **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if request.method == "POST":
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
            sent["X-CSRFToken"] = self._token
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request(request.method, request.path, request.body or None, sent)
            response = connection.getresponse()
            answer = Response(response.status, response.headers, response.read())
        finally:
            connection.close()
        self._keep_cookies(answer)
        return answer

    def get(self, path: str, **headers: str) -> Response:
        return self.send(Request(path), **headers)

    def sign_in(self, name: str, form: SignInForm) -> Person:
        self._token = self._token_on(form.path)
        account = name if form.field == "username" else f"{name}@example.com"
        fields = {form.field: account, "password": PASSWORD}
        response = self.send(Request(form.path, "POST", urlencode(fields)))
        if response.status != 302:
            raise RuntimeError(f"{name} could not sign in: {response.status}")
        self._token = self._token_on(form.page_with_form)
        return self

    def _token_on(self, path: str) -> str:
        return TOKEN.search(self.get(path).body.decode())[1]

    def _keep_cookies(self, response: Response) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
