"""Which comparison the admin makes of which field, wherever two versions are compared."""

from django.apps import apps
from django.db import models
from taggit.managers import TaggableManager
from wagtail.admin.compare import register_comparison_class
from wagtail.fields import RichTextField, StreamField

from . import fields

REFERENCES = ["courses.Category", "courses.Instructor", "media.Video"]


def register_comparisons(*, blocks: type) -> None:
    """`blocks` is for fields of blocks. Choices, pictures, inline children have panels for it."""
    register_comparison_class(StreamField, comparison_class=blocks)
    register_comparison_class(models.Field, comparison_class=fields.ValueComparison)
    for field_class in (models.CharField, models.TextField):
        register_comparison_class(field_class, comparison_class=fields.TextComparison)
    register_comparison_class(RichTextField, comparison_class=fields.RichTextComparison)
    register_comparison_class(TaggableManager, comparison_class=fields.TagsComparison)
    for model in map(apps.get_model, REFERENCES):
        register_comparison_class(
            models.ForeignKey, to=model, comparison_class=fields.ReferenceComparison
        )
