"""A site that moves to Cloudinary and back shows every page as before."""

import re
from io import StringIO

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client

from courses.models import CourseInstructor, Instructor, LessonPage
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.models import Profile
from learners.tests import files
from media.models import CustomImage, VideoAsset
from media.rendition_queue import make_requested
from media.tests.cloudinary import CLOUD_STORAGE
from media.tests.factories import png

pytestmark = [pytest.mark.django_db, pytest.mark.search]
ON_DISK = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
# What differs between two visits, or says where a picture is.
CHANGING = [
    (r'name="csrfmiddlewaretoken" value="\w+"', "token"),
    (r'(https?://[^/" ]+)?/media/images/[^" ]+', "picture"),
    (r'http://127[^/]+/Stand-In/image/[^" ]+', "picture"),
    (r'data-now="[^"]*"', "now"),
]


@pytest.fixture
def account(cloudinary, settings):
    """The site is on disk; an account is there for the command."""
    settings.STORAGES = {**settings.STORAGES, "images": ON_DISK}
    return cloudinary


@pytest.fixture
def addresses(account, index, student):
    course = factories.course(index, lessons=2, thumbnail=factories.picture())
    teacher = Instructor.objects.create(name="Ada", picture=factories.picture("Ada"))
    CourseInstructor.objects.create(course=course, instructor=teacher)
    lesson = LessonPage.objects.get(pk=course.outline.lessons[0].pk)
    film = files.video()
    image = {"image": factories.picture().pk, "decorative": False, "alt_text": "A bench"}
    video = {"video": film.pk, "caption": "Film"}
    raw = [
        {"type": "image", "value": {"image": image, "caption": ""}},
        {"type": "video", "value": video},
    ]
    lesson.body = LessonPage._meta.get_field("body").to_python(raw)
    lesson.save_revision().publish()
    enroll(course, by=student)
    profile = Profile.objects.get_or_create(user=student)[0]
    profile.picture.save("me.png", ContentFile(png(30, 30)))
    profile.save()
    return ["/", index.url, course.url, lesson.url, "/search/?q=course", "/profile/"]


def rendered(client: Client, addresses: list[str]) -> dict[str, str]:
    """Every page, without what has to differ."""
    caches["renditions"].clear()
    pages = {}
    for address in addresses:
        text = client.get(address).content.decode()
        for pattern, word in CHANGING:
            text = re.sub(pattern, word, text)
        pages[address] = text
    return pages


def pictures(client: Client, addresses: list[str]) -> list[str]:
    matches = [
        re.findall(r"<picture>.*?</picture>", client.get(address).content.decode(), re.DOTALL)
        for address in addresses
    ]
    return sum(matches, [])


def copy(target: str) -> None:
    call_command("media_copy", "--to", target, stdout=StringIO())


def test_every_page_is_the_same_in_cloudinary_and_back_on_disk(
    account, addresses, student_client, settings
):
    rendered(student_client, addresses)  # the first visit leaves a bookmark, which pages tell of
    make_requested()
    before, local_pictures = (
        rendered(student_client, addresses),
        pictures(student_client, addresses),
    )
    copy("cloudinary")
    settings.STORAGES = {**settings.STORAGES, "images": CLOUD_STORAGE}
    assert rendered(student_client, addresses) == before
    in_cloud = pictures(student_client, addresses)
    assert len(in_cloud) == len(local_pictures) > 3
    assert [picture for picture in in_cloud if account.origin not in picture] == []
    film = VideoAsset.objects.get()
    assert account.origin in student_client.get(film.videos.get().url).url
    copy("local")
    settings.STORAGES = {**settings.STORAGES, "images": ON_DISK}
    settings.CLOUDINARY_ACCOUNT = None
    account.store.clear()
    assert rendered(student_client, addresses) == before
    assert pictures(student_client, addresses) == local_pictures
    response = student_client.get(film.videos.get().url)
    assert b"".join(response).endswith(b" secret")


def test_pictures_of_people_move_as_well(account, addresses):
    copy("cloudinary")
    moved = {asset.public_id for asset in account.assets if asset.resource_type == "image"}
    rows = [*CustomImage.objects.all().values_list("file", flat=True)]
    rows += Profile.objects.values_list("picture", flat=True)
    assert moved == {name.removesuffix(".png") for name in rows}
