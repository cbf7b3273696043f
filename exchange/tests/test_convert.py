"""Markdown in, blocks out. No database: pages and media are named by path."""

import re

import pytest

from exchange.blocks_from_markdown.stream import Stream
from exchange.course_folder.lesson import read_lesson
from exchange.course_folder.manifest import LessonFile
from exchange.files.assets import Assets
from exchange.files.exceptions import FolderRefusal
from exchange.files.source import CourseFiles, Directory
from exchange.report import LessonReport


@pytest.fixture
def convert(course_folder):
    """The lesson of a Markdown text, in a folder that has media/dot.png and data.csv."""

    def read(markdown: str, path: str = "lessons/x.md"):
        course_folder.write("data.csv", "1,2\n")
        course_folder.write(path, markdown)
        assets = Assets(CourseFiles(Directory(course_folder.path)))
        lessons = {path, "lessons/one.md", "lessons/02-two.md"}
        return read_lesson(LessonFile(path, 1), lessons, assets)

    return read


def simple(blocks: list[dict]) -> list:
    """Blocks as (type, value) without ids and block keys."""
    return [(block["type"], _without_keys(block["value"])) for block in blocks]


def _without_keys(value):
    if isinstance(value, str):
        return re.sub(r' data-block-key="[^"]*"', "", value)
    if isinstance(value, list):
        return [_without_keys(item) for item in value]
    if not isinstance(value, dict):
        return value
    plain = {name: _without_keys(item) for name, item in value.items()}
    return {**plain, "body": simple(value["body"])} if "body" in value else plain


def code(text: str, language: str = "") -> tuple:
    return ("code", {"language": language, "code": text, "caption": ""})


def image(alt: str, caption: str = "", link: str = "") -> tuple:
    picture = {"image": "image:media/dot.png", "alt_text": alt, "decorative": not alt}
    return ("image", {"image": picture, "caption": caption, "link": link})


def callout(kind: str, title: str, *body) -> tuple:
    return ("callout", {"kind": kind, "title": title, "body": list(body)})


def accordion(title: str, *body) -> tuple:
    return ("accordion", {"title": title, "body": list(body)})


def text(html: str) -> tuple:
    return ("text", html)


