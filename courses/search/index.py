"""What of a page is written into the search index, and beside it for snippets and spelling."""

from __future__ import annotations

from django.db.models import Model
from wagtail.models import Page
from wagtail.search import index

from .models import SearchText
from .spelling import learn_words
from .words import index_text, index_title


class WordsField(index.SearchField):
    """A text of a page whose words are found by their stems, in its `search_language`."""

    def get_value(self, obj: Page) -> str:
        make = index_title if self.field_name == "title" else index_text
        return make(super().get_value(obj), obj.search_language)


class KeepsTexts:
    """Put before an index of Wagtail's: keeps what search reads of pages that have any of it."""

    def add_items(self, model: type[Model], objs: list[Model]) -> None:
        super().add_items(model, objs)
        pages = [obj for obj in objs if hasattr(obj, "indexed_text")]
        save_texts({page.pk: page.indexed_text for page in pages})
        learn_words(text for page in pages for text in (page.title, page.indexed_text))


def save_texts(texts: dict[int, str]) -> list[int]:
    """Texts by the keys of their pages; returns those that were another text before."""
    if not texts:
        return []
    stored = dict(SearchText.objects.filter(pk__in=texts).values_list("pk", "text"))
    changed = {pk: text for pk, text in texts.items() if stored.get(pk) != text}
    SearchText.objects.bulk_create(
        [SearchText(page_id=pk, text=text) for pk, text in changed.items()],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["text"],
    )
    return list(changed)
