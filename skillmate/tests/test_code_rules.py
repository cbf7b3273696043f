"""Rules of the project that no linter knows (docs/architecture.md)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

LINES = 300
# Mail programs know no style sheets, nor a picture in several formats. Text is no safer there.
MAIL = tuple(
    f"templates/{name}/"
    for name in ("mail", "account/email", "courses/mail", "home/mail", "skillmate/mail")
)


def sources(*suffixes: str) -> list[Path]:
    """The project's own files with one of these suffixes, migrations apart."""
    apps = ("skillmate", "home", "learners", "exchange", "courses", "media", "web")
    folders = (*apps, "templates", "static")
    paths = [path for name in folders for path in (settings.BASE_DIR / name).rglob("*")]
    return [path for path in paths if path.suffix in suffixes and "migrations" not in path.parts]


def offences(pattern: str, *suffixes: str, but: tuple[str, ...] = ()) -> list[str]:
    """What matches `pattern`, with the file it stands in, unless that is in a folder of `but`."""
    return [
        f"{path.relative_to(settings.BASE_DIR)}: {match[0]}"
        for path in sources(*suffixes)
        for match in re.finditer(pattern, path.read_text())
        if path != Path(__file__) and not any(name in path.as_posix() for name in but)
    ]


TRUST = r"\|\s*safe(seq)?\b|{%-?\s*filter\b[^%]*\bsafe(seq)?\b"


def test_templates_trust_no_text():
    assert offences(TRUST, ".html", ".txt", ".xml") == []
    assert offences(r"autoescape\s+off", ".html", ".xml") == []


@pytest.mark.parametrize(
    "markup",
    ["{{ a|safe }}", "{{ a | safe }}", "{{ a|safeseq|join:', ' }}", "{% filter lower|safe %}"],
)
def test_trust_is_noticed_however_it_is_spelled(markup):
    assert re.search(TRUST, markup)


def test_text_that_is_no_markup_is_left_as_it_is():
    """Mails as plain text, and what is served as such: a browser runs nothing of it."""
    templates = {
        Path(offence.partition(":")[0]).parts for offence in offences("autoescape off", ".txt")
    }
    mails = {parts for parts in templates if parts[-2] in ("email", "mail")}
    assert templates - mails == {("templates", "security.txt")}


@pytest.mark.parametrize(
    "pattern",
    [
        r"<script(?![^>]*\bsrc=)(?! nonce=)",  # Wagtail's own, in templates that replace them
        r"\son\w+=",
    ],
)
def test_templates_carry_no_inline_code(pattern):
    assert offences(pattern, ".html") == []


@pytest.mark.parametrize("pattern", [r"<style\b", r"\sstyle="])
def test_templates_leave_style_to_style_sheets(pattern):
    assert offences(pattern, ".html", but=MAIL) == []


def test_scripts_with_a_nonce_are_wagtails_own():
    scripts = offences(r"<script nonce=", ".html")
    assert {Path(offence).parts[:2] for offence in scripts} == {("templates", "wagtailadmin")}


@pytest.mark.parametrize(
    "pattern",
    [
        r"<img(?![^>]*\bwidth=[^>]*\bheight=)",
        r"{% (srcset_)?image\b(?!.* as )",  # for an address alone, as of a poster
        r"{% picture\b(?!.*{avif,webp,jpeg})(?!.*sizes=)",
    ],
)
def test_pictures_come_in_every_format_and_keep_their_place(pattern):
    assert offences(pattern, ".html", but=MAIL) == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bmark_safe\b",
        r"\bRawHTMLBlock\b",
        r"\bformat_html\((?!\s*r?[\"'])",  # with a pattern that was put together
        r"\bautoescape=False",
        r"(?<![.\w])(eval|exec|compile)\(",
        r"\byaml\.(unsafe_|full_)?load(_all)?\(",
        r"\bshell=True\b|\bos\.(system|popen)\(",
        r"\b(extractall|unpack_archive)\(",
        r"\.extra\(|\bRawSQL\b",
    ],
)
def test_code_trusts_no_text(pattern):
    assert offences(pattern, ".py") == []


def test_sql_is_what_django_made_of_querysets():
    assert offences(r"\.raw\(", ".py") == []


def test_objects_are_read_from_the_sites_own_cache_alone():
    """Django's cache in files holds them; nobody else can write there."""
    assert set(offences(r"\b(pickle|marshal|shelve|dill)\b", ".py")) == {
        "web/cache/file_based.py: pickle"
    }


def test_text_is_called_safe_where_django_made_it():
    """What search engines read is Django's `json_script`, under another type; a chooser is what
    Wagtail rendered, with a nonce; a safe sentence stays so with marks of direction in it."""
    calls = offences(r"\bSafe(String|Text)\(", ".py")
    assert calls == [
        "skillmate/choosers.py: SafeString(",
        "courses/templatetags/course_tags.py: SafeString(",
        "web/text_direction.py: SafeString(",
        "web/tests/test_text_direction.py: SafeString(",
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        r"\.(inner|outer)HTML\b|insertAdjacentHTML|createContextualFragment|document\.write",
        r"\beval\(|new Function\b|setTimeout\(\s*[\"'`]",
        r"getCueAsHTML\(\)(?!\.textContent)",
    ],
)
def test_scripts_write_text_and_no_markup(pattern):
    assert offences(pattern, ".js") == []


def test_code_trusts_no_foreign_form_but_cloudinarys_signed_ones():
    """Cloudinary has no token of ours; its signature of the whole body says more than one."""
    webhook = "media/upload/cloudinary_webhook.py: csrf_exempt"
    assert offences(r"\bcsrf_exempt\b", ".py") == [webhook] * 2  # imported, and used once


def test_files_are_short_and_named_after_what_they_hold():
    files = sources(".py", ".html", ".css", ".js")
    long = {path.name for path in files if len(path.read_text().splitlines()) > LINES}
    assert long == set()
    assert {path.stem for path in files} & {"utils", "helpers", "common"} == set()
