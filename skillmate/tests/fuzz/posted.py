"""What is posted at an address: by its forms, or by a script where it has none."""

from __future__ import annotations

import re

from courses.tests.forms import course_form, lesson_form

from .forms import Form, forms_of
from .names import POSTED
from .world import World

COURSE = "admin/pages/%(course_id)s/edit/"
EDITORS = re.compile(r"admin/pages/(add/|.*/(edit|revert)/)")


def forms_at(world: World, template: str, role: str) -> list[Form]:
    """At least one."""
    address = world.address(template)
    if (address, role) not in world.forms:
        page = world.client(role).get(address)
        world.forms[address, role] = [each for each in forms_of(page) if each.method == "post"]
    found = world.forms[address, role] or [Form(pairs=list(POSTED.items()))]
    added = _stream_fields(world, template)
    return [
        Form(
            form.action or address, "post", list({**dict(form.pairs), **added}.items()), form.files
        )
        for form in found
    ]


def _stream_fields(world: World, template: str) -> dict[str, str]:
    """What Wagtail's editor adds by script to the forms of pages."""
    if not EDITORS.match(template):
        return {}
    of_course = template == COURSE
    page = world.course if of_course else world.course.outline.lessons[0]
    data = course_form(page) if of_course else lesson_form(page)
    return {name: str(value) for name, value in data.items()}
