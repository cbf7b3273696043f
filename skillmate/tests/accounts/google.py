"""A real OpenID provider that plays Google, at the address the settings name."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import flask
import oidc_provider_mock
import requests
from django.conf import settings
from django.test import Client
from werkzeug.serving import make_server

from skillmate.settings.headers import public_policy

APP = {"client_id": "an-id", "secret": "a-secret"}
ISSUER = settings.SOCIALACCOUNT_PROVIDERS["google"]["ID_TOKEN_ISSUER"]
LOGIN = "/accounts/google/login/"


def enable_google(settings) -> None:
    """As with GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET in the environment."""
    google = {**settings.SOCIALACCOUNT_PROVIDERS["google"], "APPS": [APP]}
    settings.SOCIALACCOUNT_PROVIDERS = {"google": google}
    settings.SECURE_CSP = public_policy(None, settings.SOCIALACCOUNT_PROVIDERS)


def provider_app() -> flask.Flask:
    """The provider, with what the library leaves out: PKCE, which Google insists on too, and the
    state in a refusal (RFC 6749, 4.1.2.1), which its last version for Python 3.11 forgets."""
    app, challenges = oidc_provider_mock.app(), {}

    @app.after_request
    def remember(response: flask.Response) -> flask.Response:
        query = parse_qs(urlsplit(response.location or "").query)
        if "code" in query:
            assert flask.request.args["code_challenge_method"] == "S256"
            challenges[query["code"][0]] = flask.request.args["code_challenge"]
        if "error" in query and "state" not in query:
            response.location += f"&state={flask.request.args['state']}"
        return response

    @app.before_request
    def check() -> tuple[dict, int] | None:
        if flask.request.path != "/oauth2/token":
            return None
        verifier = flask.request.form.get("code_verifier", "")
        digest = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        if challenges.get(flask.request.form["code"]) == digest.decode().rstrip("="):
            return None
        return {"error": "invalid_grant"}, 400

    return app


@contextmanager
def provider() -> Iterator[None]:
    address = urlsplit(ISSUER)
    server = make_server(address.hostname, address.port, provider_app(), threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield
    server.shutdown()
    server.server_close()
    thread.join()


def register_user(email: str, *, verified: bool = True, subject: str = "1001") -> str:
    """Tell the provider of somebody; the subject is how it calls them for ever."""
    names = {"name": "Gina Google", "given_name": "Gina", "family_name": "Google"}
    claims = {"email": email, "email_verified": verified, **names}
    requests.put(f"{ISSUER}/users/{subject}", json=claims, timeout=5).raise_for_status()
    return subject


def authorize(client: Client, subject: str, **query: str) -> str:
    """Press the button and agree at the provider. Where it sends the browser back to."""
    start = client.post(LOGIN, query_params=query)
    response = requests.post(start.url, {"sub": subject}, allow_redirects=False, timeout=5)
    location = urlsplit(response.headers["location"])
    return f"{location.path}?{location.query}"


def sign_in(client: Client, subject: str, **query: str):
    return client.get(authorize(client, subject, **query))
