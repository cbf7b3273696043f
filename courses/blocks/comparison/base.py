"""What comparisons of blocks have in common, and which block has which."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.safestring import SafeString
from wagtail.admin.compare import BlockComparison
from wagtail.blocks import Block

from ...comparison.marks import replaced
from ...comparison.references import Reference, References
from ...comparison.values import value_text
from ...comparison.words import likeness, words

_classes: dict[type[Block], type[StoredComparison]] = {}


class StoredComparison(BlockComparison):
    """Two values of a block as they are stored; one that does not exist is None.

    What is called by its title is told by `references`, which whoever compares more sets for all.
    """

    references = References(())

    def wanted(self) -> Iterable[Reference]:
        """All that both values name."""
        return ()

    def is_empty(self, value: object) -> bool:
        """Whether there is nothing to show of it."""
        return not self.text(value)

    def has_changed(self) -> bool:
        return self.text(self.val_a) != self.text(self.val_b)

    def likeness(self) -> float:
        """From 0 to 1."""
        return likeness(words(self.text(self.val_a)), words(self.text(self.val_b)))

    def text(self, value: object) -> str:
        return value_text(value)

    def htmlvalue(self, value: object) -> SafeString | str:
        """Of one of both, shown in full."""
        return self.text(value)

    def htmldiff(self) -> SafeString:
        return replaced(self.text(self.val_a), self.text(self.val_b))

    def html(self) -> SafeString | str:
        """What is to be shown of both."""
        if self.is_deleted():
            return self.htmlvalue(self.val_a)
        is_both = self.exists_a and self.has_changed()
        return self.htmldiff() if is_both else self.htmlvalue(self.val_b)


def compares(*block_classes: type[Block]) -> Callable[[type], type]:
    """Decorates the class that compares blocks of these classes, and of those made from them."""

    def register(comparison_class: type[StoredComparison]) -> type[StoredComparison]:
        _classes.update(dict.fromkeys(block_classes, comparison_class))
        return comparison_class

    return register


def comparison_of(block: Block, before: object, after: object, **exists: bool) -> StoredComparison:
    """`exists_a` and `exists_b` are True unless told otherwise."""
    exists = {"exists_a": True, "exists_b": True, **exists}
    return _comparison_class(block)(block, val_a=before, val_b=after, **exists)


def _comparison_class(block: Block) -> type[StoredComparison]:
    own_class = block.get_comparison_class() if hasattr(block, "get_comparison_class") else None
    # Others compare values that are read already.
    if own_class and issubclass(own_class, StoredComparison):
        return own_class
    ancestors = (ancestor for ancestor in type(block).__mro__ if ancestor in _classes)
    return _classes[next(ancestors)]


compares(Block)(StoredComparison)
