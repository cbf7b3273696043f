"""Who may do what to courses and lessons, beyond what Wagtail's page permissions say."""

from django.db.models import PROTECT
from wagtail.models import Page, PagePermissionTester


def is_kept_by_records(page: Page) -> bool:
    """Whether rows elsewhere (what learners did) forbid that `page` or a page below it goes.

    Asks the PROTECT relations of the page types themselves, so that this app need not know which
    apps keep records.
    """
    below = page.get_descendants(inclusive=True).specific(defer=True)
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: each.pk}).exists()
        for each in below
        for relation in each._meta.related_objects
        if relation.on_delete is PROTECT
    )


class CoursePermissionTester(PagePermissionTester):
    """Keeps what learners did: their course or lesson is unpublished or archived, not deleted."""

    def can_delete(self, ignore_bulk=False):
        return super().can_delete(ignore_bulk) and not is_kept_by_records(self.page)
