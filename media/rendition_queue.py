"""Making the renditions that pages will show, before somebody waits for them.

Each takes a tenth of a second and more, AVIF above all; the first visitor of a new lesson would
wait for dozens. So whoever brings pictures onto pages asks for them here, in the transaction of
what is done, and the worker makes them. A page that meets a picture nobody asked for asks itself,
and shows a stand-in of the same size until then.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter, SourceImageIOError

from .models import RenditionRequest

logger = logging.getLogger("skillmate.media")

# What templates show of pictures, as they spell it; a test compares.
CARD = "format-{avif,webp,jpeg} fill-{400x225,800x450}"
LESSON = "format-{avif,webp,jpeg} width-{720,1440}"
# As a tag that makes one picture of several operations spells them.
SOCIAL = "fill-1200x630|format-jpeg"
POSTER = "max-1280x720|format-jpeg"
# One for all places: it has an address of its own (`courses.instructors.views`).
PORTRAIT = "fill-320x320|format-webp"
MOST_TRIES = 3
CLAIM = timedelta(minutes=5)
REST = timedelta(minutes=1)
# What could not be made is asked for once a day: its file may be back.
FAILED_FOR = timedelta(days=1)


def make_requested(is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Make what was asked for, oldest first; returns how many requests were met.

    Ends between two of them once `is_stopped`. Any number of workers may run it.
    """
    made = 0
    while not is_stopped() and (request := _claim_next()):
        made += _make(request)
    return made


def forget_failed_requests() -> None:
    old = RenditionRequest.objects.filter(failed_at__lt=timezone.now() - FAILED_FOR)
    old.delete()


def _claim_next() -> RenditionRequest | None:
    """For nobody else until it is made, or the claim is over: its worker was killed."""
    now = timezone.now()
    while pk := RenditionRequest.objects.due(now).values_list("pk", flat=True).first():
        due = RenditionRequest.objects.due(now).filter(pk=pk).order_by()
        if due.update(claimed_until=now + CLAIM, tries=F("tries") + 1):
            return RenditionRequest.objects.select_related("image").get(pk=pk)
    return None


def _make(request: RenditionRequest) -> bool:
    """Whether it could be made. What cannot be is not tried for ever."""
    if request.tries > MOST_TRIES:  # it has ended its workers
        return _give_up(request)
    try:
        request.image.get_renditions(*expand(request.specs))
    except (SourceImageIOError, InvalidFilterSpecError):
        return _give_up(request)
    except Exception:
        logger.exception("Renditions of image %s could not be made", request.image_id)
        if request.tries == MOST_TRIES:
            return _give_up(request)
        _update(request, claimed_until=timezone.now() + REST)
        return False
    request.delete()
    return True


def _give_up(request: RenditionRequest) -> bool:
    logger.error("Renditions of image %s cannot be made", request.image_id)
    _update(request, failed_at=timezone.now())
    return False


def _update(request: RenditionRequest, **values) -> None:
    RenditionRequest.objects.filter(pk=request.pk).update(**values)


def expand(specs: str) -> list[str]:
    """As Wagtail's tags do: "format-{a,b} width-{1,2}" are four. ";" stands between several."""
    return [spec for part in specs.split(";") for spec in Filter.expand_spec(part)]
