"""The picture of somebody who teaches: hers to bring and to take away."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError
from wagtail.models import Collection, ReferenceIndex

from media.delivery.file_responses import served
from media.models import CustomImage
from media.rendition_queue import PORTRAIT
from media.storages import rendition_storage

from ..models import Instructor, InstructorChange

FILENAME = "portrait"


def add_portrait(file: ContentFile, *, by: AbstractBaseUser) -> CustomImage:
    """Keeps it where editors alone choose pictures. Its title names nobody."""
    file.name = f"{FILENAME}.webp"
    return CustomImage.objects.create(
        title=_("Portrait"),
        file=file,
        uploaded_by_user=by,
        collection=Collection.get_first_root_node(),
    )


def delete_replaced(picture: CustomImage | None, *, of: Instructor) -> None:
    """If it was brought as a portrait: one that editors chose is theirs."""
    if picture and f"/{FILENAME}-" in picture.file.name:
        delete_unless_shown(picture, of=of)


def delete_unless_shown(picture: CustomImage, *, of: Instructor) -> None:
    """A picture that something else shows as well stays for that."""
    references = ReferenceIndex.get_references_to(picture)
    changes = InstructorChange.objects.filter(instructor=of)
    own = _is(Instructor, [of.pk]) | _is(InstructorChange, changes.values_list("pk", flat=True))
    if not references.exclude(own).exists():
        picture.delete()


def picture_response(request: HttpRequest, picture: CustomImage | None) -> HttpResponseBase:
    """The picture as pages show it, for a view that has asked who may see it; another in its place
    until the worker has made it. Cloudinary has an address of its own for it, which it hands out to
    whoever knows it."""
    if picture is None:
        raise Http404("There is no such portrait.")
    try:
        rendition = picture.get_rendition(PORTRAIT)
    except SourceImageIOError as error:
        raise Http404("The file is missing.") from error
    if picture.is_remote or rendition.is_stand_in:
        return HttpResponseRedirect(rendition.url)
    return served(request, rendition_storage(), rendition.file.name)


def _is(model: type[Model], keys) -> Q:
    content_type = ContentType.objects.get_for_model(model)
    return Q(content_type=content_type, object_id__in=[str(key) for key in keys])
