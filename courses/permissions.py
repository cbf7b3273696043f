"""Who may do what to courses and lessons, beyond what Wagtail's page permissions say."""

from django.apps import apps
from django.db.models import PROTECT
from wagtail.models import Page, PagePermissionTester

KEPT = ("CoursePage", "LessonPage")


def is_kept_by_records(page: Page) -> bool:
    """Whether rows elsewhere (what learners did) forbid that `page` or a page below it goes.

    Asks the PROTECT relations of courses and lessons themselves, so that this app need not know
    which apps keep records.
    """
    return any(
        relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__path__startswith": page.path}
        ).exists()
        for model in (apps.get_model("courses", name) for name in KEPT)
        for relation in model._meta.related_objects
        if relation.model is model and relation.on_delete is PROTECT
    )


class CoursePermissionTester(PagePermissionTester):
    """Keeps what learners did: their course or lesson is unpublished or archived, not deleted.

    For every page that courses can stand below, or they would go with it.
    """

    def can_delete(self, ignore_bulk=False):
        return super().can_delete(ignore_bulk) and not is_kept_by_records(self.page)
