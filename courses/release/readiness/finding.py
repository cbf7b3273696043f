"""One thing to mend before a release."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# What is found in many places, by the beginning of its code.
KINDS = {
    "dead-link": _("Links that lead nowhere"),
    "heading-skipped": _("Headings that skip a level"),
    "image-alt": _("Pictures without a description"),
    "lesson-empty": _("Lessons without content"),
    "video-captions": _("Videos without captions"),
    "video-not-ready": _("Videos that cannot be played yet"),
    "video-transcript": _("Videos without a transcript"),
}


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `code`, `page_id` and `place` together name it for good.

    `place` is the id of the block, or the name of the field, it was found in; empty for the page
    as a whole. `waivable` ones an editor may let pass, with a reason; others have to be mended.
    """

    code: str
    page_id: int
    title: str
    message: str
    place: str = ""
    waivable: bool = False
    # Of what is mended in an editor of its own: the key of the video.
    video_id: int | None = None

    def __str__(self) -> str:
        return f"{self.title}: {self.message}"

    @property
    def kind(self) -> str:
        """A key of `KINDS`; of what is found once at most, its code."""
        return kind_of(self.code)

    @property
    def edit_url(self) -> str:
        """The editor of the page, opened at the place; or that of the video at fault."""
        if self.video_id:
            return reverse("videos:edit", args=[self.video_id])
        url = reverse("wagtailadmin_pages:edit", args=[self.page_id])
        # Wagtail's own anchor: it finds fields and blocks, and opens the tab they are in.
        return f"{url}#:w:contentpath={self.place}" if self.place else url


def kind_of(code: str) -> str:
    return next((kind for kind in KINDS if code.startswith(kind)), code)
