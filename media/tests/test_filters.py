"""Every filter gives the same picture from Cloudinary as from Wagtail itself, pixel by pixel."""

from __future__ import annotations

import pytest
from wagtail import hooks
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.image_operations import FilterOperation

from .pictures import FOCUS, delivered, difference, gradient, stored_image, wagtails

pytestmark = pytest.mark.django_db

SPECS = [
    "width-120",
    "height-90",
    "max-100x100",
    "min-100x100",
    "scale-150",
    "fill-100x100",
    "fill-90x60-c80",
    "fill-900x300",
]


@pytest.mark.parametrize("orientation", [1, 3, 6])
@pytest.mark.parametrize("focus", [{}, FOCUS], ids=["", "focus"])
@pytest.mark.parametrize("spec", SPECS)
def test_geometry_is_wagtails(cloudinary, spec, focus, orientation):
    content = gradient(orientation=orientation)
    image = stored_image(content, **focus)
    rendition = image.get_rendition(f"{spec}|format-png")
    picture, expected = (
        delivered(image, f"{spec}|format-png"),
        wagtails(image, content, f"{spec}|format-png"),
    )
    assert picture.size == expected.size == (rendition.width, rendition.height)
    assert difference(picture, expected) < 0.6


def test_several_steps_end_where_wagtails_do(cloudinary):
    content = gradient()
    image = stored_image(content, **FOCUS)
    spec = "fill-200x100-c50|width-77|format-png"
    picture, expected = delivered(image, spec), wagtails(image, content, spec)
    assert picture.size == expected.size
    assert difference(picture, expected) < 0.6


@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_size_is_that_of_the_picture_as_shown(cloudinary, orientation):
    image = stored_image(gradient(orientation=orientation))
    upright = (320, 200) if orientation < 5 else (200, 320)
    assert (image.width, image.height) == upright
    assert delivered(image, "original").size == upright


@pytest.mark.parametrize(
    ("spec", "transformation"),
    [
        ("original", "f_auto,q_auto"),
        ("width-160", "c_scale,h_100,w_160/f_auto,q_auto"),
        ("width-900", "f_auto,q_auto"),
        ("fill-100x100", "c_fill,g_center,h_100,w_100/f_auto,q_auto"),
        ("format-webp", "f_webp,q_auto"),
        ("format-jpeg|jpegquality-60", "f_jpg,q_60"),
        ("format-webp|jpegquality-60", "f_webp,q_auto"),
        ("format-webp|jpegquality-60|webpquality-55", "f_webp,q_55"),
        ("avifquality-40|format-avif", "f_avif,q_40"),
        ("format-webp-lossless", "f_webp,q_100"),
        ("jpegquality-60", "f_auto,q_60"),
        ("bgcolor-fff|format-png", "b_rgb:ffffff/f_png,q_auto"),
        ("bgcolor-12ab9f|width-160", "c_scale,h_100,w_160/b_rgb:12ab9f/f_auto,q_auto"),
    ],
)
def test_filter_becomes_this_transformation(cloudinary, spec, transformation):
    url = stored_image(gradient()).get_rendition(spec).url
    assert url.partition("--/")[2].partition("/v1/")[0] == transformation


def test_focus_becomes_wagtails_own_box(cloudinary):
    image = stored_image(gradient(), **FOCUS)
    url = image.get_rendition("fill-50x50-c100").url
    box = "c_crop,g_north_west,h_50,w_50,x_40,y_120"
    assert box in url


@pytest.mark.parametrize("kind", ["webp", "avif", "jpeg", "png", "gif"])
def test_format_is_the_one_requested(cloudinary, kind):
    image = stored_image(gradient())
    assert delivered(image, f"width-40|format-{kind}").format == kind.upper()


def test_without_a_format_the_browser_gets_the_best_it_takes(cloudinary):
    image = stored_image(gradient())
    assert delivered(image, "width-40", accept="image/webp,*/*").format == "WEBP"
    assert delivered(image, "width-40").format == "JPEG"


def test_background_stands_behind_what_is_transparent(cloudinary):
    content = gradient("PNG", alpha=True)
    image = stored_image(content, "clear.png")
    spec = "bgcolor-00ff00|format-png"
    assert difference(delivered(image, spec), wagtails(image, content, spec)) < 0.6


@pytest.mark.parametrize("spec", ["blur-5", "width-x", "fill-10", "width-100|nothing", ""])
def test_an_unknown_operation_is_refused(cloudinary, spec):
    with pytest.raises(InvalidFilterSpecError):
        stored_image(gradient()).get_rendition(spec)


class Grey(FilterOperation):
    def construct(self):
        pass

    def run(self, willow, image, env):
        return willow


def test_an_operation_that_cloudinary_cannot_do_is_never_dropped(cloudinary):
    image = stored_image(gradient())
    with (
        hooks.register_temporarily("register_image_operations", lambda: [("grey", Grey)]),
        pytest.raises(InvalidFilterSpecError, match="grey"),
    ):
        image.get_rendition("width-100|grey")
