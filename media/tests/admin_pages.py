"""What editors send and see in the pages of the admin for files, most of all for images."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import UploadedFile

from media.models import CustomDocument, CustomImage, Video

from .factories import png

XHR = {"headers": {"x-requested-with": "XMLHttpRequest"}}
CHOOSER = "image-chooser-upload-"
DELETE = {
    CustomImage: "wagtailimages:delete",
    CustomDocument: "wagtaildocs:delete",
    Video: "videos:delete",
}


def upload(content: bytes | None = None, name: str = "new.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png(60, 40) if content is None else content, "image/png")


def form(**fields) -> dict:
    return {"title": "A bench", "description": "", "collection": 1, "tags": "", **fields}


def add(client: Client, file: SimpleUploadedFile):
    return client.post(reverse("wagtailimages:add"), form(file=file))


def add_in_chooser(client: Client, file: SimpleUploadedFile):
    data = {f"{CHOOSER}{name}": value for name, value in form(file=file).items()}
    return client.post(reverse("wagtailimages_chooser:create"), data)


def add_multiple(client: Client, file: SimpleUploadedFile):
    data = {"title": "A bench", "files[]": file, "collection": 1}
    return client.post(reverse("wagtailimages:add_multiple"), data, **XHR)


def waiting_upload(user: User, file: SimpleUploadedFile) -> UploadedFile:
    """A file of several uploads whose form lacks something."""
    kind = ContentType.objects.get_for_model(CustomImage)
    return UploadedFile.objects.create(for_content_type=kind, file=file, uploaded_by_user=user)


def finish(client: Client, waiting: UploadedFile):
    prefix = f"uploaded-image-{waiting.pk}"
    data = {f"{prefix}-{name}": value for name, value in form().items()}
    url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
    return client.post(url, data)


def address(name: str, image: CustomImage, *args: str) -> str:
    return reverse(f"wagtailimages:{name}", args=[image.pk, *args])


def edit(client: Client, image: CustomImage, **fields):
    return client.post(address("edit", image), form(**fields))


def errors(response) -> dict[str, list[str]]:
    """What a page with a form says is wrong, by field."""
    return {field: list(messages) for field, messages in response.context["form"].errors.items()}


def deleted(client: Client, items: dict[str, object]) -> list[str]:
    """The names of those that are gone after `client` pressed "delete" on each page for it."""
    for item in items.values():
        client.post(reverse(DELETE[type(item)], args=[item.pk]))
    return [
        name for name, item in items.items() if not type(item).objects.filter(pk=item.pk).exists()
    ]
