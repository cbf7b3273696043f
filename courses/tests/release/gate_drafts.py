"""What the tests beside it share."""

from django.core.files.base import ContentFile

from courses.models import CoursePage, LessonPage
from courses.release.changes import Changes
from courses.release.findings import collect_findings
from courses.tests import factories
from media.models import CustomDocument, Video, VideoTrack
from media.tests import factories as media

from . import admin_actions


def findings(course) -> list[tuple[str, str, str]]:
    result = collect_findings(Changes(course))
    assert all(finding.waivable for finding in result)
    return [(finding.code, finding.title, finding.place) for finding in result]


def first_lesson(course) -> LessonPage:
    return LessonPage.objects.below(course).first()


def write_lesson(lesson, *blocks) -> None:
    """A new draft of `lesson` of `blocks`, with ids that say what they are."""
    admin_actions.edit_lesson(lesson, body=with_ids(blocks))


def with_ids(blocks) -> list[dict]:
    return [
        {"type": kind, "value": value, "id": f"{kind}-{number}"}
        for number, (kind, value) in enumerate(blocks, start=1)
    ]


def draft(course, **fields) -> None:
    version = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save_revision(clean=False)


def image(alt_text: str, *, decorative: bool = False) -> tuple[str, dict]:
    picture = {"image": factories.picture().pk, "alt_text": alt_text, "decorative": decorative}
    return "image", {"image": picture, "caption": "", "link": ""}


def video(*, captions: bool = True, transcript: str = "Hello.", status: str = "ready") -> Video:
    asset = media.asset(status=status)
    instance = media.video(title="Talk", asset=asset, transcript=transcript)
    if captions:
        VideoTrack.objects.create(video=instance, file="a.vtt")
    return instance


def document() -> CustomDocument:
    return CustomDocument.objects.create(title="Plan", file=ContentFile(b"x", name="plan.txt"))


def text(target, kind: str = "page") -> tuple[str, str]:
    return "text", f'<p>See <a linktype="{kind}" id="{target.pk}">that one</a>.</p>'


def heading(level: str, heading_text: str = "Deep") -> tuple[str, dict]:
    return "heading", {"text": heading_text, "level": level}
