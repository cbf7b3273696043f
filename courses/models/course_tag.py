from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase


class CourseTag(TaggedItemBase):
    """A tag of the saved course: what a draft has is in its revision alone."""

    content_object = ParentalKey(
        "courses.CoursePage", on_delete=models.CASCADE, related_name="tagged_items"
    )
