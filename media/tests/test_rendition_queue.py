"""No public page makes a picture: the worker does, before somebody looks."""

import re
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.template import Context, Template

from media import rendition_queue
from media.models import (
    CustomImage,
    CustomRendition,
    RenditionRequest,
    request_renditions,
    try_to_request_renditions,
)
from media.rendition_policy import without_making
from media.rendition_queue import expand, forget_failed_requests, make_requested

from .factories import image

pytestmark = pytest.mark.both_databases
TAG = re.compile(r"{% (?:image|picture|srcset_image) \S+ (.+?) %}")
SPEC = re.compile(r"^(?:format|fill|width|max|min|height|original)[-\w{},]*$")
PICTURE = "{% load wagtailimages_tags %}{% picture img format-{webp,jpeg} width-{100,200} alt='' %}"


@pytest.fixture
def picture(db) -> CustomImage:
    return image(400, 300)


def html(picture: CustomImage) -> str:
    return Template(PICTURE).render(Context({"img": CustomImage.objects.get(pk=picture.pk)}))


def test_public_page_shows_a_stand_in_and_asks_once(picture, django_assert_num_queries):
    with without_making() as missing:
        page = html(picture)
    try_to_request_renditions(missing)
    with django_assert_num_queries(0):
        try_to_request_renditions(missing)
    assert CustomRendition.objects.count() == 0
    assert page.count("picture-soon") == 5  # two of each format, and one for old browsers
    assert 'height="75"' in page
    assert RenditionRequest.objects.count() == 4
    assert make_requested() == 4
    with without_making() as missing:
        assert "picture-soon" not in html(picture)
    assert missing == []


def test_stand_in_is_not_kept_in_the_cache(picture):
    with without_making():
        html(picture)
    specs = expand("format-{webp,jpeg} width-{100,200}")
    keys = [CustomRendition.construct_cache_key(picture, "", spec) for spec in specs]
    assert caches["renditions"].get_many(keys) == {}


def test_picture_kept_for_many_pages_is_shown_once_it_is_made(picture, django_assert_num_queries):
    kept = CustomImage.objects.prefetch_renditions("width-100").get()
    with without_making() as missing:
        for _ in range(2):
            assert kept.get_rendition("width-100").is_stand_in
    assert len(missing) == 2
    made = picture.get_rendition("width-100")
    assert kept.get_rendition("width-100") == made
    caches["renditions"].clear()
    with django_assert_num_queries(0):
        assert kept.get_rendition("width-100").url == made.url


def test_page_is_shown_where_nothing_can_be_written(picture):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
            try_to_request_renditions([(picture.pk, "width-100")])
            cursor.execute("PRAGMA query_only = OFF")
    else:
        try_to_request_renditions([(picture.pk, "x" * 600)])
    assert RenditionRequest.objects.count() == 0


def test_worker_makes_only_what_is_missing(picture):
    request_renditions([picture.pk], "width-{100,200};fill-50x50|format-jpeg")
    request_renditions([picture.pk], "width-{100,200};fill-50x50|format-jpeg")
    picture.get_rendition("width-100")
    assert make_requested() == 1
    specs = CustomRendition.objects.order_by("filter_spec").values_list("filter_spec", flat=True)
    assert list(specs) == ["fill-50x50|format-jpeg", "width-100", "width-200"]


def test_picture_without_its_file_is_tried_once_a_day(picture, caplog, clock):
    broken = image(30, 30)
    broken.file.storage.delete(broken.file.name)
    request_renditions([broken.pk, picture.pk], "width-100")
    assert (make_requested(), make_requested()) == (1, 0)
    request_renditions([broken.pk], "width-100")
    assert make_requested() == 0
    assert caplog.text.count("cannot be made") == 1
    clock(timedelta(hours=25))
    forget_failed_requests()
    assert RenditionRequest.objects.count() == 0


def test_unexpected_failure_is_tried_again_a_minute_later(picture, caplog, monkeypatch, clock):
    other = image(30, 30)
    monkeypatch.setattr(CustomImage, "generate_rendition_file", _fail_for(picture))
    request_renditions([picture.pk, other.pk], "width-100")
    assert make_requested() == 1
    for number in range(1, 4):
        clock(timedelta(minutes=2 * number))
        make_requested()
    assert caplog.text.count("could not be made") == rendition_queue.MOST_TRIES
    assert RenditionRequest.objects.get().failed_at


def test_picture_that_ends_its_worker_keeps_no_other_waiting(picture, clock):
    """Its claim is all that is left of a worker the system has ended."""
    other = image(30, 30)
    request_renditions([picture.pk], "width-100")
    for number in range(rendition_queue.MOST_TRIES):
        clock(timedelta(minutes=6 * number))
        assert rendition_queue._claim_next().image == picture
    request_renditions([other.pk], "width-100")
    assert make_requested() == 1
    clock(timedelta(minutes=60))
    assert make_requested() == 0
    assert RenditionRequest.objects.get().failed_at


def test_two_workers_make_each_once(picture):
    request_renditions([picture.pk], "width-100")
    assert rendition_queue._claim_next()
    assert (rendition_queue._claim_next(), make_requested()) == (None, 0)


def _fail_for(picture: CustomImage):
    original = CustomImage.generate_rendition_file

    def generate(self, *args, **kwargs):
        if self.pk == picture.pk:
            raise MemoryError
        return original(self, *args, **kwargs)

    return generate


@pytest.mark.django_db(transaction=True)
def test_page_waits_for_nobody_who_writes(picture):
    """Another connection holds the database, or the very row."""
    pairs = [(picture.pk, "width-100")]
    is_held, is_over = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            request_renditions([picture.pk], "width-100")
            is_held.set()
            is_over.wait(5)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    is_held.wait(5)
    start = time.perf_counter()
    try_to_request_renditions(pairs)
    assert time.perf_counter() - start < 1
    is_over.set()
    thread.join()
    caches["renditions"].clear()
    try_to_request_renditions([*pairs, (picture.pk, "width-200")])
    assert RenditionRequest.objects.count() == 2


def test_remote_picture_needs_nobody(cloudinary, db, django_assert_num_queries):
    picture = image(400, 300)
    with django_assert_num_queries(1):
        assert "picture-soon" not in html(picture)


def test_every_picture_of_a_public_template_is_known():
    templates = Path(settings.BASE_DIR) / "templates"
    known = (getattr(rendition_queue, name) for name in dir(rendition_queue) if name.isupper())
    known_specs = {spec for specs in known if isinstance(specs, str) for spec in expand(specs)}
    paths = [path for path in templates.rglob("*.html") if "admin" not in str(path)]
    found = {
        spec
        for path in paths
        for tag in TAG.findall(path.read_text())
        for spec in expand("|".join(part for part in tag.split() if SPEC.match(part)))
    }
    assert found | {rendition_queue.PORTRAIT} == known_specs
