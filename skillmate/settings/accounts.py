"""Forms of the sign-in pages by the names allauth asks for."""

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
