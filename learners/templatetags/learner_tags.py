"""What templates of other apps may show of the learner."""

from django import template

from ..models import Enrollment

register = template.Library()


@register.inclusion_tag("learners/account_menu.html", takes_context=True)
def account_menu(context) -> dict:
    """Who is signed in: the one personal part of every page."""
    return {"request": context.get("request")}


@register.inclusion_tag("learners/enrollment_panel.html", takes_context=True)
def enrollment_panel(context, course) -> dict:
    """The one action a course page offers, by the learner's state."""
    return {"request": context.get("request"), "course": course}


@register.simple_tag(takes_context=True)
def enrollment_for(context, course) -> Enrollment | None:
    """The learner's active enrolment in `course`. One query for any number of courses."""
    return context["request"].learner.enrollments.get(course.pk)
