"""Static files as visitors get them."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from skillmate.static_storage import IMPORT

SOURCE = settings.BASE_DIR / "static" / "css" / "site.css"


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder `collectstatic` fills with the site's own files."""
    root = tmp_path_factory.mktemp("static")
    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "skillmate.static_storage.ModuleManifestStorage"}
    }
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    with override_settings(STATIC_ROOT=root, STORAGES=storages, STATICFILES_FINDERS=finders):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def test_style_sheet_is_one_file_that_holds_every_layer(collected):
    (sheet,) = collected.glob("css/site.*.css")
    css = sheet.read_text()
    layers = [layer for _name, layer in IMPORT.findall(SOURCE.read_text())]
    assert re.findall(r"^@layer (\w+) {", css, re.MULTILINE) == layers
    assert "@import" not in css


def test_every_file_a_style_sheet_names_is_there(collected):
    (sheet,) = collected.glob("css/site.*.css")
    urls = re.findall(r'url\("([^":#]+)', sheet.read_text())
    assert [(sheet.parent / name).resolve().exists() for name in urls] == [True] * len(urls)
    assert len(urls) > 0


def test_modules_import_hashed_names(collected):
    (module,) = collected.glob("js/site.*.js")
    names = re.findall(r'import\s*"\./([^"]+)"', module.read_text())
    assert [(collected / "js" / name).exists() for name in names] == [True] * len(names)
    assert [name.count(".") for name in names] == [2] * len(names) != []
