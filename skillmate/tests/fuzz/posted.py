"""What is posted at an address: by its forms, or by a script where it has none."""

from __future__ import annotations

import re

from courses.tests.forms import course_form, lesson_form

from .forms import Form, forms_of
from .names import POST_FIELDS
from .world import World

COURSE = "admin/pages/%(course_id)s/edit/"
PAGE_EDITORS = re.compile(r"admin/pages/(add/|.*/(edit|revert)/)")


def forms_at(world: World, template: str, role: str) -> list[Form]:
    """At least one."""
    address = world.address(template)
    if (address, role) not in world.forms:
        page = world.client(role).get(address)
        world.forms[address, role] = [form for form in forms_of(page) if form.method == "post"]
    forms = world.forms[address, role] or [Form(pairs=list(POST_FIELDS.items()))]
    stream_fields = _stream_fields(world, template)
    return [
        Form(
            form.action or address,
            "post",
            list({**dict(form.pairs), **stream_fields}.items()),
            form.files,
        )
        for form in forms
    ]


def _stream_fields(world: World, template: str) -> dict[str, str]:
    """What Wagtail's editor adds by script to the forms of pages."""
    if not PAGE_EDITORS.match(template):
        return {}
    is_course = template == COURSE
    page = world.course if is_course else world.course.outline.lessons[0]
    data = course_form(page) if is_course else lesson_form(page)
    return {name: str(value) for name, value in data.items()}
