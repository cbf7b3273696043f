"""Renditions on disk and in Cloudinary: what they cost, and what templates make of them."""

import re

import pytest
from django.core.cache import caches
from django.template import Context, Template
from wagtail.images.models import Filter

from media.models import CustomImage, CustomRendition

from .factories import image

pytestmark = pytest.mark.django_db

SPECS = ["width-100", "width-200|format-webp"]
PICTURE = (
    "{% load wagtailimages_tags %}{% picture img format-{avif,webp,jpeg} width-{100,200} %}"
    "{% srcset_image img width-{100,200} alt='' %}{% image img fill-50x50 %}"
)


def html(picture: CustomImage) -> str:
    return Template(PICTURE).render(Context({"img": picture}))


def test_tags_give_every_format_and_size(picture_storage):
    markup = html(image(400, 300))
    assert markup.count("<source") == 2
    assert markup.count("srcset=") == 4
    sizes = re.findall(r'<img [^>]*height="(\d+)"[^>]* width="(\d+)"', markup)
    assert sizes == [("75", "100"), ("75", "100"), ("50", "50")]


def test_remote_renditions_cost_nothing(cloudinary, django_assert_num_queries):
    picture = image(400, 300)
    reloaded = CustomImage.objects.get(pk=picture.pk)
    cloudinary.log.clear()
    with django_assert_num_queries(0):
        html(reloaded)
        reloaded.get_renditions(*SPECS)
        reloaded.find_existing_rendition(Filter("width-9"))
        reloaded.create_rendition(Filter("width-9"))
    assert (CustomRendition.objects.count(), cloudinary.log) == (0, [])
    keys = [CustomRendition.construct_cache_key(reloaded, "", spec) for spec in SPECS]
    assert caches["renditions"].get_many(keys) == {}


def test_remote_renditions_are_not_looked_for(cloudinary, django_assert_num_queries):
    image(400, 300)
    with django_assert_num_queries(1):
        list(CustomImage.objects.prefetch_renditions(*SPECS))


def test_warm_local_renditions_cost_no_query(django_assert_num_queries):
    picture = image(400, 300)
    html(picture)
    reloaded = CustomImage.objects.get(pk=picture.pk)
    with django_assert_num_queries(0):
        html(reloaded)


def test_renditions_read_from_the_cache_are_not_written_back():
    picture = image(400, 300)
    picture.get_renditions(*SPECS)
    renditions = CustomImage.objects.get(pk=picture.pk).get_renditions(*SPECS).values()
    assert [rendition._from_cache for rendition in renditions] == [True, True]


def test_prefetched_renditions_cost_no_query(picture_storage, django_assert_num_queries):
    for _ in range(3):
        image(400, 300).get_renditions(*SPECS)
    pictures = list(CustomImage.objects.prefetch_renditions(*SPECS))
    with django_assert_num_queries(0):
        for picture in pictures:
            assert list(picture.get_renditions(*SPECS)) == SPECS


def test_renditions_are_in_the_requested_order_without_repeats(picture_storage):
    renditions = image(400, 300).get_renditions("width-200", "width-100", "width-200")
    assert [(spec, rendition.width) for spec, rendition in renditions.items()] == [
        ("width-200", 200),
        ("width-100", 100),
    ]


def test_the_same_rows_serve_either_place(cloudinary, settings):
    """A picture moved to Cloudinary and back: its local renditions are still there."""
    disk = {**settings.STORAGES, "images": settings.STORAGES["default"]}
    cloud = settings.STORAGES
    settings.STORAGES = disk
    picture = image(400, 300)
    local = picture.get_rendition("width-100").url
    settings.STORAGES = cloud
    moved = CustomImage.objects.get(pk=picture.pk)
    assert moved.get_rendition("width-100").url.startswith(cloudinary.origin)
    settings.STORAGES = disk
    assert CustomImage.objects.get(pk=picture.pk).get_rendition("width-100").url == local


def test_urls_are_signed_unless_the_site_does_not(cloudinary, settings):
    picture = image()
    assert "/s--" in picture.get_rendition("width-20").url
    settings.CLOUDINARY_ACCOUNT = {**cloudinary.account, "signs_urls": False}
    assert "/s--" not in picture.get_rendition("width-20").url


def test_the_focus_of_a_rendition_is_known(picture_storage):
    picture = image(400, 300)
    picture.focal_point_x, picture.focal_point_y = 100, 100
    picture.focal_point_width = picture.focal_point_height = 10
    rendition = picture.get_rendition("fill-200x150")
    assert rendition.background_position_style == "background-position: 25% 33%;"


def test_deleting_a_picture_deletes_its_file(
    picture_storage, request, django_capture_on_commit_callbacks
):
    picture = image(400, 300)
    rendition = picture.get_rendition("width-100")
    name = picture.file.name
    with django_capture_on_commit_callbacks(execute=True):
        CustomImage.objects.get(pk=picture.pk).delete()
    if picture_storage == "disk":
        assert not picture.file.storage.exists(name)
        assert not rendition.file.storage.exists(rendition.file.name)
    else:
        assert request.getfixturevalue("cloudinary").assets == []
