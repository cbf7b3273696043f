from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.validators import FileExtensionValidator, MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import CollectionMember, Orderable
from wagtail.search import index

from ..names import unguessable
from ..probe.webvtt import validate_webvtt
from ..storages import private_storage
from .assets import VideoAsset

HLS = "application/vnd.apple.mpegurl"


def video_path(video: Video, filename: str) -> str:
    """Named by the migrations of the time when a video had a file of its own."""
    return unguessable("videos", filename)


def track_path(track: VideoTrack, filename: str) -> str:
    return unguessable("tracks", filename)


@dataclass(frozen=True)
class Source:
    """Where a player gets the video, and what it gets: a content type it may know or not."""

    url: str
    type: str


class VideoManager(models.Manager):
    """Videos come with their files: whether one is ready is asked of each."""

    def get_queryset(self) -> models.QuerySet[Video]:
        return super().get_queryset().select_related("asset")


class Video(CollectionMember, index.Indexed, ClusterableModel):
    """A video that belongs to lessons: its file, captions, poster and transcript."""

    title = models.CharField(_("title"), max_length=255)
    asset = models.ForeignKey(
        VideoAsset, verbose_name=_("file"), on_delete=models.PROTECT, related_name="videos"
    )
    poster = models.ForeignKey(
        "media.CustomImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    poster_second = models.PositiveIntegerField(
        _("second of the video"), null=True, blank=True, validators=[MaxValueValidator(86_400)]
    )
    transcript = models.TextField(
        _("transcript"), blank=True, help_text=_("Plain text. An empty line starts a paragraph.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    search_fields = CollectionMember.search_fields + [
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
        index.FilterField("uploaded_by_user"),  # whose own one sees in the list
    ]

    objects = VideoManager()

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        ordering = ["title", "pk"]
        permissions = [("choose_video", "Can choose video")]
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return reverse("media:video", args=[self.pk])

    @property
    def sources(self) -> list[Source]:
        """What a player may play, best first. Empty where nothing of it has come in yet."""
        if not self.asset.is_whole:
            return []
        stream = Source(reverse("media:stream", args=[self.pk]), HLS)
        mp4 = Source(self.url, self.asset.served_type)
        return [stream, mp4] if self.asset.hls_ready and settings.CLOUDINARY_HLS else [mp4]

    @property
    def is_ready(self) -> bool:
        """Whether it plays as well as it ever will."""
        return self.asset.is_ready

    @property
    def poster_url(self) -> str | None:
        """The address of the second that is the poster. None where an image is, or nothing."""
        if self.poster_id or self.poster_second is None or not self.asset.is_remote:
            return None
        return reverse("media:poster", args=[self.pk])

    @property
    def has_captions(self) -> bool:
        """Or subtitles: what is said can be read line by line."""
        spoken = (VideoTrack.Kind.CAPTIONS, VideoTrack.Kind.SUBTITLES)
        return any(track.kind in spoken for track in self.tracks.all())

    @property
    def duration(self) -> int | None:
        """In whole seconds; None where unknown, like `width` and `height` in pixels."""
        return self.asset.duration

    @property
    def width(self) -> int | None:
        return self.asset.width

    @property
    def height(self) -> int | None:
        return self.asset.height


class VideoTrack(Orderable):
    """One WebVTT file of a video: captions, subtitles, descriptions or chapters."""

    class Kind(models.TextChoices):
        CAPTIONS = "captions", _("Captions")
        SUBTITLES = "subtitles", _("Subtitles")
        DESCRIPTIONS = "descriptions", _("Descriptions")
        CHAPTERS = "chapters", _("Chapters")

    video = ParentalKey(Video, related_name="tracks", on_delete=models.CASCADE)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.CAPTIONS)
    language = models.CharField(
        _("language"), max_length=20, default="en", help_text=_("A code such as en or pt-BR.")
    )
    label = models.CharField(_("label"), max_length=80, default="English")
    file = models.FileField(
        _("file"),
        upload_to=track_path,
        storage=private_storage,
        validators=[FileExtensionValidator(["vtt"]), validate_webvtt],
    )

    class Meta(Orderable.Meta):
        verbose_name = _("track")

    def __str__(self) -> str:
        return f"{self.video}: {self.label}"

    @property
    def url(self) -> str:
        return reverse("media:track", args=[self.video_id, self.pk])
