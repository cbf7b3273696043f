"""What entries of the catalogue have to say, read from the pages one by one."""

from courses.models import CatalogueEntry, CoursePage


def check_entries() -> None:
    """Every course has one, which says what its page says."""
    entries = {entry.pk: entry for entry in CatalogueEntry.objects.all()}
    courses = CoursePage.objects.all()
    told = {pk: said_by(entry) for pk, entry in entries.items()}
    assert told == {course.pk: truth_of(course) for course in courses}


def said_by(entry: CatalogueEntry) -> dict:
    return {
        "title": entry.title,
        "summary": entry.summary,
        "category": entry.category,
        "picture": entry.thumbnail,
        "facts": (entry.level, entry.language, entry.live, entry.archived_at),
        "teachers": entry.teachers,
        "counts": (entry.minutes, entry.lesson_count, entry.free_lesson_count),
        "times": (entry.first_published_at, entry.last_published_at),
        "public": entry.is_public,
        "restrictions": entry.restrictions,
    }


def truth_of(course: CoursePage) -> dict:
    lessons = course.outline.lessons
    above = [page.view_restrictions.all() for page in course.get_ancestors(True)]
    restrictions = sorted(restriction.pk for group in above for restriction in group)
    return {
        "title": course.title,
        "summary": course.summary,
        "category": course.category,
        "picture": course.thumbnail,
        "facts": (course.level, course.language, course.live, course.archived_at),
        "teachers": [
            {
                "name": teacher.instructor.name,
                "slug": "" if teacher.instructor.closed_at else teacher.instructor.slug,
            }
            for teacher in course.taught_by.all()
        ],
        "counts": (
            sum(lesson.minutes or 0 for lesson in lessons),
            len(lessons),
            len([lesson for lesson in lessons if lesson.free_preview]),
        ),
        "times": (course.first_published_at, course.last_published_at),
        "public": course.live and not course.archived_at and not restrictions,
        "restrictions": ",".join(map(str, restrictions)),
    }
