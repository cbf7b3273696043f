"""What a person tells about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Profile
from .avatar import square_picture
from .time_zone import UNCHOSEN, choices, chosen_time_zone


class PictureField(forms.FileField):
    """A picture, cut and encoded anew."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: object, initial: object = None) -> object:
        upload = super().clean(data, initial)
        return square_picture(upload) if data else upload


class ProfileForm(forms.ModelForm):
    picture = PictureField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 5 MB. We keep the middle of it as a square."),
    )
    remove_picture = forms.BooleanField(label=_("Remove the picture"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Dates and times are shown as they are where you live, in mails too."),
        widget=forms.Select(attrs={"data-time-zone": True}),
    )

    class Meta:
        model = Profile
        fields = ["display_name", "picture", "shows_picture_to_teachers"]
        help_texts = {
            "display_name": _(
                "How the site calls you, and what the teachers of your courses see. Empty: the "
                "first part of your address, which teachers do not see."
            ),
            "shows_picture_to_teachers": _("Beside your name in their lists of learners."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone = chosen_time_zone(self.instance.user)
        # A value and not an empty one: a form that arrives torn lacks it, and saves nothing.
        unchosen = [] if zone else [(UNCHOSEN, _("Not chosen yet: UTC"))]
        self.fields["time_zone"].choices = [*unchosen, *choices(zone)]
        self.initial.setdefault("time_zone", zone or UNCHOSEN)
        if not self.instance.picture:
            del self.fields["remove_picture"]

    def clean(self) -> dict:
        data = super().clean()
        # A new picture wins over taking the old one away.
        if data.get("remove_picture") and "picture" not in self.files:
            data["picture"] = False
        return data
