"""Drafts may be incomplete: autosave has to go on while a block is being filled in."""

import pytest
from django.core.exceptions import ValidationError

from courses.blocks import LessonBody

BLOCKS = LessonBody().child_blocks


@pytest.mark.parametrize("name", BLOCKS)
def test_an_empty_block_can_be_saved_as_a_draft(name):
    block = BLOCKS[name]
    block.clean_deferred(block.normalize(block.get_default()))


def test_an_empty_embed_cannot_be_published():
    block = BLOCKS["embed"]
    with pytest.raises(ValidationError):
        block.clean(block.normalize(block.get_default()))


def test_a_wrong_embed_is_refused_even_in_a_draft():
    block = BLOCKS["embed"]
    value = {"provider": "vimeo", "video_id": "https://evil.example/1", "title": "A film"}
    with pytest.raises(ValidationError):
        block.clean_deferred(block.normalize(value))
