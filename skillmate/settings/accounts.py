"""How people sign in: forms by the names allauth asks for, and Google.

In tests another provider on this machine plays Google.
"""

from environ import Env

_FORMS = "skillmate.accounts.forms"

ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "signup": f"{_FORMS}.SignupForm",
    "add_email": f"{_FORMS}.AddEmailForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
}
SOCIALACCOUNT_FORMS = {"signup": f"{_FORMS}.SocialSignupForm"}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.AuthenticateForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateCodeForm",
    "activate_totp": f"{_FORMS}.ActivateTOTPForm",
    "login_webauthn": f"{_FORMS}.LoginPasskeyForm",
    "authenticate_webauthn": f"{_FORMS}.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": f"{_FORMS}.ReauthenticatePasskeyForm",
    "add_webauthn": f"{_FORMS}.AddPasskeyForm",
    "edit_webauthn": f"{_FORMS}.EditPasskeyForm",
}


def google_settings(env: Env) -> dict:
    """What allauth wants to know, read when it is imported. Without credentials: no button."""
    client_id = env("GOOGLE_CLIENT_ID", default="")
    secret = env("GOOGLE_CLIENT_SECRET", default="")
    return {
        # With "openid" the answer holds an ID token, so that nobody has to be asked a second time.
        "SCOPE": ["openid", "profile", "email"],
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [{"client_id": client_id, "secret": secret}] if client_id and secret else [],
        **_provider_urls(env("GOOGLE_TEST_ISSUER", default="").rstrip("/")),
    }


def _provider_urls(issuer: str) -> dict:
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
