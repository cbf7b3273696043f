import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from media.admin.viewsets import VideoChooserBlock


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(required=False, max_length=400, label=_("Caption"))
    link = blocks.URLBlock(required=False, label=_("Link"), help_text=_("Where the image leads."))

    class Meta:
        icon = "image"
        label = _("Image")
        group = _("Media")
        description = _("A picture with alternative text and a caption")
        template = "courses/blocks/image.html"
        preview_template = "courses/blocks/previews/image.html"


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Title"),
        help_text=_("Leave empty to use the title of the file."),
    )

    class Meta:
        icon = "download"
        label = _("Download")
        group = _("Media")
        description = _("A file for learners to keep")
        template = "courses/blocks/download.html"
        preview_template = "courses/blocks/previews/download.html"


class VideoBlock(blocks.StructBlock):
    video = VideoChooserBlock(label=_("Video"))
    caption = blocks.CharBlock(required=False, max_length=400, label=_("Caption"))

    class Meta:
        icon = "media"
        label = _("Video")
        group = _("Media")
        description = _("An uploaded video, with captions and transcript")
        template = "courses/blocks/video.html"
        preview_template = "courses/blocks/previews/video.html"


# Every address under which the two services show one video, and the bare id.
VIDEO_IDS = {
    "youtube": re.compile(
        r"(?:https?://)?(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch\?(?:.*&)?v=|embed/|"
        r"shorts/|live/)|youtu\.be/)?([A-Za-z0-9_-]{11})(?:[?&#].*)?"
    ),
    "vimeo": re.compile(
        r"(?:https?://)?(?:(?:www\.|player\.)?vimeo\.com/(?:video/)?)?(\d{6,12})(?:[/?#].*)?"
    ),
}
PLAYERS = {
    "youtube": "https://www.youtube-nocookie.com/embed/{}",
    "vimeo": "https://player.vimeo.com/video/{}?dnt=1",
}


def video_id(provider: str, address: str) -> str:
    """The id in `address`, which may be the id itself; empty where there is none."""
    pattern = VIDEO_IDS.get(provider)
    match = pattern.fullmatch(address.strip()) if pattern else None
    return match[1] if match else ""


class EmbedValue(blocks.StructValue):
    @property
    def player_url(self) -> str:
        """The player's address on a host that sets no cookie; empty for an unusable id."""
        identifier = video_id(self.get("provider") or "", self.get("video_id") or "")
        return PLAYERS[self["provider"]].format(identifier) if identifier else ""


class EmbedBlock(blocks.StructBlock):
    provider = blocks.ChoiceBlock(
        choices=[("youtube", "YouTube"), ("vimeo", "Vimeo")], default="youtube", label=_("Service")
    )
    video_id = blocks.CharBlock(
        label=_("Video"),
        max_length=200,
        help_text=_("The address of the video on YouTube or Vimeo, or its ID."),
    )
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=200,
        help_text=_("Read aloud to people who cannot see the video."),
    )

    class Meta:
        icon = "desktop"
        label = _("YouTube or Vimeo")
        group = _("Media")
        description = _("A video on YouTube or Vimeo")
        template = "courses/blocks/embed.html"
        value_class = EmbedValue
        preview_template = "courses/blocks/previews/embed.html"

    def clean(self, value):
        cleaned_value = super().clean(value)
        identifier = video_id(cleaned_value["provider"], cleaned_value["video_id"])
        # A draft may lack it: otherwise autosave stops as soon as the block is inserted.
        if not identifier and (cleaned_value["video_id"] or not self.is_deferred_validation):
            message = _("This is neither an id nor the address of one video on this service.")
            raise blocks.StructBlockValidationError({"video_id": ValidationError(message)})
        cleaned_value["video_id"] = identifier
        return cleaned_value
