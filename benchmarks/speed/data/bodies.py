"""What lessons are made of: the blocks authors use, in the amounts they use them."""

import json
from functools import cache
from uuid import UUID

# In every lesson and every summary; in one lesson alone.
COMMON_WORD, RARE_WORD = "practice", "quetzalcoatlus"
SENTENCES = (
    "Before a tool is of any use, one has to know what it was made for.",
    "Most of what follows is practice: read a page, close it, and say it in your own words.",
    "Where two explanations fit, take the one that could be shown to be wrong.",
    "A mistake that is found early costs a minute; one that is found late costs a week.",
    "Write down what you expect before you look at what there is.",
    "The numbers of this example are small enough to be worked out by hand.",
    "Nobody remembers a list, and everybody remembers a story with a list in it.",
    "What is measured gets better, and what is not measured is talked about.",
)
CODE = '''def mean(numbers):
    """The sum of them by their count."""
    total = 0
    for number in numbers:
        total += number
    return total / len(numbers)


print(mean([2, 4, 9]))
'''


def body(number: int, picture: int | None = None, *, extra: str = "") -> str:
    """The body of a lesson as it is stored. `picture` is the key of an image to be shown."""
    blocks = [
        _text(number),
        {"type": "heading", "value": {"text": f"What lesson {number} is about", "level": "h2"}},
        _text(number + 1),
        *([_figure(picture)] if picture else []),
        _text(number + 2),
        *([_code()] if number % 3 == 0 else []),
        _callout(number),
        {"type": "heading", "value": {"text": "Try it", "level": "h2"}},
        _text(number + 3, extra),
        *([_table()] if number % 5 == 0 else []),
        _accordion(number),
    ]
    for place, block in enumerate(blocks):
        block["id"] = str(UUID(int=number * 100 + place))
    return json.dumps(blocks)


def _text(number: int, extra: str = "") -> dict:
    return {"type": "text", "value": _paragraphs(number % len(SENTENCES)) + extra}


@cache
def _paragraphs(start: int) -> str:
    turned = [*SENTENCES[start:], *SENTENCES[:start]]
    points = "".join(f"<li>{sentence}</li>" for sentence in turned[5:8])
    return f"<p>{' '.join(turned[:4])}</p><p><b>{turned[4]}</b></p><ul>{points}</ul>"


def _figure(picture: int) -> dict:
    image = {"image": picture, "alt_text": "Coloured stripes.", "decorative": False}
    return {"type": "image", "value": {"image": image, "caption": "As it should look.", "link": ""}}


def _code() -> dict:
    return {"type": "code", "value": {"language": "python", "code": CODE, "caption": ""}}


def _callout(number: int) -> dict:
    value = {"kind": ("note", "tip", "warning")[number % 3], "title": "", "body": [_text(number)]}
    return {"type": "callout", "value": value}


def _table() -> dict:
    columns = [{"type": "text", "heading": heading} for heading in ("What", "How much")]
    rows = [{"values": [f"<p>Part {part}</p>", f"<p>{part * 3} g</p>"]} for part in range(1, 6)]
    return {"type": "table", "value": {"caption": "Amounts", "columns": columns, "rows": rows}}


def _accordion(number: int) -> dict:
    return {"type": "accordion", "value": {"title": "Solution", "body": [_text(number + 4)]}}
