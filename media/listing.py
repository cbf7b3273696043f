"""What the list of videos tells of each beside its title."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from .models import Video


def length(video: Video) -> str:
    """As a clock tells it, empty where unknown: `1:02:03`, `4:05`."""
    if video.duration is None:
        return ""
    minutes, seconds = divmod(video.duration, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def size(video: Video) -> str:
    return "" if video.asset.size is None else filesizeformat(video.asset.size)


COLUMNS = [
    Column("status", label=_("Status"), accessor=lambda video: video.asset.get_status_display()),
    Column("length", label=_("Length"), accessor=length),
    Column("size", label=_("Size"), accessor=size),
]