CASES = {
    "paragraph": ("a *b* **c** `d`", [text("<p>a <i>b</i> <b>c</b> <code>d</code></p>")]),
    "strike": ("~~a~~ b", [text("<p><s>a</s> b</p>")]),
    "hard break": ("a  \nb", [text("<p>a<br/>b</p>")]),
    "soft break": ("a\nb", [text("<p>a b</p>")]),
    "rule": ("a\n\n---\n\nb", [text("<p>a</p><hr/><p>b</p>")]),
    "entities": ("a &lt;b&gt; & c", [text("<p>a &lt;b&gt; &amp; c</p>")]),
    "web link": ("[a](https://x.y/?a=1&b=2)", [text('<p><a href="https://x.y/?a=1&amp;b=2">a</a></p>')]),
    "reference link": ("[a]\n\n[a]: https://x.y", [text('<p><a href="https://x.y">a</a></p>')]),
    "autolink": ("see <https://x.y>", [text('<p>see <a href="https://x.y">https://x.y</a></p>')]),
    "bold link": ("**a [b](https://x.y) c**", [
        text('<p><b>a</b> <a href="https://x.y"><b>b</b></a><b> c</b></p>')]),
    "headings": ("## a\n\n### b `c`", [text("<h2>a</h2><h3>b <code>c</code></h3>")]),
    "deep heading": ("## a\n\n##### b", [text("<h2>a</h2><h4>b</h4>")]),
    "shifted headings": ("# a\n\nx\n\n## b", [text("<h2>a</h2><p>x</p><h3>b</h3>")]),
    "list": ("- a\n- b\n  - c", [text("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>")]),
    "loose list": ("1. a\n\n2. b", [text("<ol><li>a</li><li>b</li></ol>")]),
    "two paragraphs in an item": ("- a\n\n  b", [text("<ul><li>a<br/><br/>b</li></ul>")]),
    "list from three": ("3. a\n4. b", [text("<p>3. a</p><p>4. b</p>")]),
    "list with text between": (
        "1. a\n\nx\n\n2. b",
        [text("<p>1. a</p><p>x</p><p>2. b</p>")],
    ),
    "two lists of their own": (
        "1. a\n\nx\n\n1. b",
        [text("<ol><li>a</li></ol><p>x</p><ol><li>b</li></ol>")],
    ),
    "code in a list": (
        "1. a\n\n   ```sh\n   ls\n   ```\n2. b",
        [text("<p>1. a</p>"), code("ls", "sh"), text("<p>2. b</p>")],
    ),
    "code in a bulleted list": (
        "- a\n\n      x\n- b",
        [text("<ul><li>a</li></ul>"), code("x"), text("<ul><li>b</li></ul>")],
    ),
    "mixed nesting keeps numbers": (
        "1. a\n   - b\n2. c",
        [text("<p>1. a</p><ul><li>b</li></ul><p>2. c</p>")],
    ),
    "quote": ("> a\n>\n> b", [text("<blockquote>a<br/><br/>b</blockquote>")]),
    "alert": ("> [!WARNING]\n> a", [callout("warning", "", text("<p>a</p>"))]),
    "fence": ("```python\n  a\n\n```", [code("  a\n", "python")]),
    "fence in braces": ("```{.r}\na\n```", [code("a", "r")]),
    "indented code": ("    a\n      b", [code("a\n  b")]),
    "image": ("![x](../media/dot.png)", [image("x")]),
    "image from the root": ("![x](/media/dot.png)", [image("x")]),
    "image with caption": ('![x](../media/dot.png "Seen")', [image("x", "Seen")]),
    "alt in braces wins": ("![x](../media/dot.png){alt='a \"b\"\nc {d} \\[e\\]'}", [
        image('a "b" c {d} [e]')]),
    "image in text": ("a ![x](../media/dot.png) b", [text("<p>a b</p>"), image("x")]),
    "linked image": ("[![x](../media/dot.png)](https://x.y)", [image("x", link="https://x.y")]),
    "html image": ('<img src="../media/dot.png" alt="x">', [image("x")]),
    "decorative image": ("![](../media/dot.png)", [image("")]),
    "image in a list": ("- a ![x](../media/dot.png)\n- b", [
        text("<ul><li>a</li></ul>"), image("x"), text("<ul><li>b</li></ul>")]),
    "embed": ("<https://youtu.be/dQw4w9WgXcQ>", [
        ("embed", {"provider": "youtube", "video_id": "dQw4w9WgXcQ", "title": "YouTube video"})]),
    "download": ("[Numbers](../data.csv)", [
        ("download", {"document": "document:data.csv", "title": "Numbers"})]),
    "table": ("|a|`b`|\n|-|-|\n|*c*||", [("table", {
        "columns": [{"type": "text", "heading": "a"}, {"type": "text", "heading": "b"}],
        "rows": [{"values": ["<p><i>c</i></p>", ""]}],
        "caption": "",
    })]),
    "note": (":::note Read me\na\n:::", [callout("note", "Read me", text("<p>a</p>"))]),
    "challenge with solution": (
        ":::::: challenge\n\n## Try\n\na\n\n::: solution\n\n## How\n\nb\n\n:::\n\n::::::::\n\nc",
        [callout("exercise", "Try", text("<p>a</p>"), accordion("How", text("<p>b</p>"))),
         text("<p>c</p>")],
    ),
    "pandoc attributes": ('::: {.keypoints}\n- a\n:::', [
        callout("summary", "Key points", text("<ul><li>a</li></ul>"))]),
    "instructor": ("::: instructor\n\n## Pace\n\na\n:::", [
        accordion("Instructor note: Pace", text("<p>a</p>"))]),
    "details div": (":::details Answer\na\n:::", [accordion("Answer", text("<p>a</p>"))]),
    "details tag": ("<details>\n<summary>Q</summary>\n\n*a*\n\n```\nb\n```\n\n</details>\n\nc", [
        accordion("Q", text("<p><i>a</i></p>"), code("b")), text("<p>c</p>")]),
    "callout in an accordion": (":::details A\n:::tip B\nc\n:::\n:::", [
        accordion("A", text("<p><b>B</b></p><p>c</p>"))]),
    "div in a code fence": (":::note\n```\n:::\n```\n:::", [callout("note", "", code(":::"))]),
    "empty note": (":::note A\n:::", [text("<p><b>A</b></p>")]),
    "unknown container": (":::odd\na\n:::", [text("<p>a</p>")]),
    "html": ("<p align=center>a <b>b</b> <kbd>c</kbd></p>", [
        text("<p>a <b>b</b> <code>c</code></p>")]),
    "iframe of a video": ('<iframe src="https://player.vimeo.com/video/76979871" title="A">', [
        ("embed", {"provider": "vimeo", "video_id": "76979871", "title": "A"})]),
    "html table": ("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>", [("table", {
        "columns": [{"type": "text", "heading": "a"}],
        "rows": [{"values": ["<p>b</p>"]}],
        "caption": "",
    })]),
    "comment": ("a <!-- b -->\n\n<!-- c -->", [text("<p>a</p>")]),
    "script": ("a\n\n<script>b()</script>", [text("<p>a</p>")]),
    "event handlers": ('a <b onclick="b()">c</b>', [text("<p>a <b>c</b></p>")]),
    "definition list": ("a\n: b", [text("<p><b>a</b></p><p>b</p>")]),
    "footnote": ("a[^1]\n\n[^1]: b", [text("<p>a<sup>1</sup></p><hr/><p><sup>1</sup> b</p>")]),
    "lesson link": ("[a](one.md)", [
        text('<p><a href="https://page.skillmate.invalid/lessons/one.md">a</a></p>')]),
    "anchor": ("[a](#b-c)\n\n## B c", [
        text('<p><a href="#b-c">a</a></p>'), ("heading", {"text": "B c", "level": "h2"})]),
    "javascript": ("[a](javascript:b)", [text("<p>a</p>")]),
    "data address": ("[a](data:text/html,b)", [text("<p>a</p>")]),
    "missing file": ("[a](gone.csv)", [text("<p>a</p>")]),
    "outside link": ("[a](../../../etc/passwd)", [text("<p>a</p>")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_markdown_becomes_blocks(convert, name):
    markdown, expected = CASES[name]
    lesson = convert(f"---\ntitle: T\nminutes: 1\n---\n{markdown}\n")
    assert simple(lesson.body) == expected


LOSSES = {
    "dangling image": ("![a](gone.png)", "image"),
    "remote image": ("![a](https://x.y/z.png)", "image"),
    "broken image": ("![a](../broken.png)", "image"),
    "image of another system": ("![a](..\\media\\dot.png)", "image"),
    "script": ("<script>b()</script>", "html"),
    "iframe": ('<iframe src="https://x.y"></iframe>', "html"),
    "unknown tag": ("<blink>a</blink>", "html"),
    "unknown container": (":::odd\na\n:::", "container"),
    "stray colons": ("a\n\n:::\n", "container"),
    "quiz": (":::quiz{file=quizzes/a.yaml}\n:::", "quiz"),
    "video without file": (":::video{src=gone.mp4}\n:::", "video"),
    "javascript": ("[a](javascript:b)", "link"),
    "javascript in odd letters": ("[a](JaVaScRiPt:b)", "link"),
    "data address": ("[a](data:text/html,b)", "link"),
    "relative markdown": ("[a](../README.md)", "link"),
    "link to nothing": ("[a](gone.csv)", "link"),
    "link out of the folder": ("[a](../../b.csv)", "link"),
    "link to a web page file": ("[a](../page.html)", "link"),
    "fragment of nothing": ("[a](#gone)", "link"),
    "link in a title": (":::note\n## [a](https://x.y)\nb\n:::", "link"),
    "empty code": ("```\n\n```", "code"),
    "words behind a fence": ("```python title=x\na\n```", "code"),
}


@pytest.mark.parametrize("name", LOSSES)
def test_loss_is_reported_with_its_line(convert, course_folder, name):
    course_folder.write("broken.png", b"\x89PNG\r\n\x1a\nnonsense")
    course_folder.write("page.html", "<p>")
    course_folder.write("README.md", "# Read me")
    markdown, kind = LOSSES[name]
    lesson = convert(f"---\ntitle: T\nminutes: 1\n---\n\nfirst\n\n{markdown}\n")
    assert [note.kind for note in lesson.report.dropped] == [kind]
    assert lesson.report.dropped[0].line >= 8


def test_plain_lesson_reports_no_change(convert):
    lesson = convert("---\ntitle: T\nminutes: 1\n---\n\na\n\n- b\n\n```sh\nc\n```\n")
    assert (lesson.report.converted, lesson.report.dropped) == ([], [])
    assert dict(lesson.report.kept) == {"paragraphs": 1, "lists": 1, "code blocks": 1}


def test_same_source_gives_the_same_ids(convert):
    source = ":::note A\na\n:::\n\n```\nb\n```\n"
    assert convert(source).body == convert(source).body


def test_title_is_the_front_matters(convert):
    lesson = convert("---\ntitle: 'Not: this'\n---\n# A heading\n")
    assert lesson.title == "Not: this"
    assert simple(lesson.body) == [text("<h2>A heading</h2>")]


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("# One\n\nx", "One"),
        ("## One\n\n# Two", "One"),
        ("x\n\n# One", "One"),
        ("x\n\n## Introduction", "1.2 The name"),
        ("x", "1.2 The name"),
    ],
)
def test_title_without_front_matter(convert, markdown, title):
    lesson = convert(markdown, "1.2 The name.md")
    assert lesson.title == title
    assert title not in str(lesson.body)


def test_title_heading_is_not_repeated(convert):
    lesson = convert("---\ntitle: One\n---\n# One\n\n## Two\n")
    assert simple(lesson.body) == [text("<h2>Two</h2>")]


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        ("minutes: 7", 7),
        ("teaching: 20\nexercises: 10", 30),
        ("teaching: 20\nexercises: 0", 20),
        ("summary: none", 2),
    ],
)
def test_minutes(convert, fields, minutes):
    body = "word " * 250
    assert convert(f"---\ntitle: T\n{fields}\n---\n{body}\n").minutes == minutes


