"""Pictures as visitors see them, kept on disk or in Cloudinary."""

import re
from urllib.request import urlopen

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import CourseInstructor, CoursePage, Instructor, LessonPage
from courses.tests import factories
from courses.tests.counting import get_query_count
from media.models import CustomImage, CustomRendition
from media.rendition_queue import make_requested

pytestmark = pytest.mark.django_db
SMALL = re.compile(r"<picture>.*?</picture>", re.DOTALL)


def pictures(client: Client, url: str) -> list[str]:
    return SMALL.findall(client.get(url).content.decode())


def is_delivered(client: Client, url: str) -> bool:
    if url.startswith("/"):
        return client.get(url).status_code == 200
    with urlopen(url.replace("&amp;", "&")) as response:
        return response.status == 200


@pytest.fixture
def course(index) -> CoursePage:
    return factories.course(index, lessons=3, thumbnail=factories.picture())


@pytest.fixture
def illustrated(course, lessons) -> LessonPage:
    """A lesson with a figure, in a course with a teacher who has a picture."""
    teacher = Instructor.objects.create(name="Ada", picture=factories.picture("Ada"))
    CourseInstructor.objects.create(course=course, instructor=teacher)
    lesson = LessonPage.objects.get(pk=lessons[0].pk)
    lesson.free_preview = True
    image = {"image": factories.picture().pk, "decorative": False, "alt_text": "A bench"}
    raw = [{"type": "image", "value": {"image": image, "caption": "Wood"}}]
    lesson.body = LessonPage._meta.get_field("body").to_python(raw)
    lesson.save_revision().publish()
    return lesson


@pytest.fixture(params=["catalogue", "course", "lesson"])
def address(request, index, course, illustrated) -> str:
    return {"catalogue": index, "course": course, "lesson": illustrated}[request.param].url


def test_pictures_have_every_format_and_their_size(picture_storage, client, address):
    tags = pictures(client, address)
    assert tags
    for picture in tags:
        assert re.findall(r'type="image/(\w+)"', picture) == ["avif", "webp"]
        assert len(re.findall(r'srcset="[^"]+ \d+w, [^"]+ \d+w"', picture)) == 3
        assert len(re.findall(r'<img [^>]*height="\d+"[^>]* width="\d+"', picture)) == 1


def test_every_address_of_a_picture_is_delivered(picture_storage, client, address):
    for picture in pictures(client, address):
        addresses = re.findall(r'[" ]((?:/|http)[^" ]+)(?: \d+w)?', picture)
        assert len(addresses) == 7
        assert [url for url in addresses if not is_delivered(client, url)] == []


def queries_with_cold_pictures(client: Client, url: str) -> int:
    client.get(url)
    make_requested()
    caches["renditions"].clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


@pytest.mark.parametrize("queries", [get_query_count, queries_with_cold_pictures])
def test_cards_cost_no_query_for_each_picture(picture_storage, client, index, course, queries):
    count = queries(client, index.url)
    for _ in range(2):
        factories.course(index, thumbnail=factories.picture())
    assert queries(client, index.url) == count


def test_figures_cost_no_query_once_warm(picture_storage, client, illustrated):
    count = get_query_count(client, illustrated.url)
    block = illustrated.body.raw_data[0]
    copies = [{"type": "image", "value": {**block["value"]}} for _ in range(2)]
    illustrated.body = LessonPage._meta.get_field("body").to_python([block, *copies])
    illustrated.save_revision().publish()
    assert get_query_count(client, illustrated.url) == count


def test_pages_make_no_cloudinary_request_and_store_no_rows(cloudinary, client, address):
    cloudinary.log.clear()
    with CaptureQueriesContext(connection) as queries:
        assert pictures(client, address)
    assert cloudinary.log == []
    assert CustomRendition.objects.count() == 0
    assert [query["sql"] for query in queries if "customrendition" in query["sql"]] == []


@pytest.mark.parametrize("kind", ["reset", 500, "lost"])
def test_pages_open_while_pictures_are_away(cloudinary, client, address, kind):
    if kind == "lost":
        cloudinary.store.clear()
    else:
        cloudinary.fail(kind)
    assert client.get(address).status_code == 200


def test_page_opens_without_a_picture_whose_file_is_gone_from_disk(client, course):
    picture = CustomImage.objects.get(pk=course.thumbnail_id)
    picture.file.storage.delete(picture.file.name)
    assert client.get(course.url).status_code == 200
