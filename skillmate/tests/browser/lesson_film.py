"""A lesson with a real film of 40 seconds."""

from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image as PILImage

from courses.models import LessonPage
from learners.tests import files
from media.models import CustomImage, Video, VideoTrack

MEDIA = settings.BASE_DIR / "demo/reading-the-night-sky/media"
LINE = "After about a week we look at it from the side. Half the face is bright: first quarter."


def film() -> Video:
    """With a poster of another shape than its own, captions and a transcript."""
    video = files.video(content=(MEDIA / "moon-phases.mp4").read_bytes())
    captions = ContentFile((MEDIA / "moon-phases.en.vtt").read_bytes(), name="en.vtt")
    VideoTrack.objects.create(video=video, file=captions)
    video.transcript, video.poster = "The Moon moves on.", square()
    video.save()
    return video


def square() -> CustomImage:
    file = BytesIO()
    PILImage.new("RGB", (600, 600), "teal").save(file, "PNG")
    content = ContentFile(file.getvalue(), name="square.png")
    return CustomImage.objects.create(title="Square", file=content, width=600, height=600)


def show(lesson: LessonPage, video: Video, *, first: bool = False) -> None:
    """The film before much text; unless it is to come `first`, after as much."""
    text = ("text", "<p>Look up.</p>" * 40)
    lesson.body = [text, ("video", {"video": video, "caption": "The Moon"}), text][first:]
    lesson.save_revision().publish()
