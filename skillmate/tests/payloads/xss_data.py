"""A site in which every text that somebody may write is somebody's script."""

from django.apps import apps
from wagtail.models import Revision

from courses.models import LessonPage
from media.models import CustomDocument, CustomImage

from .lists import MARK

PAGE_FIELDS = ["title", "draft_title", "seo_title", "search_description", "summary"]
# Texts by model. Addresses, slugs and names of files have rules of their own.
TEXT_FIELDS = {
    "auth.User": ["first_name", "last_name"],
    "courses.Category": ["name"],
    "courses.CoursePage": [*PAGE_FIELDS, "thumbnail_alt"],
    "courses.CourseRelease": ["note", "submission_comment", "review_comment", "failure"],
    "courses.CourseReleaseItem": ["title", "renamed_from"],
    "courses.Instructor": ["name", "headline", "bio"],
    "courses.InstructorChange": ["name", "headline", "bio", "comment"],
    "courses.LessonPage": PAGE_FIELDS,
    "courses.ReleaseWaiver": ["place", "message", "reason"],
    "home.ContactMessage": ["name", "subject", "message"],
    "learners.Profile": ["display_name"],
    "media.CustomDocument": ["title"],
    "media.CustomImage": ["title", "description"],
    "media.Video": ["title", "transcript"],
    "media.VideoTrack": ["label"],
    "taggit.Tag": ["name"],
    "usersessions.UserSession": ["user_agent"],
    "wagtailcore.Collection": ["name"],
    "wagtailcore.PageLogEntry": ["label"],
    "wagtailcore.Revision": ["object_str"],
    "wagtailcore.TaskState": ["comment"],
}


def poison() -> None:
    """Put the mark into every column of `WRITTEN`, as far as it fits, and into all drafts."""
    for label, names in TEXT_FIELDS.items():
        fields = [apps.get_model(label)._meta.get_field(name) for name in names]
        values = {field.name: MARK[: field.max_length or len(MARK)] for field in fields}
        apps.get_model(label)._base_manager.update(**values)
    for revision in Revision.objects.all():
        texts = {name: MARK for name in [*PAGE_FIELDS, "thumbnail_alt"] if name in revision.content}
        Revision.objects.filter(pk=revision.pk).update(content=revision.content | texts)


def poison_body(lesson: LessonPage) -> None:
    """One block of every kind, all of whose texts are the mark."""
    picture = {"image": CustomImage.objects.first(), "decorative": False, "alt_text": MARK}
    blocks = [
        ("heading", {"text": MARK, "level": "h2"}),
        ("code", {"language": MARK[:40], "code": MARK, "caption": MARK}),
        ("code", {"language": "html", "code": MARK, "caption": ""}),
        ("embed", {"provider": "youtube", "video_id": "dQw4w9WgXcQ", "title": MARK}),
        ("embed", {"provider": MARK, "video_id": MARK, "title": MARK}),
        ("download", {"document": CustomDocument.objects.first(), "title": MARK}),
        ("image", {"image": picture, "caption": MARK, "link": "https://example.com/"}),
    ]
    nested_blocks = [block for block in blocks if block[0] != "heading"]
    lesson.body = [
        *blocks,
        ("accordion", {"title": MARK, "body": nested_blocks}),
        ("callout", {"kind": "tip", "title": MARK, "body": nested_blocks}),
    ]
    lesson.save()
