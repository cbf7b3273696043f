"""The course's files as media of the site. The same bytes in one collection are one record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha1
from posixpath import basename, splitext

from django.contrib.auth.models import AbstractUser
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db.models import Model
from wagtail.models import Collection

from media.models import CustomDocument, CustomImage, Video, VideoAsset, VideoTrack
from media.upload import single_request
from media.upload.discard import discard_bytes
from web.languages import language_name

from ..files.assets import MAX_VIDEO, Assets


@dataclass
class Library:
    """Stores what is asked for, once.

    A context: a rollback forgets rows, and leaving with an error takes away the `new_files` and the
    bytes of the `new_assets` that belonged to them.
    """

    collection: Collection
    assets: Assets
    by: AbstractUser | None
    language: str
    new_files: list[tuple[Storage, str]] = field(default_factory=list)
    new_assets: list[VideoAsset] = field(default_factory=list)
    _ids: dict[tuple[str, str], int] = field(default_factory=dict)

    def __enter__(self) -> Library:
        return self

    def __exit__(self, error: type[BaseException] | None, *details: object) -> None:
        for storage, name in self.new_files if error else []:
            storage.delete(name)
        for asset in self.new_assets if error else []:
            discard_bytes(asset)

    def image(self, path: str) -> int:
        return self._once("image", path, self._store_image)

    def document(self, path: str) -> int:
        return self._once("document", path, self._store_document)

    def video(self, path: str) -> int:
        return self._once("video", path, self._store_video)

    def _once(self, kind: str, path: str, store: Callable[[str], int]) -> int:
        if (kind, path) not in self._ids:
            self._ids[kind, path] = store(path)
        return self._ids[kind, path]

    def _store_image(self, path: str) -> int:
        picture = self.assets.pictures[path]
        data = self.assets.picture_data(picture)
        return self._stored(CustomImage, picture.name, data, title=_title(path)).pk

    def _store_document(self, path: str) -> int:
        data = self.assets.document(path)
        return self._stored(CustomDocument, basename(path), data, title=basename(path)).pk

    def _store_video(self, path: str) -> int:
        video = self.assets.videos[path]
        poster = self.image(video.poster) if video.poster else None
        record = self._video(path)
        record.title, record.transcript = video.title[:255], video.transcript
        record.poster_id = poster
        record.save()
        if video.captions:
            self._caption(record, video.captions)
        return record.pk

    def _video(self, path: str) -> Video:
        data = self.assets.files.read(path, MAX_VIDEO)
        videos = Video.objects.filter(collection=self.collection, asset__file_hash=_digest(data))
        if video := videos.order_by("pk").first():
            return video
        asset = single_request.store(ContentFile(data, basename(path)), by=self.by, most=MAX_VIDEO)
        self.new_assets.append(asset)
        return Video(asset=asset, collection=self.collection, uploaded_by_user=self.by)

    def _caption(self, video: Video, path: str) -> None:
        data = self.assets.captions(path)
        for track in video.tracks.filter(kind=VideoTrack.Kind.CAPTIONS, language=self.language):
            with track.file.open("rb") as file:
                if file.read() == data:
                    return
            track.delete()
        track = VideoTrack(
            video=video,
            language=self.language,
            label=language_name(self.language),
            file=ContentFile(data, f"{splitext(basename(path))[0]}.vtt"),
        )
        self._save_with_file(track)

    def _stored(self, model: type[Model], name: str, data: bytes, *, title: str) -> Model:
        fingerprint = _digest(data)
        records = model.objects.filter(collection=self.collection, file_hash=fingerprint)
        if record := records.order_by("pk").first():
            return record
        record = model(
            title=title[:255],
            file=ContentFile(data, name),
            collection=self.collection,
            uploaded_by_user=self.by,
            file_hash=fingerprint,
        )
        if hasattr(record, "file_size"):
            record.file_size = len(data)
        self._save_with_file(record)
        return record

    def _save_with_file(self, record: Model) -> None:
        try:
            record.save()
        finally:
            # The file is stored before the row, which may then be refused. One that was not stored
            # has the name it came with, which may be another file's.
            if record.file._committed:
                self.new_files.append((record.file.storage, record.file.name))


def _title(path: str) -> str:
    return splitext(basename(path))[0].replace("-", " ").replace("_", " ")


def _digest(data: bytes) -> str:
    return sha1(data, usedforsecurity=False).hexdigest()
