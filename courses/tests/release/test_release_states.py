"""Whatever is done in whatever order: what is live is one approved release, whole.

A state machine over the pages of the admin. Each step does what it says or is refused, and then
what the refusal advises works.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.models import CoursePage, CourseRelease, LessonPage
from courses.release.changes import Changes
from courses.release.findings import collect_findings
from courses.release.restore import NOTHING_TO_RESTORE
from courses.tests import factories
from courses.tests.admin.messages import message_texts
from courses.tests.catalogue_truth import check_entries
from web.tests.budget import budget

from . import admin_actions

Status = CourseRelease.Status
LESSON = st.integers(0, 3)
EDIT = st.one_of(
    st.tuples(st.sampled_from(["edit", "take_out"]), LESSON),
    st.tuples(st.just("exchange"), LESSON, LESSON),
    st.sampled_from([("add",), ("new_file",)]),
)
ENDS = st.one_of(
    st.sampled_from([("submit", "approve"), ("submit", "schedule", "hour")]),
    st.sampled_from([("submit", "schedule", "unschedule"), ("submit", "withdraw"), ("approve",)]),
    st.sampled_from([("restore_first",), ("submit", "restore_first"), ("restore_last",)]),
)
# Edits, a way they end, and what somebody does between its steps.
ROUND = st.tuples(
    st.lists(EDIT, min_size=1, max_size=3),
    ENDS,
    st.lists(st.one_of(EDIT, st.just(("delete_file",))), max_size=2),
)


class Machine:
    """One course, its author, its editor, and a clock."""

    def __init__(self, course: CoursePage, instructor, editor, set_clock) -> None:
        self.course_id, self.instructor, self.editor = course.pk, instructor, editor
        self.set_clock, self.hours = set_clock, 0
        set_clock(timedelta())
        self.counts = Counter()

    @property
    def course(self) -> CoursePage:
        return CoursePage.objects.get(pk=self.course_id)

    @property
    def lessons(self) -> list[LessonPage]:
        return list(LessonPage.objects.below(self.course))

    def lesson(self, number: int) -> LessonPage:
        return self.lessons[number % len(self.lessons)]

    def open_release(self) -> CourseRelease | None:
        return self.course.releases.open().first()

    def url(self, name: str, pk: int | None = None) -> str:
        return reverse(f"courses_admin:{name}", args=[pk or self.course_id])

    # What authors do.

    def edit(self, number: int) -> None:
        self.counts["edit"] += 1
        admin_actions.edit_lesson(self.lesson(number), title=f"Edited {self.counts['edit']}")

    def exchange(self, one: int, two: int) -> None:
        pages = [self.lesson(one), self.lesson(two)]
        slugs = [page.get_latest_revision_as_object().slug for page in pages]
        for page, slug in zip(pages, reversed(slugs), strict=True):
            if page.live:
                admin_actions.edit_lesson(page, slug=slug)

    def take_out(self, number: int) -> None:
        pages = [page for page in self.lessons if page != self.lesson(number)]
        admin_actions.arrange_curriculum(self.course, "Part", *pages)

    def add(self) -> None:
        page = factories.lesson(self.course, live=False)
        page.save_revision()
        admin_actions.arrange_curriculum(self.course, "Part", *self.lessons)

    def new_file(self) -> None:
        draft = self.course.get_latest_revision_as_object()
        draft.thumbnail = factories.picture(f"Picture {timezone.now()}")
        draft.save_revision(clean=False)

    def submit(self) -> None:
        admin_actions.submit(self.instructor, self.course, despite_findings="on")

    def withdraw(self) -> None:
        self.instructor.post(self.url("withdraw"))

    # What editors do.

    def delete_file(self) -> None:
        picture = self.course.get_latest_revision_as_object().thumbnail
        if picture is None:
            return
        response = self.editor.post(reverse("wagtailimages:delete", args=[picture.pk]), follow=True)
        release = self.open_release()
        is_kept = (
            release
            and f" customimage:{picture.pk} " in release.items.get(page_id=self.course_id).files
        )
        assert type(picture).objects.filter(pk=picture.pk).exists() is bool(is_kept)
        if is_kept:
            assert "Send the course back or take it off the schedule" in response.content.decode()

    def approve(self) -> None:
        self._decide("approve")

    def schedule(self) -> None:
        hour = timezone.localtime() + timedelta(minutes=30)
        self._decide("schedule", go_live_at=f"{hour:%Y-%m-%d %H:%M}")

    def _decide(self, action: str, **fields) -> None:
        was_in_review = self.course.releases.in_review().exists()
        admin_actions.decide(self.editor, self.course, action, **fields)
        if was_in_review and self.course.releases.in_review().exists():
            # Refused for what is listed: mended as it says, and approved.
            self.mend()
            admin_actions.decide(self.editor, self.course, action, **fields)
            assert not self.course.releases.in_review().exists()

    def mend(self) -> None:
        for finding in collect_findings(Changes(self.course)):
            if finding.code == "slug-taken":  # "Choose another."
                self.counts["slug"] += 1
                page = LessonPage.objects.get(pk=finding.page_id)
                admin_actions.edit_lesson(page, slug=f"another-{self.counts['slug']}")
            else:
                assert "thumbnail" in finding.code or "thumbnail" in finding.place, finding
                self.new_file()

    def unschedule(self) -> None:
        self.editor.post(self.url("unschedule"))
        assert not self.course.releases.filter(status=Status.SCHEDULED).exists()

    def hour(self) -> None:
        self.hours += 1
        self.set_clock(timedelta(hours=self.hours))
        call_command("publish_due", verbosity=0)
        assert not self.course.releases.failed().exists()
        assert not self.course.releases.filter(status=Status.SCHEDULED).exists()

    def restore_first(self) -> None:
        self._restore(self.course.releases.get(number=1))

    def restore_last(self) -> None:
        self._restore(list(self.course.releases.published()[:2])[-1])

    def _restore(self, release: CourseRelease) -> None:
        message = self._restored(release)
        if message == "A release of this course is open. Decide on it first.":
            self.unschedule()
            self.withdraw()
            message = self._restored(release)
        assert message in ("", NOTHING_TO_RESTORE)

    def _restored(self, release: CourseRelease) -> str:
        """What keeps it from being restored, or nothing."""
        response = self.editor.post(self.url("restore", release.pk), {"note": ""})
        if response.status_code != 302:
            return message_texts(response)[-1]
        assert self.course.releases.published().first().restored_from == release
        return ""


def check_live_is_one_release(course: CoursePage) -> None:
    release = course.releases.published().first()
    items = release.items.exclude(kind="removed").select_related("revision")
    lessons = {page.pk: page for page in LessonPage.objects.below(course)}
    live = {pk: page for pk, page in lessons.items() if page.live} | {course.pk: course}
    assert live.keys() == {item.page_id for item in items}
    for item in items:
        page = live[item.page_id]
        assert page.title == item.title
        if item.revision:
            assert page.live_revision_id == item.revision_id
            assert page.slug == item.revision.content["slug"]
    assert [page.title for page in course.outline.lessons] == [
        item.title for item in sorted(items, key=lambda item: item.position or 0) if item.position
    ]
    assert max(Counter(page.slug for page in lessons.values()).values()) == 1
    assert course.releases.open().count() <= 1
    check_entries()


def steps_of(rounds: list) -> Iterator[tuple]:
    for edits, ends, meanwhile in rounds:
        yield from edits
        for number, name in enumerate(ends):
            yield (name,)
            yield from meanwhile[number : number + 1]


@budget(6)
@given(rounds=st.lists(ROUND, min_size=4, max_size=6))
def test_what_is_live_is_always_one_release(
    published_course, instructor_client, editor_client, clock, rounds
):
    with transaction.atomic():
        machine = Machine(published_course, instructor_client, editor_client, clock)
        for name, *arguments in steps_of(rounds):
            getattr(machine, name)(*arguments)
            check_live_is_one_release(machine.course)
        transaction.set_rollback(True)
