from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import CollectionMember, Orderable
from wagtail.search import index

from ..forms import VideoForm
from ..names import unguessable
from ..storages import private_storage
from ..webvtt import validate_webvtt


def video_path(video: "Video", filename: str) -> str:
    return unguessable("videos", filename)


def track_path(track: "VideoTrack", filename: str) -> str:
    return unguessable("tracks", filename)


class Video(CollectionMember, index.Indexed, ClusterableModel):
    """A video that belongs to lessons: its file, captions, poster and transcript."""

    title = models.CharField(_("title"), max_length=255)
    file = models.FileField(
        _("file"),
        upload_to=video_path,
        storage=private_storage,
        validators=[FileExtensionValidator(["mp4", "webm"])],
    )
    poster = models.ForeignKey(
        "media.CustomImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    transcript = models.TextField(
        _("transcript"), blank=True, help_text=_("Plain text. An empty line starts a paragraph.")
    )
    duration = models.PositiveIntegerField(_("duration"), null=True, blank=True, editable=False)
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    file_hash = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldPanel("title"),
        MultiFieldPanel([FieldPanel("file"), FieldPanel("poster")], heading=_("Picture")),
        InlinePanel("tracks", label=_("Track"), heading=_("Captions and other tracks")),
        FieldPanel("transcript"),
        FieldPanel("collection"),
    ]
    base_form_class = VideoForm
    search_fields = CollectionMember.search_fields + [
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
    ]

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        ordering = ["title", "pk"]
        permissions = [("choose_video", "Can choose video")]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return reverse("media:video", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        """Whether it can be played. What is uploaded to our own disk can be at once."""
        return bool(self.file)


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
