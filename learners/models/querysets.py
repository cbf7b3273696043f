"""What can be asked of learners' records, in sentences."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from courses.models import CourseRelease, CurriculumEntry, LessonPage

from .library import SavedCourse


class State(models.TextChoices):
    """How far a learner is in a course."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    FINISHED = "finished"


class EnrollmentQuerySet(models.QuerySet):
    def of(self, learner: AbstractBaseUser | AnonymousUser) -> "EnrollmentQuerySet":
        return self.filter(learner_id=learner.pk)

    def active(self) -> "EnrollmentQuerySet":
        """Enrolments nobody has left."""
        return self.filter(left_at=None)

    def in_course_of(self, lesson: LessonPage) -> "EnrollmentQuerySet":
        """In the course that `lesson` stands in. No query for the course."""
        return self.filter(course__path=lesson._get_basepath(lesson.path, lesson.depth - 1))

    def with_progress(self) -> "EnrollmentQuerySet":
        """Adds `done` and `total` lessons of the live curriculum, and `state`."""
        return self.annotate(done=_done_count(), total=_total_count()).annotate(state=_state())

    def with_done(self, lessons: models.QuerySet[CurriculumEntry]) -> "EnrollmentQuerySet":
        """Adds `done`: how many of `lessons` are completed. For many enrolments at once."""
        # As a condition of the count: as one of the query SQLite would seek lesson by lesson.
        lesson_count = Count("pk", filter=Q(lesson__in=lessons.order_by().values("lesson")))
        manager = self.model.completions.rel.related_model.objects
        completions = manager.filter(enrollment=OuterRef("pk")).order_by()
        counts = completions.values("enrollment").annotate(n=lesson_count).values("n")
        return self.annotate(done=Coalesce(Subquery(counts), 0))

    def with_saved(self) -> "EnrollmentQuerySet":
        """Adds `is_saved`: the course stands in the learner's library, too."""
        saved = SavedCourse.objects.filter(
            library__learner=OuterRef("learner"), course=OuterRef("course")
        )
        return self.annotate(is_saved=Exists(saved))

    def with_news(self) -> "EnrollmentQuerySet":
        """Adds `news_from`: number of the first release that is news to the learner, or None.

        News are updates since they enrolled, since they finished if they have, and since the
        release they dismissed last. What finished them is news, too.
        """
        news = CourseRelease.objects.published().filter(
            course=OuterRef("course"),
            change=CourseRelease.Change.UPDATE,
            published_at__gte=Coalesce(OuterRef("finished_at"), OuterRef("enrolled_at")),
            published_at__gt=Coalesce(OuterRef("updates_seen_at"), OuterRef("enrolled_at")),
        )
        return self.annotate(news_from=Subquery(news.order_by("number").values("number")[:1]))

    def with_restrictions(self) -> "EnrollmentQuerySet":
        """Adds the `restrictions` the course is under."""
        return self.annotate(restrictions=F("course__catalogue_entry__restrictions"))

    def in_progress(self) -> "EnrollmentQuerySet":
        return self.with_progress().filter(state=State.IN_PROGRESS)

    def not_started(self) -> "EnrollmentQuerySet":
        return self.with_progress().filter(state=State.NOT_STARTED)

    def finished(self) -> "EnrollmentQuerySet":
        """Finished at some time, or with every lesson that is left done."""
        return self.with_progress().filter(state=State.FINISHED)


def live_curriculum(course: object) -> models.QuerySet[CurriculumEntry]:
    """The lessons learners can work through: live ones that the live `course` places, in order."""
    return CurriculumEntry.objects.filter(
        course=course, course__live=True, lesson__live=True
    ).order_by("position")


def _total_count() -> Coalesce:
    return _count(live_curriculum(OuterRef("course")))


def _done_count() -> Coalesce:
    entries = live_curriculum(OuterRef("course"))
    return _count(entries.filter(lesson__completions__enrollment=OuterRef("pk")))


def _count(entries: models.QuerySet[CurriculumEntry]) -> Coalesce:
    rows = entries.order_by().values("course")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def _state() -> Case:
    is_finished = Q(finished_at__isnull=False) | Q(total__gt=0, done=F("total"))
    is_started = Q(done__gt=0) | Q(last_lesson__isnull=False)
    return Case(
        When(is_finished, then=Value(State.FINISHED)),
        When(is_started, then=Value(State.IN_PROGRESS)),
        default=Value(State.NOT_STARTED),
    )
