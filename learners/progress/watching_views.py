"""Where one is in a video: told by the page's own script."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from courses.models import LessonPage
from media.models import Video
from web.rate_limits import limited

from ..decorators import lesson_beacon, text_response
from .watching import remember


class PositionForm(forms.Form):
    """Whole seconds of the video, and when that was, in milliseconds since 1970."""

    second = forms.IntegerField()
    watched_to = forms.IntegerField()
    at = forms.IntegerField()


@lesson_beacon
@limited(group="watch", key="user")
def watched(request: HttpRequest, lesson: LessonPage, video_id: int) -> HttpResponse:
    video = get_object_or_404(Video, id=video_id)
    form = PositionForm(request.POST)
    if not form.is_valid():
        return text_response(_("This is no place in a video: send whole numbers."), status=400)
    remember(video, lesson, by=request.user, **form.cleaned_data)
    return HttpResponse(status=204)
