from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.models import Collection

from .models import Video


def videos_in(collection: Collection) -> dict | None:
    """For `describe_collection_contents`: without it, deleting a collection deletes its videos."""
    count = Video.objects.filter(collection=collection).count()
    if not count:
        return None
    count_text = ngettext("%(count)s video", "%(count)s videos", count) % {"count": count}
    url = f"{reverse('videos:index')}?collection_id={collection.pk}"
    return {"count": count, "count_text": count_text, "url": url}
