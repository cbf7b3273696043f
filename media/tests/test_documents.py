"""Documents: which are taken, and that none is opened on this site."""

import re
from urllib.parse import unquote

import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from media.models import CustomDocument
from media.names import download_name

from .admin_pages import XHR

pytestmark = pytest.mark.django_db

SCRIPT = b"<html><script>alert(document.domain)</script></html>"
RUNS = ["page.html", "PAGE.HTM", "a.xhtml", "a.svg", "a.xml", "a.js", "a.php", "a.exe", "a.swf"]
REFUSED = [*RUNS, "sheet.pdf.html", "sheet.pdf .html", "pdf", ".pdf", "a.txt.", "a.txt;.html"]


def upload(name: str, content: bytes = SCRIPT, kind: str = "application/pdf"):
    return SimpleUploadedFile(name, content, kind)


def add(client: Client, file: SimpleUploadedFile):
    data = {"title": "Sheet", "collection": 1, "tags": "", "file": file}
    return client.post(reverse("wagtaildocs:add"), data)


def add_in_chooser(client: Client, file: SimpleUploadedFile):
    fields = {"title": "Sheet", "collection": 1, "tags": "", "file": file}
    data = {f"document-chooser-upload-{name}": value for name, value in fields.items()}
    return client.post(reverse("wagtaildocs_chooser:create"), data)


def add_multiple(client: Client, file: SimpleUploadedFile):
    data = {"title": "Sheet", "files[]": file, "collection": 1}
    return client.post(reverse("wagtaildocs:add_multiple"), data, **XHR)


@pytest.mark.parametrize("add_file", [add, add_in_chooser, add_multiple])
def test_no_file_that_a_browser_runs_is_taken(admin, add_file):
    assert {add_file(admin, upload(name)).status_code for name in REFUSED} == {200}
    assert CustomDocument.objects.count() == 0


@pytest.mark.parametrize("add_file", [add, add_in_chooser, add_multiple])
def test_too_large_a_file_is_refused_with_the_limit(admin, add_file, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 100
    assert "Maximum" in add_file(admin, upload("a.txt", bytes(101))).content.decode()
    assert CustomDocument.objects.count() == 0


@pytest.mark.parametrize("extension", site.WAGTAILDOCS_EXTENSIONS)
def test_document_is_saved_and_never_opened(admin, extension):
    assert add(admin, upload(f"page.html.{extension}", kind="text/html")).status_code == 302
    document = CustomDocument.objects.get()
    response = admin.get(document.url)
    assert response["Content-Disposition"] == f'attachment; filename="{document.filename}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["Content-Type"].partition(";")[0] not in {"text/html", "image/svg+xml"}
    assert b"".join(response.streaming_content) == SCRIPT


@pytest.mark.parametrize(
    ("name", "kept", "stored"),
    [
        ("отчёт за май.pdf", "отчёт за май.pdf", "otchet-za-may"),
        ("报告.PDF", "报告.PDF", "baogao"),
        ("تقرير.pdf", "تقرير.pdf", "tqryr"),
        ("Cafe\u0301 1+1=2.pdf", "Café 1+1=2.pdf", "cafe-112"),
        ("é“b”;c=“d.pdf", "é'b';c='d.pdf", "ebcd"),
        ("长" * 80 + ".pdf", "长" * 66 + ".pdf", ""),
        ("🎓.pdf", "🎓.pdf", ""),
    ],
)
def test_name_survives_the_download_and_is_readable_on_disk(admin, name, kept, stored):
    assert add(admin, upload(name)).status_code == 302
    document = CustomDocument.objects.get()
    assert document.filename == kept
    assert re.fullmatch(rf"documents/{stored}[\w-]*\.pdf", document.file.name)
    response = admin.get(document.url)
    plain, full = response["Content-Disposition"].removeprefix("attachment; ").split("; ", 1)
    assert unquote(full.removeprefix("filename*=UTF-8''")) == kept
    assert re.fullmatch(r'filename="[^"]+\.(?i:pdf)"', plain)
    assert document.content_disposition == response["Content-Disposition"]
    assert escape(kept) in admin.get(reverse("wagtaildocs:index")).content.decode()


def test_what_would_hide_the_kind_of_a_file_is_left_out():
    assert download_name("a\u202efdp.txt") == "a_fdp.txt"
    assert download_name('..\\x\r\n: "y".txt') == "_x_ _y_.txt"


def test_documents_from_before_keep_their_address(admin):
    add(admin, upload("отчёт.pdf"))
    CustomDocument.objects.update(download_name="")
    assert admin.get(CustomDocument.objects.get().url).status_code == 200


NAMES = ["../../x.txt", "/etc/x.txt", "..\\x.txt", 'a"; x="b.txt', "a\r\nX-Evil: 1.txt", "é.txt"]


@pytest.mark.parametrize("name", NAMES)
def test_file_name_cannot_traverse_paths_or_add_headers(admin, name):
    # As a program sends it: past what Django's own forms tidy.
    file = ContentFile(SCRIPT)
    file.name = name
    document = CustomDocument.objects.create(title="Sheet", file=file)
    assert re.fullmatch(r"documents/[\w-]+\.txt", document.file.name)
    assert "X-Evil" not in admin.get(document.url)


def test_file_has_no_address_but_the_guarded_one(client, admin):
    add(admin, upload("a.txt"))
    name = CustomDocument.objects.get().file.name
    for path in (f"/media/{name}", f"/media/images/../{name}", f"/media/images/%2e%2e/{name}"):
        assert client.get(path).status_code == 404
