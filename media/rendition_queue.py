"""Making the renditions that pages will show, before somebody waits for them.

Each takes a tenth of a second and more, AVIF above all; the first visitor of a new lesson would
wait for dozens. So whoever brings pictures onto pages asks for them here, in the transaction of
what is done, and the worker makes them. A page that meets a picture nobody asked for asks itself,
and shows a stand-in of the same size until then.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db.models import F
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter, SourceImageIOError

from .models import RenditionRequest

logger = logging.getLogger("skillmate.media")

# What templates show of pictures, as they spell it; a test compares.
CARD = "format-{avif,webp,jpeg} fill-{400x225,800x450}"
LESSON = "format-{avif,webp,jpeg} width-{720,1440}"
PORTRAIT = "format-{avif,webp,jpeg} fill-{80x80,160x160}"
# As a tag that makes one picture of several operations spells them.
SOCIAL = "fill-1200x630|format-jpeg"
POSTER = "max-1280x720|format-jpeg"
MOST_TRIES = 3


def make_requested(is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Make what was asked for, oldest first; returns how many requests were met.

    Ends between two of them once `is_stopped`.
    """
    made = 0
    requests = RenditionRequest.objects.select_related("image").order_by("pk")
    while not is_stopped() and (request := requests.first()):
        made += _make(request)
    return made


def _make(request: RenditionRequest) -> bool:
    """Whether it could be made. One that cannot is dropped in the end: a page asks again."""
    # Counted first: a picture that kills its worker is not met for ever.
    RenditionRequest.objects.filter(pk=request.pk).update(tries=F("tries") + 1)
    try:
        request.image.get_renditions(*expand(request.specs))
    except (SourceImageIOError, InvalidFilterSpecError):
        logger.warning("Renditions of image %s cannot be made", request.image_id)
    except Exception:
        logger.exception("Renditions of image %s could not be made", request.image_id)
        if request.tries + 1 < MOST_TRIES:
            _put_last(request)
            return False
    else:
        request.delete()
        return True
    request.delete()
    return False


def _put_last(request: RenditionRequest) -> None:
    """Behind the others, so that they do not wait for it."""
    pk, request.pk, request.tries = request.pk, None, request.tries + 1
    RenditionRequest.objects.filter(pk=pk).delete()
    request.save(force_insert=True)


def expand(specs: str) -> list[str]:
    """As Wagtail's tags do: "format-{a,b} width-{1,2}" are four. ";" stands between several."""
    return [spec for part in specs.split(";") for spec in Filter.expand_spec(part)]
