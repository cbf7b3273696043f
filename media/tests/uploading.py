"""An author and an uploader that speak the upload protocol, for tests."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.request import Request, urlopen

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission

from media.models import VideoAsset

REAL = settings.BASE_DIR / "demo/reading-the-night-sky/media/moon-phases.mp4"


def author(name: str, collection: Collection | None = None) -> User:
    """Someone of the admin, who may add videos to `collection` if one is given."""
    user = User.objects.create_user(name)
    group = Group.objects.create(name=f"Group of {name}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if collection:
        GroupCollectionPermission.objects.create(
            group=group,
            collection=collection,
            permission=Permission.objects.get(codename="add_video"),
        )
    user.groups.add(group)
    return user


@dataclass
class Uploader:
    """What the script in the admin does, step by step. `chunk_size` is in bytes."""

    user: User
    collection: Collection
    content: bytes
    chunk_size: int = 100_000
    filename: str = "moon.mp4"
    ticket: dict | None = None

    def __post_init__(self) -> None:
        self.client = Client()
        self.client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")

    @property
    def token(self) -> str:
        return self.ticket["token"]

    @property
    def asset(self) -> VideoAsset:
        return VideoAsset.objects.get(token=self.token)

    def start(self, **fields):
        defaults = {
            "filename": self.filename,
            "size": len(self.content),
            "collection": self.collection.pk,
            "type": "video/mp4",
        }
        response = self.client.post(reverse("media:upload"), {**defaults, **fields})
        if response.status_code == 200:
            self.ticket = response.json()
        return response

    def spans(self) -> Iterator[tuple[int, int]]:
        for first in range(0, len(self.content), self.chunk_size):
            yield first, min(first + self.chunk_size, len(self.content))

    def send(self, first: int, end: int, *, body: bytes | None = None, **headers: str):
        """One chunk to this site. With `body` something else than the file has there."""
        all_headers = {
            "X-Unique-Upload-Id": self.token,
            "Content-Range": f"bytes {first}-{end - 1}/{len(self.content)}",
            **headers,
        }
        return self.client.post(
            self.ticket["url"],
            self.content[first:end] if body is None else body,
            content_type="application/octet-stream",
            headers=all_headers,
        )

    def step(self, name: str, **fields):
        return self.client.post(reverse(f"media:upload_{name}", args=[self.token]), fields)

    def status(self):
        return self.client.get(reverse("media:upload_status", args=[self.token]))

    def send_all(self) -> None:
        for span in self.spans():
            assert self.send(*span).status_code == 200

    def send_to_cloud(self, first: int, end: int) -> dict:
        """One chunk straight to Cloudinary, as a form with the signed fields."""
        fields = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in self.ticket["fields"].items()
        )
        file = '--b\r\nContent-Disposition: form-data; name="file"; filename="moon.mp4"\r\n\r\n'
        body = (fields + file).encode() + self.content[first:end] + b"\r\n--b--\r\n"
        headers = {
            "Content-Type": "multipart/form-data; boundary=b",
            "X-Unique-Upload-Id": self.token,
            "Content-Range": f"bytes {first}-{end - 1}/{len(self.content)}",
        }
        with urlopen(Request(self.ticket["url"], body, headers)) as response:
            return json.load(response)
