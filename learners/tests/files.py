"""Files in pages: a document and a video that a lesson offers."""

from django.core.files.base import ContentFile
from wagtail.models import Collection

from courses.models import LessonPage
from media.models import CustomDocument, Video
from media.tests import factories


def document(name: str = "sheet.pdf", collection: Collection | None = None) -> CustomDocument:
    return CustomDocument.objects.create(
        title=name,
        file=ContentFile(b"%PDF-1.4 secret", name=name),
        collection=collection or Collection.get_first_root_node(),
    )


def video(
    collection: Collection | None = None, content: bytes = factories.MP4 + b" secret"
) -> Video:
    return factories.video(content, collection=collection or Collection.get_first_root_node())


def measure(video: Video, **facts: int | None) -> Video:
    """As if `duration` (seconds), `width` and `height` (pixels) had been found so."""
    for name, value in facts.items():
        setattr(video.asset, name, value)
    video.asset.save()
    return video


def add_files(lesson: LessonPage, *, publish: bool = True, **files) -> None:
    """Put files into the body of `lesson`; with `publish=False` into a draft of it."""
    body = [("text", "<p>Files.</p>")]
    if sheet := files.get("document"):
        body.append(("download", {"document": sheet, "title": ""}))
    if sheet := files.get("linked"):
        body.append(("text", f'<p><a linktype="document" id="{sheet.pk}">Sheet</a></p>'))
    if film := files.get("video"):
        body.append(("video", {"video": film, "caption": ""}))
    lesson.body = body
    revision = lesson.save_revision()
    if publish:
        revision.publish()
