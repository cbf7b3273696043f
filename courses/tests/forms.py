"""What the Wagtail editor posts for a page."""

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.models import CoursePage, LessonPage

COMMENTS = {
    "comments-TOTAL_FORMS": 0,
    "comments-INITIAL_FORMS": 0,
    "comments-MIN_NUM_FORMS": 0,
    "comments-MAX_NUM_FORMS": "",
}


def lesson_form(lesson: LessonPage, **changes) -> dict:
    return COMMENTS | nested_form_data(
        {
            "title": lesson.title,
            "slug": lesson.slug,
            "summary": lesson.summary,
            "minutes": lesson.minutes or "",
            "body": streamfield([("text", rich_text("<p>Edited.</p>"))]),
            **changes,
        }
    )


def course_form(course: CoursePage, **changes) -> dict:
    return COMMENTS | nested_form_data(
        {
            "title": course.title,
            "slug": course.slug,
            "summary": course.summary,
            "description": rich_text(""),
            "category": course.category_id,
            "level": course.level,
            "language": course.language,
            "tags": "",
            "taught_by": inline_formset([]),
            "outcomes": streamfield([]),
            "requirements": streamfield([]),
            "curriculum": streamfield([("lesson", lesson.pk) for lesson in course.outline.lessons]),
            **changes,
        }
    )
