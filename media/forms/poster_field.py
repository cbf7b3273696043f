"""The form field that says which second of a video stands for it before it plays."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

DAY = 24 * 60 * 60


class SecondWidget(forms.NumberInput):
    """With a script that shows the second, and cuts it out of a video that lies on this server.

    `src` is the address of such a video, empty where there is none yet.
    """

    template_name = "media/admin/second_widget.html"
    src = ""

    class Media:
        js = [forms.Script("js/admin/video_second.js", type="module")]

    def get_context(self, name, value, attrs):
        return {**super().get_context(name, value, attrs), "src": self.src}


class SecondField(forms.IntegerField):
    widget = SecondWidget

    def __init__(self, **kwargs):
        limits = [MinValueValidator(0), MaxValueValidator(DAY)]
        super().__init__(**{"required": False, "validators": limits, **kwargs})
