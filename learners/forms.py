"""What a person tells about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Profile
from .picture import portrait


class PictureField(forms.FileField):
    """A picture, cut and encoded anew; False to remove the one there is."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: object, initial: object = None) -> object:
        cleaned = super().clean(data, initial)
        return portrait(cleaned) if data and cleaned is data else cleaned


class ProfileForm(forms.ModelForm):
    picture = PictureField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 5 MB. We keep the middle of it as a square."),
    )

    class Meta:
        model = Profile
        fields = [
            "display_name",
            "headline",
            "bio",
            "picture",
            "time_zone",
            "language",
            "email_course_updates",
            "email_reminders",
        ]
        help_texts = {
            "display_name": _("How the site calls you. Empty: the first part of your address."),
            "headline": _("One line, such as “Carpenter and night-time programmer”."),
            "bio": _("Plain text."),
            "time_zone": _("Dates and times are shown as they are where you live."),
        }
        widgets = {"bio": forms.Textarea(attrs={"rows": 5})}
