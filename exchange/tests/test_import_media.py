"""Pictures, videos and downloads of a course folder become media of the site."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from wagtail.images import get_image_model

from courses.models import CoursePage
from exchange.files.exceptions import FolderRefusal
from exchange.importing.importer import import_course
from media.models import CustomDocument, Video, VideoAsset
from media.tests.factories import MP4
from media.tests.pictures import gradient

from .conftest import lesson

pytestmark = pytest.mark.django_db


def test_pictures_join_the_collection_of_the_course(home, course_folder):
    import_course(course_folder.path)
    course = CoursePage.objects.get(slug="small")
    image = get_image_model().objects.get()
    assert image.collection == course.team.collection
    assert (image.width, image.height) == (4, 4)
    value = lesson("lessons/two.md").body.raw_data[0]["value"]
    assert value["image"] == {"image": image.pk, "alt_text": "A red dot", "decorative": False}


def test_changed_picture_is_a_change_of_its_lesson(home, course_folder):
    import_course(course_folder.path, publish=True)
    course_folder.picture("media/dot.png", "blue")
    report = import_course(course_folder.path, publish=True)
    assert [lesson_report.state for lesson_report in report.lessons] == ["unchanged", "changed"]
    assert get_image_model().objects.count() == 2


def test_failed_import_deletes_no_file_of_the_same_name(home, course_folder, monkeypatch):
    storage = get_image_model()._meta.get_field("file").storage
    storage.save("dot.png", ContentFile(b"somebody else's"))

    def fail(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr(FileSystemStorage, "_save", fail)
    with pytest.raises(OSError, match="the disk is full"):
        import_course(course_folder.path)
    assert storage.exists("dot.png")


def test_video_is_imported_with_captions_poster_and_transcript(home, course_folder):
    course_folder.write("media/clip.mp4", MP4)
    course_folder.write("media/clip.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n")
    course_folder.write(
        "lessons/one.md",
        "# One\n\n:::video{src=../media/clip.mp4 captions=../media/clip.vtt "
        "poster=../media/dot.png title='A clip'}\nHello.\n\nAnd goodbye.\n:::\n",
    )
    import_course(course_folder.path, publish=True)
    video = Video.objects.get()
    assert (video.title, video.transcript) == ("A clip", "Hello.\n\nAnd goodbye.")
    assert video.poster == get_image_model().objects.get()
    assert [(track.kind, track.language, track.label) for track in video.tracks.all()] == [
        ("captions", "en", "English")
    ]
    assert lesson("lessons/one.md").body.raw_data[0]["value"] == {"video": video.pk, "caption": ""}


def test_captions_and_pictures_are_read_as_authors_have_them(home, course_folder):
    course_folder.write("media/clip.webm", MP4)
    srt = "1\n00:00:01,000 --> 00:00:02,000\nCafé\n".encode("latin-1")
    course_folder.write("media/clip.srt", srt)
    course_folder.write("media/photo.heic", gradient("HEIF"))
    course_folder.write(
        "lessons/one.md",
        "# One\n\n:::video{src=../media/clip.webm captions=../media/clip.srt "
        "poster=../media/photo.heic title=A}\n:::\n\n![Photo](../media/photo.heic)\n",
    )
    report = import_course(course_folder.path)
    video = Video.objects.get()
    assert "00:01.000 --> 00:00:02.000\nCafé" in video.tracks.get().file.read().decode()
    assert (video.asset.format, video.poster.file.name[-4:]) == ("mp4", ".jpg")
    said = report.as_text()
    assert "It was in the encoding CP1252" in said
    assert "drawn as a JPEG" in said


def with_a_video(course_folder) -> None:
    course_folder.write("media/clip.mp4", MP4)
    course_folder.write("lessons/one.md", "# One\n\n:::video{src=../media/clip.mp4 title=A}\n:::\n")


def test_video_is_uploaded_to_cloudinary_when_configured(home, course_folder, cloudinary):
    with_a_video(course_folder)
    import_course(course_folder.path)
    import_course(course_folder.path)
    asset = Video.objects.get().asset
    [cloud_asset] = [item for item in cloudinary.assets if item.resource_type == "video"]
    assert (asset.backend, asset.public_id) == ("cloudinary", cloud_asset.public_id)


def test_import_without_cloudinary_leaves_nothing_behind(home, course_folder, cloudinary):
    with_a_video(course_folder)
    cloudinary.fail(500, on="/video/")
    with pytest.raises(FolderRefusal, match="Cloudinary cannot be reached"):
        import_course(course_folder.path)
    assert not VideoAsset.objects.exists()
    assert not CoursePage.objects.filter(slug="small").exists()


def test_failed_import_deletes_its_video(home, course_folder, cloudinary, monkeypatch):
    with_a_video(course_folder)

    def fail(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr(Video, "save", fail)
    with pytest.raises(OSError, match="the disk is full"):
        import_course(course_folder.path)
    assert [asset for asset in cloudinary.assets if asset.resource_type == "video"] == []


def test_text_named_mp4_is_dropped_with_a_reason(home, course_folder):
    with_a_video(course_folder)
    course_folder.write("media/clip.mp4", "My notes.")
    report = import_course(course_folder.path)
    assert not Video.objects.exists()
    assert "it is no video, whatever its name says" in str(report.lessons)


def test_downloads_become_documents(home, course_folder):
    course_folder.write("data/a b.csv", "1,2\n")
    course_folder.write(
        "lessons/one.md",
        "# One\n\n[The data](../data/a%20b.csv)\n\nOr [this](../data/a%20b.csv).\n",
    )
    import_course(course_folder.path)
    document = CustomDocument.objects.get()
    download, text = lesson("lessons/one.md").body.raw_data
    assert download["value"] == {"document": document.pk, "title": "The data"}
    assert f'<a linktype="document" id="{document.pk}">this</a>' in text["value"]
