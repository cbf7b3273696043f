"""A code block shows what is stored, whatever the language."""

import re
from html import unescape

import pytest
from pygments.lexers import get_all_lexers

from courses.blocks.code import CodeBlock, CodeValue

NAMES = sorted(aliases[0] for _name, aliases, *_patterns in get_all_lexers() if aliases)
TEXTS = [
    "$ ls -l",
    "$ ls -l\ntotal 0\n$ exit",
    ">>> 1 + 1\n2\n>>> quit()\n\n",
    "postgres=# SELECT 1;\n 1\n(1 row)",
    "\n\n  indented\n\tby a tab  \n",
    "a = 'open",
    "<b>&amp;</b>\n<?php echo 1; ?>",
    "é ☕ 漢字 \u2028 \x0c end",
    "one\r\ntwo\rthree",
    "\ufeffmarked",
    "",
    "\n",
]


def highlighted_text(language: str, code: str) -> str:
    html = CodeValue(CodeBlock(), {"language": language, "code": code}).highlighted
    return unescape(re.sub(r"</?span[^>]*>", "", html))


@pytest.mark.parametrize("code", TEXTS)
def test_code_is_shown_as_stored_in_every_language(code):
    assert {name: text for name in NAMES if (text := highlighted_text(name, code)) != code} == {}


def test_console_session_is_highlighted_to_its_last_line():
    value = CodeValue(CodeBlock(), {"language": "console", "code": "$ ls"})
    assert value.highlighted == '<span class="gp">$ </span><span class="typed">ls</span>'


def test_unknown_language_is_shown_plain():
    assert highlighted_text("klingon", "  nuqneH\n") == "  nuqneH\n"


@pytest.mark.parametrize(
    ("language", "is_plain"), [("bash", False), ("console", False), ("", True), ("text", True)]
)
def test_what_came_of_commands_looks_otherwise_than_they(language, is_plain):
    block = CodeBlock()
    value = block.to_python({"language": language, "code": "ls", "caption": ""})
    assert ('class="code code--plain"' in block.render(value)) is is_plain
