"""Where the files of each kind are, and the rows that say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.apps import apps
from django.db.models import FileField, Model, QuerySet

from ..models import VideoAsset
from ..storages import image_storage, private_storage, rendition_storage
from .batches import BATCH, in_batches
from .cloud import Cloud
from .disk import Disk, picture_format, video_format
from .own_places import Bucket, own_place

Place = Disk | Bucket | Cloud


@dataclass(frozen=True)
class Expected:
    """A file that a row says is there. `size` in bytes, None where the row does not tell."""

    row: str
    name: str
    size: int | None


@dataclass(frozen=True)
class FileColumn:
    """Files of one kind in one place. `names` and `sizes` are columns of `rows`."""

    title: str
    place: Place
    rows: QuerySet
    names: str
    sizes: str | None = None

    def batches(self) -> Iterator[list[Expected]]:
        """All files of the column, fifty at a time."""
        columns = ["pk", self.names, *([self.sizes] if self.sizes else [])]
        queryset = self.rows.exclude(**{self.names: ""}).order_by("pk")
        kind = self.rows.model._meta.verbose_name
        rows = queryset.values_list(*columns).iterator(chunk_size=BATCH)
        expected = (
            Expected(f"{kind} {pk}", name, size[0] if size else None) for pk, name, *size in rows
        )
        return in_batches(expected)


def file_columns() -> list[FileColumn]:
    """All there is, as the site is set up now."""
    pictures = [picture_column(field, on_disk=not is_remote()) for field in picture_fields()]
    return [*pictures, *_plain_columns(), *video_columns()]


def is_remote() -> bool:
    """Whether this site's pictures are in Cloudinary."""
    return image_storage().is_cloudinary


def picture_fields() -> list[FileField]:
    """Every column of the project, whosever it is, whose pictures move to Cloudinary and back."""
    return file_fields(image_storage())


def picture_column(field: FileField, *, on_disk: bool) -> FileColumn:
    folder = _folder(field)
    # Without an account, pictures lie where renditions do.
    own = own_place(rendition_storage(), folder, picture_format)
    return _column(field, own if on_disk else Cloud(folder))


def video_columns() -> list[FileColumn]:
    """Of the videos that have come in."""
    deliveries, states = VideoAsset.Delivery, VideoAsset.Status
    assets = VideoAsset.objects.filter(status__in=[states.PROCESSING, states.READY])
    local = assets.filter(backend=VideoAsset.Backend.LOCAL)
    remote = assets.filter(backend=VideoAsset.Backend.CLOUDINARY)
    own = own_place(private_storage(), "videos", video_format)
    return [
        FileColumn("videos", own, local, "name", "size"),
        *(
            FileColumn(
                f"videos in Cloudinary ({delivery.label.lower()})",
                Cloud("videos", "video", delivery),
                remote.filter(delivery=delivery),
                "name",
                "size",
            )
            for delivery in deliveries
        ),
    ]


def file_fields(storage: object) -> list[FileField]:
    """Every column of the project whose files are in `storage`, one of `media.storages`."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, FileField) and field.storage is storage
    ]


def _plain_columns() -> Iterator[FileColumn]:
    for field in file_fields(rendition_storage()):
        yield _column(field, own_place(rendition_storage(), _folder(field), picture_format))
    for field in file_fields(private_storage()):
        yield _column(field, own_place(private_storage(), _folder(field)))


def _column(field: FileField, place: Place) -> FileColumn:
    model: type[Model] = field.model
    sizes = [column.name for column in model._meta.concrete_fields if column.name == "file_size"]
    title = str(model._meta.verbose_name_plural)
    return FileColumn(title, place, model._base_manager.all(), field.name, *sizes)


def _folder(field: FileField) -> str:
    """Where new files go, as the column itself names them."""
    return PurePosixPath(field.generate_filename(field.model(), "x.png")).parent.as_posix()
