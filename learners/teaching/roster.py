"""The learners of a course, as its teachers see them: no address, nothing they did not choose."""

from __future__ import annotations

from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Lower, NullIf, Trim
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import CoursePage
from courses.search.query import clean_query

from ..models import Enrollment
from .statistics import published_lessons

PER_PAGE = 25
NEWEST = (F("enrolled_at").desc(), "pk")
SORTS = {
    "active": (gettext_lazy("Last active"), (F("last_opened_at").desc(nulls_last=True), *NEWEST)),
    "name": (gettext_lazy("Name"), (Lower("name"), "pk")),
    "enrolled": (gettext_lazy("Newest"), NEWEST),
    "furthest": (gettext_lazy("Furthest"), (F("finished_at").desc(nulls_last=True), "-done", "pk")),
    "behind": (gettext_lazy("Least far"), (F("finished_at").desc(nulls_first=True), "done", "pk")),
}


class Roster:
    """The learners enrolled in `course` now that `?q=`, `?sort=` and `?page=` ask for.

    `lessons` is how many lessons are published. Each enrolment comes with `name`, `picture` and
    `percent`.
    """

    def __init__(self, course: CoursePage, params: QueryDict, *, lessons: int) -> None:
        self.course, self._lessons = course, lessons
        self.query = clean_query(params.get("q", ""))
        self.sort = params.get("sort") if params.get("sort") in SORTS else next(iter(SORTS))
        self._page = params.get("page")

    @property
    def learners(self) -> QuerySet[Enrollment]:
        """All that match, in order."""
        enrollments = self._enrollments.with_done(published_lessons([self.course.pk]))
        total = Value(self._lessons)
        return enrollments.annotate(total=total).order_by(*SORTS[self.sort][1])

    @cached_property
    def page(self) -> Page:
        """The page asked for; the nearest one where there is no such page."""
        paginator = Paginator(self.learners, PER_PAGE)
        paginator.count = self._enrollments.count()
        page = paginator.get_page(self._page)
        page.object_list = list(page.object_list)
        return page

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def page_url(self) -> str:
        """Address of a page of the roster, without its number."""
        return f"{self.query_string}&page="

    @property
    def query_string(self) -> str:
        """Search and order, for an address."""
        params = QueryDict(mutable=True)
        params.update({"q": self.query, "sort": self.sort})
        return f"?{params.urlencode()}"

    @property
    def sorts(self) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _order) in SORTS.items()]

    @property
    def _enrollments(self) -> QuerySet[Enrollment]:
        enrollments = (
            Enrollment.objects.active()
            .filter(course=self.course)
            .annotate(name=_name(), picture=_picture())
        )
        return enrollments.filter(_contains("name", self.query)) if self.query else enrollments


def _name() -> Coalesce:
    """What a learner chose to be called, else a number that means something here alone."""
    full_name = Concat("learner__first_name", Value(" "), "learner__last_name")
    return Coalesce(
        *(
            NullIf(Trim(name), Value(""))
            for name in (F("learner__profile__display_name"), full_name)
        ),
        Concat(Value(_("Learner") + " "), Cast("pk", TextField())),
        output_field=TextField(),
    )


def _picture() -> Case:
    """The name of the file, of those who wish their teachers to see it."""
    wishes_so = Q(learner__profile__shows_picture_to_teachers=True)
    picture = When(wishes_so, then=F("learner__profile__picture"))
    return Case(picture, default=Value(""), output_field=TextField())


def _contains(field: str, text: str) -> Q:
    """Whatever the case: SQLite of itself knows only that of A to Z."""
    return Q(
        *(
            (f"{field}__icontains", spelling)
            for spelling in {text, text.lower(), text.upper(), text.title()}
        ),
        _connector=Q.OR,
    )
