from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image

from exchange.files.svg import LONG_SIDE, DrawingError, draw

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def drawn(body: str, size: str = 'width="20" height="10"') -> Image.Image:
    return Image.open(BytesIO(draw(f"{OPEN}{size}>{body}</svg>".encode()))).convert("RGB")


def test_svg_becomes_a_png_on_white():
    picture = drawn('<rect width="10" height="10" fill="red"/>')
    assert picture.size == (LONG_SIDE, LONG_SIDE / 2)
    assert picture.getpixel((100, 100)) == (255, 0, 0)
    assert picture.getpixel((1500, 100)) == (255, 255, 255)


@pytest.mark.parametrize(
    "size",
    [
        'width="20pt" height="10pt"',
        'viewBox="0 0 20 10"',
        'width="40mm" height="20mm" viewBox="0 0 2 1"',
    ],
)
def test_size_is_found_in_any_unit(size):
    assert drawn("", size).size == (LONG_SIDE, LONG_SIDE / 2)


def test_text_is_drawn_without_fonts_of_the_machine():
    empty = drawn("")
    assert drawn('<text x="2" y="8" font-size="8">Hello</text>').tobytes() != empty.tobytes()


@pytest.mark.parametrize("attribute", ["href", "xlink:href"])
def test_file_of_the_machine_is_not_drawn(tmp_path, attribute):
    Image.new("RGB", (20, 10), "red").save(tmp_path / "secret.png")
    body = f'<image {attribute}="{tmp_path}/secret.png" width="20" height="10"/>'
    assert drawn(body).tobytes() == drawn("").tobytes()


def test_picture_inside_is_drawn():
    buffer = BytesIO()
    Image.new("RGB", (1, 1), "red").save(buffer, "PNG")
    data = b64encode(buffer.getvalue()).decode()
    body = f'<image href="data:image/png;base64,{data}" width="20" height="10"/>'
    assert drawn(body).getpixel((800, 400)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("svg", "reason"),
    [
        ("not xml", "not well-formed"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><svg>&b;</svg>', "declares entities"),
        ("<html/>", "its root is not <svg>"),
        (OPEN + "/>", "does not say how large it is"),
        (OPEN + 'width="1" height="100000"/>', "far too long for its width"),
        (OPEN + 'width="9" height="9">' + "<g/>" * 50_001 + "</svg>", "too many parts"),
    ],
)
def test_svg_that_cannot_be_drawn_is_refused(svg, reason):
    with pytest.raises(DrawingError, match=reason):
        draw(svg.encode())


def test_svg_that_exhausts_the_renderer_is_refused(monkeypatch):
    monkeypatch.setattr("exchange.files.svg.SECONDS", 0.001)
    with pytest.raises(DrawingError, match="takes too long"):
        drawn("<g/>")
