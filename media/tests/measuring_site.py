"""A site with nothing but one author, and the author's browser. Needs the settings in place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import django

django.setup()

from django.conf import settings  # noqa: E402  (models need the settings first)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from wagtail.models import Collection  # noqa: E402

from media.models import Video, VideoAsset  # noqa: E402
from media.storages import private_storage  # noqa: E402

from .measuring import MB  # noqa: E402
from .standin import StandIn  # noqa: E402

REAL = (settings.BASE_DIR / "demo/reading-the-night-sky/media/moon-phases.mp4").read_bytes()
TOKEN = "t" * 32


def film(first: int, end: int) -> bytes:
    """Bytes of a video as long as one likes: a real one, and nothing after it."""
    content = REAL[first:end]
    return content + bytes(end - first - len(content))


@dataclass
class Author:
    origin: str
    session: str
    collection: int
    video: int

    def upload(self, size: int) -> int:
        """As the script in the admin does."""
        fields = {"filename": "film.mp4", "size": size, "collection": self.collection}
        ticket = self._post("/media/uploads/", fields)
        response: dict = {}
        for first in range(0, size, ticket["chunk_size"]):
            end = min(first + ticket["chunk_size"], size)
            response = self._send(ticket, first, end, size)
        result = {"answer": json.dumps(response)} if ticket["fields"] else {}
        state = self._post(f"/media/uploads/{ticket['token']}/finish/", result)
        if state["status"] not in {"ready", "processing"}:
            raise RuntimeError(f"The upload was not finished: {state}")
        return size

    def download(self, size: int) -> int:
        """The first `size` bytes but one, as a player that seeks asks for a part."""
        headers = {"Cookie": self._cookies, "Range": f"bytes=1-{size - 1}"}
        url, length = f"{self.origin}/media/videos/{self.video}/", 0
        with urlopen(Request(url, headers=headers)) as response:
            while piece := response.read(MB):
                length += len(piece)
        if (response.status, length) != (206, size - 1):
            raise RuntimeError(f"Not the part that was asked for: {response.status}, {length}")
        return length

    @property
    def _cookies(self) -> str:
        return f"sessionid={self.session}; csrftoken={TOKEN}"

    def _post(self, path: str, fields: dict, **headers: str) -> dict:
        return self._request(f"{self.origin}{path}", urlencode(fields).encode(), headers)

    def _send(self, ticket: dict, first: int, end: int, size: int) -> dict:
        headers = {
            "X-Unique-Upload-Id": ticket["token"],
            "Content-Range": f"bytes {first}-{end - 1}/{size}",
            "Content-Type": "application/octet-stream",
        }
        if not ticket["fields"]:
            return self._request(f"{self.origin}{ticket['url']}", film(first, end), headers)
        headers["Content-Type"] = "multipart/form-data; boundary=b"
        return self._request(ticket["url"], _form(ticket["fields"], film(first, end)), headers)

    def _request(self, url: str, body: bytes, headers: dict[str, str]) -> dict:
        site_headers = {"Cookie": self._cookies, "X-CSRFToken": TOKEN} if self.origin in url else {}
        with urlopen(Request(url, body, {**site_headers, **headers})) as response:
            return json.load(response)


def _form(fields: dict, file: bytes) -> bytes:
    head = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += '--b\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\n\r\n'
    return head.encode() + file + b"\r\n--b--\r\n"


def prepare(port: int, size: int) -> Author:
    """Tables, an author who is signed in, and a video of `size` bytes to download."""
    call_command("migrate", verbosity=0)
    user = User.objects.create_superuser("author", "author@example.com", "measured")
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = user.pk, user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.create()
    origin, root = f"http://127.0.0.1:{port}", Collection.get_first_root_node()
    return Author(origin, session.session_key, root.pk, _video(size).pk)


def _video(size: int) -> Video:
    asset = VideoAsset(name="videos/film.mp4", format="mp4", size=size, status="ready")
    asset.save()
    path = Path(private_storage().path(asset.name))
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        for first in range(0, size, MB):
            file.write(film(first, min(first + MB, size)))
    return Video.objects.create(title="Film", asset=asset)


@contextmanager
def remote_account(largest: int) -> Iterator[dict[str, str]]:
    """The environment of a site that keeps its videos in a stand-in for Cloudinary."""
    server = StandIn().start()
    server.limits["video"] = 2 * largest
    account = f"{server.api_key}:{quote(server.api_secret, safe='')}@{server.cloud_name}"
    query = urlencode({"api": server.origin, "delivery": server.origin})
    try:
        yield {"CLOUDINARY_URL": f"cloudinary://{account}?{query}"}
    finally:
        server.stop()
