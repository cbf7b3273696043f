"""The pictures, downloads and videos a course folder brings, checked before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from posixpath import basename, splitext

from django.conf import settings
from PIL import Image

from media.captions import CaptionsRefusal, read_captions
from media.models.assets import EXTENSIONS
from media.picture_formats import CONVERTED, as_shown
from media.picture_formats import EXTENSIONS as PICTURE_EXTENSIONS
from media.probe import kind_of, problem_of
from web.exceptions import Refusal

from .source import MEGABYTE, CourseFiles
from .svg import DrawingError, draw

MAX_VIDEO = 500 * MEGABYTE
MAX_CAPTIONS = 2 * MEGABYTE
VIDEOS = {f".{extension}" for extension in EXTENSIONS}


class AssetRefusal(Refusal):
    """A file that cannot be shown. The message says why, for the report."""


@dataclass(frozen=True)
class Picture:
    """A picture that can be shown. `drawn` is the PNG made from an SVG, or the JPEG made from a
    HEIC, else None."""

    path: str
    name: str
    drawn: bytes | None = None


@dataclass(frozen=True)
class VideoFile:
    path: str
    title: str
    captions: str = ""
    poster: str = ""
    transcript: str = ""


@dataclass
class Assets:
    """All files of one course, each looked at once. Paths are the folder's own."""

    files: CourseFiles
    pictures: dict[str, Picture | AssetRefusal] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    videos: dict[str, VideoFile] = field(default_factory=dict)
    # Of captions in an old encoding, it tells which.
    language: str = "en"
    caption_changes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def picture(self, path: str, *, file: str, line: int) -> Picture:
        """Raises `AssetRefusal` for what is no picture, `FolderRefusal` for what is too large."""
        if path not in self.pictures:
            data = self.files.read(
                path, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, file=file, line=line
            )
            self.digests[path] = sha256(data).hexdigest()
            try:
                self.pictures[path] = _picture(path, data)
            except AssetRefusal as refusal:
                self.pictures[path] = refusal
        picture = self.pictures[path]
        if isinstance(picture, AssetRefusal):
            raise picture
        return picture

    def picture_data(self, picture: Picture) -> bytes:
        """Read again rather than kept: a course may have hundreds of photographs."""
        limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
        return picture.drawn or self.files.read(picture.path, limit)

    def refuses_document(self, path: str, *, file: str, line: int) -> str:
        """Why the file at `path` cannot be offered for download; empty when it can."""
        allowed = [f".{extension}" for extension in settings.WAGTAILDOCS_EXTENSIONS]
        extension = splitext(path)[1].lower()
        if extension not in allowed:
            return f"this site offers no {extension or 'such'} files for download"
        self.document(path, file=file, line=line)
        return ""

    def document(self, path: str, *, file: str = "", line: int = 0) -> bytes:
        data = self.files.read(path, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE, file=file, line=line)
        self.digests[path] = sha256(data).hexdigest()
        return data

    def add_video(self, video: VideoFile, *, file: str, line: int) -> None:
        """Raises `AssetRefusal` for what is no video, or has captions that are none."""
        if splitext(video.path)[1].lower() not in VIDEOS:
            raise AssetRefusal("only .mp4 and .webm videos can be shown")
        data = self.files.read(video.path, MAX_VIDEO, file=file, line=line)
        if kind_of(data[:64]) is None:
            raise AssetRefusal("it is no video, whatever its name says")
        if problem := problem_of(BytesIO(data)):
            raise AssetRefusal(problem)
        self.digests[video.path] = sha256(data).hexdigest()
        self.videos.setdefault(video.path, video)

    def captions(self, path: str, *, file: str = "", line: int = 0) -> bytes:
        """As WebVTT in UTF-8. What was changed for that is in `caption_changes`."""
        data = self.files.read(path, MAX_CAPTIONS, file=file, line=line)
        try:
            captions = read_captions(data, language=self.language)
        except CaptionsRefusal as refusal:
            raise AssetRefusal(str(refusal)) from refusal
        self.digests[path] = sha256(data).hexdigest()
        self.caption_changes[path] = captions.changes
        return captions.data


def _picture(path: str, data: bytes) -> Picture:
    stem, extension = splitext(basename(path))
    if extension.lower() in {".svg", ".svgz"}:
        try:
            return Picture(path, f"{stem}.png", draw(data))
        except DrawingError as error:
            raise AssetRefusal(f"the SVG cannot be drawn: {error}") from error
    kind = _checked_kind(data)
    if kind == CONVERTED:
        return Picture(path, f"{stem}.jpg", as_shown(BytesIO(data), path).data)
    return Picture(path, f"{stem}{PICTURE_EXTENSIONS[kind][0]}")


def _checked_kind(data: bytes) -> str:
    """Pillow's name of the format."""
    try:
        with Image.open(BytesIO(data)) as image:
            kind = image.format or ""
            if image.width * image.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise AssetRefusal("it has too many pixels")
            image.verify()
    except AssetRefusal:
        raise
    except Exception as error:  # Pillow raises whatever a broken file makes it stumble over
        raise AssetRefusal("it is not a picture that can be read") from error
    if kind not in {*PICTURE_EXTENSIONS, CONVERTED}:
        raise AssetRefusal(f"pictures of the format {kind} are not shown on this site")
    return kind
