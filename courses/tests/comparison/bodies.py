"""The body of a lesson with a block of every kind, as it is stored."""

from __future__ import annotations

from django.core.files.base import ContentFile

from courses.models import CoursePage
from media.models import CustomDocument
from media.tests.factories import image, video

PYTHON = "def oven(bread):\n    if bread:\n        return 220\n    return 0"


def stored(type: str, value: object, name: str = "") -> dict:
    """A block whose id is told by `name`, which is that of its kind if it is the only one."""
    return {"type": type, "value": value, "id": f"id-of-{name or type}"}


class Files:
    """Two of everything that a body may name."""

    def __init__(self, course: CoursePage) -> None:
        self.pages = list(course.get_children().values_list("pk", flat=True)[1:3])
        self.documents = [document(name).pk for name in ("recipe.pdf", "list.pdf")]
        self.images = [image(300, 200, name=name).pk for name in ("Rye.png", "Wheat.png")]
        self.videos = [video().pk, video().pk]


def document(name: str) -> CustomDocument:
    file = ContentFile(b"%PDF-1.4", name=name)
    return CustomDocument.objects.create(title=name, file=file)


def prose(files: Files) -> str:
    return (
        '<h2 data-block-key="a1">Flour and water</h2>'
        f'<p data-block-key="a2">Mix <b>both</b>, as in <a linktype="page" id="{files.pages[0]}">'
        "the lesson before</a>, and wait for an hour.</p>"
        '<ul><li data-block-key="a3">A bowl</li><li data-block-key="a4">A spoon</li></ul>'
        f'<p data-block-key="a5">Print <a linktype="document" id="{files.documents[0]}">this</a>'
        ' or read <a href="https://bread.example/rye">on</a>.</p>'
    )


def table() -> dict:
    headings = ["Flour", "Share of water"]
    rows = [["<p>Rye</p>", "<p>85 %</p>"], ["<p>Wheat</p>", "<p>65 %</p>"]]
    return {
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": row} for row in rows],
        "caption": "Doughs",
    }


def inner_blocks(files: Files, inside: str = "") -> list[dict]:
    """What may stand anywhere."""
    picture = {"image": files.images[0], "decorative": False, "alt_text": "A loaf of rye"}
    code = {"language": "python", "code": PYTHON, "caption": "How hot"}
    embed = {"provider": "youtube", "video_id": "dQw4w9WgXcQ", "title": "Kneading"}
    blocks = {
        "text": prose(files),
        "image": {"image": picture, "caption": "After an hour", "link": "https://rye.example/"},
        "code": code,
        "table": table(),
        "download": {"document": files.documents[0], "title": "The recipe"},
        "embed": embed,
        "video": {"video": files.videos[0], "caption": "Folding the dough"},
    }
    return [stored(type, value, f"{inside}{type}") for type, value in blocks.items()]


def lesson_body(files: Files) -> list[dict]:
    accordion = {"title": "Solution", "body": inner_blocks(files, "accordion-")}
    deep_accordion = {"title": "Answer", "body": inner_blocks(files, "deep-")}
    callout_body = [
        *inner_blocks(files, "callout-"),
        stored("accordion", deep_accordion, "callout-accordion"),
    ]
    return [
        stored("heading", {"text": "What a dough is", "level": "h2"}),
        *inner_blocks(files),
        stored("accordion", accordion),
        stored("callout", {"kind": "note", "title": "Mind the oven", "body": callout_body}),
    ]
