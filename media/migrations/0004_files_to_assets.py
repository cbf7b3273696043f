"""Apart from the tables' changes: PostgreSQL alters no table with rows changed in the same breath."""

from pathlib import PurePath

from django.db import migrations

from media.names import new_token

KEPT = ("duration", "width", "height", "file_hash", "created_at")
FORMATS = {"mp4", "webm"}


def to_assets(apps, schema_editor):
    """One asset for each video. The files stay where they are; `refresh` tells their sizes."""
    Video, VideoAsset = apps.get_model("media", "Video"), apps.get_model("media", "VideoAsset")
    for video in Video.objects.filter(asset=None).iterator(chunk_size=500):
        name = video.file.name or ""
        format = PurePath(name).suffix.lower().removeprefix(".")
        video.asset = VideoAsset.objects.create(
            token=new_token(),
            name=name,
            format=format if format in FORMATS else "mp4",
            status="ready" if name else "failed",
            error="" if name else "This video has no file.",
            uploaded_by_id=video.uploaded_by_user_id,
            **{field: getattr(video, field) for field in KEPT},
        )
        video.save(update_fields=["asset"])


def to_files(apps, schema_editor):
    """The way back. A file in Cloudinary stays there: bring it home before."""
    Video, VideoAsset = apps.get_model("media", "Video"), apps.get_model("media", "VideoAsset")
    for video in Video.objects.exclude(asset=None).select_related("asset").iterator(chunk_size=500):
        video.file.name = video.asset.name
        for field in KEPT[:-1]:
            setattr(video, field, getattr(video.asset, field))
        video.asset = None
        video.save(update_fields=["file", "asset", *KEPT[:-1]])
    VideoAsset.objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [("media", "0003_videoasset")]

    operations = [migrations.RunPython(to_assets, to_files)]
