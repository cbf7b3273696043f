"""What an import writes, by table."""

from django.contrib.auth.models import Group
from wagtail.images import get_image_model
from wagtail.models import Collection, ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision

from courses.models import Category, CoursePage, CurriculumEntry, Instructor, LessonPage
from media.models import CustomDocument, Video, VideoTrack

TABLES = [
    *(Page, CoursePage, LessonPage, Revision, CurriculumEntry, Category, Instructor, Collection),
    *(Group, CustomDocument, Video, VideoTrack, PageLogEntry, ModelLogEntry, ReferenceIndex),
]


def row_counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in [*TABLES, get_image_model()]}
