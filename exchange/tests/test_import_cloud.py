"""Courses are imported into Cloudinary as well, or not at all."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.models import CoursePage
from media.deletions import retry_deletions
from media.models import CustomImage

pytestmark = pytest.mark.django_db


def bring(folder, *options: str) -> None:
    call_command("import_course", folder.path, *options, stdout=StringIO())


def test_pictures_are_stored_in_cloudinary_once(home, course_folder, cloudinary):
    bring(course_folder, "--publish")
    bring(course_folder, "--publish")
    image = CustomImage.objects.get()
    assert [asset.filename for asset in cloudinary.assets] == [image.file.name]
    assert image.get_rendition("width-2").url.startswith(cloudinary.origin)


@pytest.mark.parametrize("kind", [401, "reset"])
def test_refused_picture_fails_with_a_message_and_writes_nothing(
    home, course_folder, cloudinary, kind
):
    cloudinary.fail(kind)
    with pytest.raises(CommandError, match="Cloudinary"):
        bring(course_folder, "--publish")
    assert (CoursePage.objects.count(), CustomImage.objects.count()) == (0, 0)


def test_pictures_of_a_failed_import_are_deleted(home, course_folder, cloudinary):
    """Also when Cloudinary cannot be reached just then."""
    course_folder.picture("media/two.png", "blue")
    course_folder.write("lessons/one.md", "# One\n\n![Blue](../media/two.png)\n")
    cloudinary.fail(500, on="/destroy")
    cloudinary.fail(500, on="/upload", skipped_calls=1)
    with pytest.raises(CommandError, match="cannot be reached"):
        bring(course_folder)
    assert len(cloudinary.assets) == 1
    cloudinary.recover()
    assert retry_deletions() == (1, 0)
    assert cloudinary.assets == []
