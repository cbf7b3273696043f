"""What the requests have to know of the data: addresses and keys."""

from courses.models import CoursePage, LessonPage

from .bodies import COMMON_WORD, RARE_WORD
from .courses import CATEGORIES, LANGUAGES, LESSONS, LEVELS, Catalogue

# Of a course that the learner takes, too, with a picture and a lesson that shows one.
SHOWN, FREE_LESSON, CLOSED_LESSON = 4, 1, 5


def facts(catalogue: Catalogue, reviews: dict[str, int]) -> dict:
    return {
        "courses": catalogue.count,
        "lessons_each": LESSONS,
        "index_id": catalogue.index.pk,
        "first_pk": catalogue.first_pk,
        "course_id": catalogue.course_pk(SHOWN),
        "course": CoursePage.objects.get(pk=catalogue.course_pk(SHOWN)).url,
        "free_lesson": _lesson_url(catalogue, FREE_LESSON),
        "closed_lesson": _lesson_url(catalogue, CLOSED_LESSON),
        "category": f"{catalogue.index.url}category/{CATEGORIES[SHOWN].lower()}/",
        "categories": [name.lower() for name in CATEGORIES],
        "levels": sorted(set(LEVELS)),
        "languages": sorted(set(LANGUAGES)),
        "common_word": COMMON_WORD,
        "rare_word": RARE_WORD,
        "reviews": reviews,
    }


def _lesson_url(catalogue: Catalogue, place: int) -> str:
    return LessonPage.objects.get(pk=catalogue.lesson_pk(SHOWN, place)).url
