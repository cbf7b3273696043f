"""The bytes of videos, apart from what authors say of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..names import new_token, public_id_of

CONTENT_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
# What files of each format are called; which one it is, its bytes tell.
EXTENSIONS = {"mp4": "mp4", "m4v": "mp4", "webm": "webm"}


class VideoAssetQuerySet(models.QuerySet):
    def by_token(self, token: str) -> VideoAssetQuerySet:
        """At most one. Tokens come from browsers: what cannot be one is found nowhere."""
        return self.filter(token=token.replace("\0", "")[:64])

    def with_public_id(self, public_id: str) -> VideoAssetQuerySet:
        """Those that Cloudinary calls `public_id`: their name without its extension."""
        public_id = public_id.replace("\0", "")
        return self.filter(
            backend=VideoAsset.Backend.CLOUDINARY,
            name__in=[f"{public_id}.{format}" for format in CONTENT_TYPES],
        )

    def uploading(self, *, by: models.Model | None = None) -> VideoAssetQuerySet:
        uploads = self.filter(status=VideoAsset.Status.UPLOADING)
        return uploads.filter(uploaded_by=by) if by else uploads

    def unsettled(self) -> VideoAssetQuerySet:
        """Those that `media.upload.refresh.refresh` may have news of."""
        states, backends = VideoAsset.Status, VideoAsset.Backend
        unmeasured = models.Q(status=states.READY, size=None)
        # Copied to Cloudinary, and played as it is until its MP4 is made.
        copied = models.Q(status=states.READY, backend=backends.CLOUDINARY, mp4_ready=False)
        return self.filter(models.Q(status=states.PROCESSING) | unmeasured | copied)

    def unused(self, *, before: datetime) -> VideoAssetQuerySet:
        """Those of no video, made earlier than `before`: abandoned uploads and replaced files."""
        return self.filter(videos=None, created_at__lt=before)


class VideoAsset(models.Model):
    """One file of moving pictures, on disk or in Cloudinary as `backend` says. Never edited.

    `name` is its name in the private storage; in Cloudinary it is the public id with extension.
    `size` is in bytes, `duration` in whole seconds; both and the pixels are None until measured.
    """

    class Backend(models.TextChoices):
        LOCAL = "local", _("On this server")
        CLOUDINARY = "cloudinary", "Cloudinary"

    class Delivery(models.TextChoices):
        UPLOAD = "upload", _("Public address")
        AUTHENTICATED = "authenticated", _("Signed address")

    class Status(models.TextChoices):
        UPLOADING = "uploading", _("Uploading")
        PROCESSING = "processing", _("Processing")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    backend = models.CharField(max_length=10, choices=Backend.choices, default=Backend.LOCAL)
    delivery = models.CharField(
        max_length=13, choices=Delivery.choices, default=Delivery.AUTHENTICATED
    )
    name = models.CharField(max_length=200, db_index=True)
    format = models.CharField(max_length=10)
    version = models.PositiveBigIntegerField(null=True, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    duration = models.PositiveIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.UPLOADING)
    mp4_ready = models.BooleanField(default=False)
    hls_ready = models.BooleanField(default=False)
    error = models.CharField(max_length=255, blank=True)
    file_hash = models.CharField(max_length=40, blank=True, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    # What was changed when it came in, in a sentence to whoever sent it.
    change = ""

    # Who uploaded it is no reference of content, and it is saved several times while it comes in.
    wagtail_reference_index_ignore = True

    objects = VideoAssetQuerySet.as_manager()

    class Meta:
        verbose_name = _("video file")
        verbose_name_plural = _("video files")

    def __str__(self) -> str:
        return self.name

    @property
    def public_id(self) -> str:
        return public_id_of(self.name)

    def take_format(self, format: str) -> None:
        """Be of that format, whatever the name of the file has said. Not saved."""
        if format != self.format:
            values = {"named": self.format.upper(), "format": format.upper()}
            self.change = (
                _("The file was named as %(named)s and is %(format)s; it is kept as %(format)s.")
                % values
            )
        self.format = format
        self.name = str(PurePosixPath(self.name).with_suffix(f".{format}"))

    @property
    def is_remote(self) -> bool:
        return self.backend == self.Backend.CLOUDINARY

    @property
    def is_ready(self) -> bool:
        return self.status == self.Status.READY

    @property
    def is_whole(self) -> bool:
        """Whether all bytes have come in; they may still be waiting to be processed."""
        return self.status in {self.Status.PROCESSING, self.Status.READY}

    @property
    def served_type(self) -> str:
        """The content type of what is handed out now."""
        return CONTENT_TYPES["mp4" if self.mp4_ready else self.format]
