"""How courses speak of themselves: time in words, places in a row, what search engines read."""

from typing import TYPE_CHECKING

from django import template
from django.apps import apps
from django.template import Context
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from web.page_cache.fragments import kept_for_now
from web.public_url import public_url
from web.site_frame import first_page_url, known_site_name, request_of

from ..blocks.media import PLAYERS, video_id

if TYPE_CHECKING:
    from ..curriculum.outline import Outline
    from ..models import CourseInstructor, CoursePage, LessonPage

register = template.Library()


@register.filter
def duration(minutes: int | None) -> str:
    """Minutes as people say them: "45 min", "2 h", "4 h 10 min"; empty for None and 0."""
    hours, remainder = divmod(minutes or 0, 60)
    if hours and remainder:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": remainder}
    if hours:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(minutes)s min") % {"minutes": remainder} if remainder else ""


@register.filter
def number(outline: "Outline", lesson: "LessonPage") -> int | str:
    """Where `lesson` stands in the course, from 1; a dash where it is not placed."""
    ids = [item.pk for item in outline.lessons]
    return ids.index(lesson.pk) + 1 if lesson.pk in ids else "–"


@register.simple_tag(takes_context=True)
def catalogue_url(context: Context) -> str:
    """Of the catalogue, while it is there for everybody; else of the home page."""
    request, index = request_of(context), apps.get_model("courses.CourseIndexPage")
    url = kept_for_now(request, ("catalogue url",), lambda: first_page_url(index, request))
    return url or "/"


@register.filter
def player(address: str) -> dict[str, str]:
    """`provider` and player `url` of a video's address on YouTube or Vimeo; empty for others."""
    for provider, url in PLAYERS.items():
        if identifier := video_id(provider, address or ""):
            return {"provider": provider, "url": url.format(identifier)}
    return {}


@register.simple_tag
def course_json_ld(
    course: "CoursePage", outline: "Outline", url: str, picture=None, provider: str = ""
) -> SafeString:
    """The course for search engines (schema.org/Course), as a data block no browser runs."""
    data = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": course.title,
        "description": course.summary,
        "url": url,
        "inLanguage": course.language,
        "educationalLevel": course.get_level_display(),
        "provider": {"@type": "Organization", "name": provider or known_site_name()},
        "isAccessibleForFree": True,
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": f"PT{outline.minutes or 1}M",
        },
    }
    if course.tag_names:
        data["keywords"] = course.tag_names
    if teachers := [_person(teacher) for teacher in course.taught_by.all()]:
        data["hasCourseInstance"]["instructor"] = teachers
    if picture and not picture.is_stand_in:
        data["image"] = picture.full_url
    # Django's own escaping; its type says what is inside, which only the name of the type changes.
    block = json_script(data).replace("application/json", "application/ld+json", 1)
    return SafeString(block)


def _person(teacher: "CourseInstructor") -> dict[str, str]:
    person = {"@type": "Person", "name": teacher.instructor.name}
    if getattr(teacher, "has_page", False):
        path = reverse("instructors:instructor", args=[teacher.instructor.slug])
        person["url"] = public_url(path)
    return person