def test_carriage_returns_and_byte_order_mark_do_no_harm(convert):
    lesson = convert("\ufeff---\r\ntitle: T\r\n---\r\n\r\n```\r\na\r\nb\r\n```\r\n")
    assert lesson.title == "T"
    assert simple(lesson.body) == [code("a\nb")]


@pytest.mark.parametrize("opening", ["<blockquote>", "<div>", "*a ", "["])
def test_deep_nesting_does_no_harm(convert, opening):
    assert "end" in str(convert("---\ntitle: T\n---\nend\n\n" + opening * 3000 + "x\n").body)


@pytest.mark.parametrize("opening", ["> ", "- ", ":::note\n"])
def test_nesting_that_would_lose_text_is_refused(convert, opening):
    with pytest.raises(FolderRefusal, match="nested too deep to be read"):
        convert("---\ntitle: T\n---\nend\n\n" + opening * 3000 + "x\n")


def test_long_run_in_braces_is_quick(convert):
    lesson = convert("---\ntitle: T\n---\n![x](../media/dot.png){" + "a" * 4000 + "!}\n")
    assert lesson.body


def test_formatting_the_editor_would_not_keep_becomes_plain_text():
    report = LessonReport("one.md", "One")
    stream = Stream(report)
    stream.write("<p>A <b>kept</b> word.</p>", 1)
    stream.write("<li>An item of no list.</li>", 2)
    [block] = stream.finish()
    assert "<b>kept</b>" in block["value"]
    assert ">An item of no list.</p>" in block["value"]
    assert [(entry.line, entry.kind) for entry in report.converted] == [(2, "formatting")]
