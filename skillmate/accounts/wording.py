"""Account forms in the site's words: a label says what to enter, nothing repeats it."""

# What to mind when choosing a password.
RULES = (
    "At least 10 characters. A few words that do not belong together are strong and easy to keep."
)

LABELS = {
    "login": "E-mail",
    "email": "E-mail",
    "password": "Password",
    "oldpassword": "Current password",
    "password1": "New password",
    "password2": "New password again",
    "code": "Code",
    "name": "Name of this passkey",
    "passwordless": "Let it sign me in without my password",
}


class FormTextsMixin:
    """Put before an allauth form: own labels, own help, no placeholders."""

    labels: dict[str, str] = {}
    help_texts: dict[str, str] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        labels = {**LABELS, **self.labels}
        for name, field in self.fields.items():
            # A placeholder that repeats the label vanishes when it is needed.
            field.widget.attrs.pop("placeholder", None)
            field.label = labels.get(name, field.label)
            # Django's own rules for passwords come as an HTML list.
            field.help_text = self.help_texts.get(name, "")
