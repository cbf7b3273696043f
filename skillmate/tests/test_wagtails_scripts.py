"""Wagtail's inline scripts are those that were given a nonce, and no others.

An upgrade that changes one of them fails here first. Then carry the change over into our template,
run the browser tests, and put the new value here. Until there is time for that,
`ADMIN_CSP_UNSAFE_INLINE=true` keeps the admin working.
"""

import re
from hashlib import sha256
from inspect import getsource
from pathlib import Path

import pytest
import wagtail
from django.conf import settings
from wagtail.admin.widgets import BaseChooser

from skillmate import choosers

WAGTAIL = Path(wagtail.__file__).parent
INLINE = re.compile(r"<script(?![^>]*\bsrc=)")
TEMPLATES = {
    "wagtailadmin/panels/inline_panel.html": "195bb0b199edb062",
    "wagtailadmin/panels/multiple_chooser_panel.html": "673bc9b26ca95c03",
    "wagtailadmin/widgets/date_input.html": "2557f7a4fd543d7c",
    "wagtailadmin/widgets/datetime_input.html": "479d8ddeaa73d2fd",
    "wagtailadmin/widgets/time_input.html": "536917c544a13563",
    "wagtailimages/images/edit.html": "40750506fb9599d9",
}
CHOOSER = "b46a0fb559c849ac"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def original(name: str) -> Path:
    [path] = WAGTAIL.glob(f"*/templates/{name}")
    return path


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_that_is_overridden_is_the_one_we_know(name):
    assert (settings.BASE_DIR / "templates" / name).exists()
    assert digest(original(name).read_text()) == TEMPLATES[name], (
        f"Wagtail changed {name}: compare it with templates/{name}, then put the new value here."
    )


def test_chooser_that_is_changed_is_the_one_we_know():
    assert BaseChooser.render is choosers._render
    assert digest(getsource(choosers._original_render)) == CHOOSER, (
        "Wagtail changed BaseChooser.render: see whether skillmate/choosers.py still does, or is "
        "still needed, then put the new value here."
    )


def test_no_other_template_of_wagtail_has_an_inline_script():
    """Of the apps that are installed."""
    apps = [name.removeprefix("wagtail.") for name in settings.INSTALLED_APPS]
    folders = [WAGTAIL / name.replace(".", "/") / "templates" for name in apps]
    templates = {
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in folder.rglob("*.html")
        if INLINE.search(path.read_text())
    }
    assert templates == {*TEMPLATES} - {
        "wagtailimages/images/edit.html"  # only its script for touch is another
    }
