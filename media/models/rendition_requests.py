from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256

from django.core.cache import caches
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Q
from django.utils import timezone

# How long a page waits for others who write, in milliseconds: its reader wants to see it.
PATIENCE = 50
# How long it is remembered that somebody has asked, in seconds.
ASKED_FOR = 60


class RenditionRequestQuerySet(models.QuerySet):
    def due(self, at: datetime) -> RenditionRequestQuerySet:
        """What may be claimed at that moment, oldest first."""
        unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.filter(unclaimed, failed_at=None).order_by("pk")


class RenditionRequest(models.Model):
    """Renditions of a picture that the worker is to make. A row that gets lost is written again by
    whoever next looks at the picture; one that has failed stays, so that it is not."""

    image = models.ForeignKey("media.CustomImage", on_delete=models.CASCADE, related_name="+")
    # As templates spell them: "format-{avif,webp,jpeg} width-{720,1440}"; ";" between several.
    specs = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    objects = RenditionRequestQuerySet.as_manager()

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
    """The same, of image and specs each, for a page that is shown whatever becomes of it: where
    nothing can be written, or others are writing just now, the next reader asks."""
    keys = {_key(*pair): pair for pair in pairs}
    cache = caches["renditions"]
    new = {key: pair for key, pair in keys.items() if key not in cache.get_many(keys)}
    if not new:
        return
    with suppress(DatabaseError), _little_patience(), transaction.atomic():
        _request(new.values())
        cache.set_many(dict.fromkeys(new, True), timeout=ASKED_FOR)


def _key(image_id: int, specs: str) -> str:
    return f"asked-{image_id}-{sha256(specs.encode()).hexdigest()[:16]}"


@contextmanager
def _little_patience() -> Iterator[None]:
    """Writing waits for `PATIENCE` where it would wait for many seconds."""
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
            yield
            return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [usual] = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def _request(pairs: Iterable[tuple[int, str]]) -> None:
    # In one order, or two who ask at once wait for each other.
    requests = [RenditionRequest(image_id=pk, specs=specs) for pk, specs in sorted(set(pairs))]
    RenditionRequest.objects.bulk_create(requests, ignore_conflicts=True)
