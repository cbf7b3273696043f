"""Few real files, and a row for each course that shows one of them."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from media.models import CustomImage, CustomRendition
from media.rendition_queue import CARD, LESSON, PORTRAIT, SOCIAL, expand

from .rows import insert, next_pk, reset_sequences

FILES = 6


def make_thumbnails(count: int) -> list[int]:
    """The keys of so many pictures, each with the renditions of cards and of a course's page."""
    originals = [_picture(number, (800, 450)) for number in range(FILES)]
    for original in originals:
        original.get_renditions(*expand(CARD), *expand(LESSON), SOCIAL)
    return [
        pk
        for number, original in enumerate(originals)
        for pk in _copy(original, len(range(number, count, FILES)))
    ]


def make_portraits() -> list[int]:
    portraits = [_picture(number, (200, 200)) for number in range(FILES)]
    for portrait in portraits:
        portrait.get_renditions(*expand(PORTRAIT))
    return [portrait.pk for portrait in portraits]


def make_lesson_pictures() -> list[int]:
    pictures = [_picture(number, (800, 450)) for number in range(FILES)]
    for picture in pictures:
        picture.get_renditions(*expand(LESSON))
    return [picture.pk for picture in pictures]


def make_large_pictures(count: int = 6) -> None:
    """As cameras make them, with no rendition yet."""
    for number in range(count):
        _picture(number, (4000, 3000), title=f"A large one, {number}")


def _picture(number: int, size: tuple[int, int], title: str = "") -> CustomImage:
    image = Image.new("RGB", size, (30 * number % 255, 90, 140))
    draw = ImageDraw.Draw(image)
    for stripe in range(0, size[0], 40):
        shade = stripe * 255 // size[0]
        draw.rectangle((stripe, 0, stripe + 20, size[1]), fill=(shade, 200 - number * 9, 120))
    file = BytesIO()
    image.save(file, "JPEG")
    content = ContentFile(file.getvalue(), name=f"stripes-{number}.jpg")
    title = title or f"Stripes {number}"
    return CustomImage.objects.create(title=title, file=content, width=size[0], height=size[1])


def _copy(original: CustomImage, count: int) -> list[int]:
    """Rows that share the files of `original`."""
    first = next_pk(CustomImage)
    keys = range(first, first + count)
    insert(original, ({"id": pk, "title": f"{original.title} of {pk}"} for pk in keys))
    for rendition in list(original.renditions.all()):
        start = next_pk(CustomRendition)
        insert(rendition, ({"id": start + pk - first, "image_id": pk} for pk in keys))
    reset_sequences(CustomImage, CustomRendition)
    return list(keys)
