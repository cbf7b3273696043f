from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django.db import DatabaseError, models, transaction
from django.utils import timezone


class RenditionRequest(models.Model):
    """Renditions of a picture that the worker is to make. A row that gets lost is written again by
    whoever next looks at the picture."""

    image = models.ForeignKey("media.CustomImage", on_delete=models.CASCADE, related_name="+")
    # As templates spell them: "format-{avif,webp,jpeg} width-{720,1440}"; ";" between several.
    specs = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "specs"], name="one_request_for_renditions"),
        ]

    def __str__(self) -> str:
        return f"{self.image_id}: {self.specs}"


def request_renditions(image_ids: Iterable[int], specs: str) -> None:
    """Have the worker make what is missing of `specs`; asking again changes nothing."""
    _request((pk, specs) for pk in image_ids)


def try_to_request_renditions(pairs: Iterable[tuple[int, str]]) -> None:
    """The same, of image and specs each, for a page that is shown even where nothing can be
    written."""
    with suppress(DatabaseError), transaction.atomic():
        _request(pairs)


def _request(pairs: Iterable[tuple[int, str]]) -> None:
    # In one order, or two who ask at once wait for each other.
    requests = [RenditionRequest(image_id=pk, specs=specs) for pk, specs in sorted(set(pairs))]
    RenditionRequest.objects.bulk_create(requests, ignore_conflicts=True)
