from django import forms
from django.utils.translation import gettext_lazy as _


class ContactForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = forms.CharField(label=_("Subject"), max_length=160)
    message = forms.CharField(
        label=_("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )
    # Invisible to people; programs that fill in every field give themselves away.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_name(self) -> str:
        return self._on_one_line("name")

    def clean_subject(self) -> str:
        return self._on_one_line("subject")

    def _on_one_line(self, field: str) -> str:
        """Only programs send more lines: to write headers, or a letter within the letter."""
        return " ".join(self.cleaned_data[field].split())

    @property
    def is_spam(self) -> bool:
        return bool(self.cleaned_data.get("website"))
