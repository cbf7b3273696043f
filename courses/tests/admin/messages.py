"""The messages of the admin on the page that followed."""

from collections.abc import Iterable
from html import unescape

from django.http import HttpResponse


def message_texts(response: HttpResponse) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


def sentences_on_page(response: HttpResponse, sentences: Iterable[str]) -> list[str]:
    """Which of `sentences` stand on the page. For threads: the `context` of a response also has
    what the pages of other threads were made of, as the test client listens to all of them."""
    text = unescape(response.content.decode())
    return [sentence for sentence in sentences if sentence in text]
