"""What lists tell of videos: each beside its title, and how many a collection has."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column
from wagtail.models import Collection

from ..models import Video


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


def videos_in(collection: Collection) -> dict | None:
    """For `describe_collection_contents`: without it, deleting a collection deletes its videos."""
    count = Video.objects.filter(collection=collection).count()
    if not count:
        return None
    count_text = ngettext("%(count)s video", "%(count)s videos", count) % {"count": count}
    url = f"{reverse('videos:index')}?collection_id={collection.pk}"
    return {"count": count, "count_text": count_text, "url": url}
