"""What the tests beside it share."""

from courses.models import CoursePage, LessonPage
from courses.release.changes import Changes
from courses.release.findings import collect_findings


def finding_rows(course) -> list[tuple[str, str, str]]:
    return [
        (finding.code, finding.title, finding.message)
        for finding in collect_findings(Changes(course))
    ]


def messages(course) -> list[str]:
    return [finding.message for finding in collect_findings(Changes(course))]


def lessons_of(course) -> list[LessonPage]:
    return list(LessonPage.objects.below(course))


def draft(course, **fields) -> CoursePage:
    version = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save_revision(clean=False)
    return version


def body(*blocks) -> list[dict]:
    return [{"type": kind, "value": value, "id": f"id-{kind}"} for kind, value in blocks]


def arrange_raw(course, *values) -> None:
    blocks = [{"type": "section", "value": {"title": "Part", "summary": ""}, "id": "id-section"}]
    blocks += [
        {"type": "lesson", "value": value, "id": f"id-{number}"}
        for number, value in enumerate(values, start=1)
    ]
    draft(course, curriculum=blocks)
