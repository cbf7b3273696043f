"""Signing in with Google, or with the provider on one's own machine that plays Google in tests."""

from environ import Env


def google_settings(env: Env) -> dict:
    """What allauth wants to know, read when it is imported. Without credentials: no button."""
    client_id = env("GOOGLE_CLIENT_ID", default="")
    secret = env("GOOGLE_CLIENT_SECRET", default="")
    return {
        # With "openid" the answer holds an ID token, so that nobody has to be asked a second time.
        "SCOPE": ["openid", "profile", "email"],
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [{"client_id": client_id, "secret": secret}] if client_id and secret else [],
        **_played_by(env("GOOGLE_TEST_ISSUER", default="").rstrip("/")),
    }


def _played_by(issuer: str) -> dict:
    """The addresses of `oidc-provider-mock` at `issuer`; Google's own if that is empty."""
    if not issuer:
        return {}
    return {
        "AUTHORIZE_URL": f"{issuer}/oauth2/authorize",
        "ACCESS_TOKEN_URL": f"{issuer}/oauth2/token",
        "IDENTITY_URL": f"{issuer}/userinfo",
        "CERTS_URL": f"{issuer}/jwks",
        "ID_TOKEN_ISSUER": issuer,
    }
