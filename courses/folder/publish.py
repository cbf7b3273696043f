"""Publishing an imported course at once. One place, so that a release can take over from it."""

from django.contrib.auth.models import AbstractUser

from ..models import CoursePage, LessonPage
from .plan import draft_digest


def publish_course(
    course: CoursePage,
    *,
    lessons: list[LessonPage],
    removed: list[LessonPage],
    by: AbstractUser | None,
) -> None:
    """The drafts of `lessons`, then of `course`; lessons that were `removed` go offline.

    A page that already shows what was imported stays as it is, an editor's newer draft of it too.
    """
    for page in [*lessons, course]:
        if not page.live or page.import_digest != draft_digest(page):
            page.latest_revision.publish(user=by, skip_permission_checks=True)
    for page in removed:
        if page.live:
            page.unpublish(user=by)
