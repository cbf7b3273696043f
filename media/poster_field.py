"""The form field that says which second of a video stands for it before it plays."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.template.loader import render_to_string

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

    def _render(self, template_name: str, context: dict, renderer=None) -> str:
        # Django's own renderer of forms knows only the templates of installed apps.
        return render_to_string(template_name, context)


class SecondField(forms.IntegerField):
    widget = SecondWidget

    def __init__(self, **kwargs):
        limits = [MinValueValidator(0), MaxValueValidator(DAY)]
        super().__init__(**{"required": False, "validators": limits, **kwargs})
