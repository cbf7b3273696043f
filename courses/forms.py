"""Forms the admin asks for by page type."""

from django.db.models import Model, QuerySet
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.models import Page

from media.choosing import ChoosesOwnFiles


class CourseForm(ChoosesOwnFiles, WagtailAdminPageForm):
    """Of courses and of their lessons. They lead to pages that are public or their author's."""

    def choosable(self) -> dict[type[Model], QuerySet]:
        from .choosing import choosable  # which asks the models that this form belongs to

        return super().choosable() | {Page: choosable(Page.objects.all(), self.for_user)}


class DraftCopyForm(CopyForm):
    """Offers neither to publish copies nor to make aliases: both would go live unreviewed."""

    def __init__(self, *args, page: Page, **options):
        super().__init__(*args, page=page.specific, **options)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)

    def clean_new_parent_page(self) -> Page:
        # The specific page knows whether it is in review; Wagtail asks the bare one.
        return self.cleaned_data["new_parent_page"].specific
