"""What the pages of submission, review and comparison have in common."""

from __future__ import annotations

from django.http import Http404
from django.utils.functional import cached_property

from ..models import CoursePage
from ..release.authors import editors_since_submission, names_by_page
from ..release.changes import Changes
from .course_view import CourseView
from .review_status import ReviewStatus


class ReviewedCourseView(CourseView):
    """A page about what would change in a course, for all who have to do with it."""

    changes: Changes

    def get_course(self) -> CoursePage:
        try:
            self.changes = Changes(CoursePage(pk=self.kwargs["course_id"]))
        except CoursePage.DoesNotExist as error:
            raise Http404("There is no such course.") from error
        return self.changes.course

    def may_open(self) -> bool:
        return self.review_status.may_view

    @cached_property
    def review_status(self) -> ReviewStatus:
        return ReviewStatus(self.course, self.request.user)

    @property
    def changed_by(self) -> dict[int, list[str]]:
        """By page, who changed it since it was submitted; empty when nothing is in review."""
        release = self.review_status.release
        if release is None or not release.is_in_review:
            return {}
        page_ids = [row.page.pk for row in self.changes.rows]
        return names_by_page(editors_since_submission(release, page_ids))

    def reload(self) -> None:
        """Forget what was read before a decision was tried."""
        for name in ("review_status", "tester"):
            self.__dict__.pop(name, None)
        self.course = self.get_course()

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            review_status=self.review_status, changes=self.changes, **kwargs
        )
