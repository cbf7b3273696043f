"""`multipart/form-data` and `x-www-form-urlencoded` bodies, byte for byte."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl


@dataclass
class Form:
    """`fields` with lists (`name[]`) joined by commas, as Cloudinary signs them."""

    fields: dict[str, str] = field(default_factory=dict)
    file: bytes | None = None
    filename: str = ""

    def add(self, name: str, value: str) -> None:
        name, is_list, _rest = name.partition("[")
        previous = f"{self.fields[name]}," if is_list and name in self.fields else ""
        self.fields[name] = previous + value


def parse(content_type: str, body: bytes) -> Form:
    form = Form()
    boundary = re.search(r'boundary="?([^";]+)', content_type)
    if boundary is None:
        for name, value in parse_qsl(body.decode(), keep_blank_values=True):
            form.add(name, value)
        return form
    for part in body.split(b"--" + boundary[1].encode())[1:-1]:
        head, _gap, content = part.partition(b"\r\n\r\n")
        _take(form, head.decode(), content.removesuffix(b"\r\n"))
    return form


def _take(form: Form, head: str, content: bytes) -> None:
    name = re.search(r'\bname="([^"]*)"', head)
    filename = re.search(r'\bfilename="([^"]*)"', head)
    if name and name[1] == "file":
        form.file, form.filename = content, filename[1] if filename else ""
    elif name:
        form.add(name[1], content.decode())
