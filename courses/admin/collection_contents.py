from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Collection

from web.text_direction import isolated

from ..models import CourseTeam


def teams_of(collection: Collection) -> dict | None:
    """For `describe_collection_contents`: a course with a team keeps its files there."""
    teams = CourseTeam.objects.filter(collection=collection).select_related("course")
    if not (team := teams.first()):
        return None
    text = _("The files of the course “%(title)s”") % {"title": isolated(team.course.title)}
    return {
        "count": teams.count(),
        "count_text": text,
        "url": reverse("courses_admin:team", args=[team.course_id]),
    }
