"""What editors send and see in the image pages of the admin."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from media.models import CustomImage

from .factories import png

XHR = {"headers": {"x-requested-with": "XMLHttpRequest"}}
CHOOSER = "image-chooser-upload-"


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


def address(name: str, image: CustomImage, *more: str) -> str:
    return reverse(f"wagtailimages:{name}", args=[image.pk, *more])


def edit(client: Client, image: CustomImage, **fields):
    return client.post(address("edit", image), form(**fields))


def errors(response) -> dict[str, list[str]]:
    """What a page with a form says is wrong, by field."""
    return {field: list(words) for field, words in response.context["form"].errors.items()}
