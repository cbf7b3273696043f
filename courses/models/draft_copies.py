"""Copies of courses and lessons are drafts."""

from django.utils.translation import gettext as _

from .exceptions import CourseRefusal
from .forms import DraftCopyForm


class DraftCopyMixin:
    """For pages that go live by a release alone: no copy of them is live, and none has an alias."""

    copy_form_class = DraftCopyForm

    def copy(self, *args, keep_live: bool = False, **options):
        return super().copy(*args, keep_live=False, **options)

    copy.alters_data = True

    def create_alias(self, **options):
        raise CourseRefusal(
            _("Courses and lessons have no aliases, which would go live by themselves. Copy it.")
        )
