"""Images, downloads and videos as blocks. Media is named by `kind:path` until it has an id."""

from __future__ import annotations

import re
from posixpath import basename, splitext

from courses.blocks.media import VIDEO_IDS, video_id

from ..files.assets import AssetRefusal, VideoFile
from .conversion import Conversion
from .nodes import Node

_WEB = re.compile(r"(?:https?:)?//|data:|[a-zA-Z][a-zA-Z0-9+.-]*:")


def write_image(node: Node, converter: Conversion) -> None:
    source, alt = node.attrs["src"], node.attrs["alt"]
    if _WEB.match(source):
        _write_remote_image(node, converter)
        return
    path = converter.find(source, node.line)
    if not path:
        _drop(node, converter, "it is not in the folder")
        return
    try:
        picture = converter.assets.picture(path, file=converter.path, line=node.line)
    except AssetRefusal as refusal:
        _drop(node, converter, str(refusal))
        return
    if picture.drawn:
        kind = "JPEG" if picture.name.endswith(".jpg") else "PNG"
        converter.report.convert(node.line, "image", f"{path} was drawn as a {kind}")
    if not alt:
        converter.report.convert(node.line, "image", f"{path} has no alt text; shown as decorative")
    converter.report.keep("images")
    caption = converter.clipped(node.attrs["title"], 400, node.line)
    image = {"image": f"image:{path}", "alt_text": alt, "decorative": not alt}
    link = _image_link(node, converter)
    converter.stream.add("image", {"image": image, "caption": caption, "link": link})


def _drop(node: Node, converter: Conversion, reason: str) -> None:
    message = f"the picture {node.attrs['src'][:200]}"
    if node.attrs["alt"]:
        message += f" (“{node.attrs['alt']}”)"
    converter.report.drop(node.line, "image", f"{message}: {reason}")


def _image_link(node: Node, converter: Conversion) -> str:
    """Where the picture leads. An image block takes web addresses only."""
    href = node.attrs.get("link")
    if not href:
        return ""
    target = converter.links.target(href, node.line)
    if not target:
        return ""
    if not target.is_web:
        converter.report.drop(node.line, "link", f"the link to {href}: a picture cannot lead there")
        return ""
    converter.report.keep("links")
    return target.href


def _write_remote_image(node: Node, converter: Conversion) -> None:
    """A picture on another site is not fetched: a link, or the video it leads to, stands for it."""
    href = node.attrs.get("link", "")
    if write_embed(href, node.attrs["alt"], node.line, converter):
        _drop(node, converter, "it is on another site; the video it led to is embedded")
        return
    _drop(node, converter, "it is on another site; a link stands in its place")
    children = [Node("text", node.line, text=node.attrs["alt"] or node.attrs["src"])]
    link = Node("link", node.line, children, attrs={"href": node.attrs["src"]})
    if href:
        children.append(Node("text", node.line, text=f" ({href})"))
    converter.blocks([Node("paragraph", node.line, [link])])


def write_embed(href: str, title: str, line: int, converter: Conversion) -> bool:
    """A YouTube or Vimeo block, if `href` is the address of one video there."""
    if not href.startswith(("http://", "https://")):
        return False
    for provider in VIDEO_IDS:
        if embed_id := video_id(provider, href):
            name = {"youtube": "YouTube", "vimeo": "Vimeo"}[provider]
            title = converter.clipped(title, 200, line) or f"{name} video"
            converter.report.keep("embeds")
            converter.stream.add(
                "embed", {"provider": provider, "video_id": embed_id, "title": title}
            )
            return True
    return False


def write_lone_link(node: Node, converter: Conversion) -> bool:
    """A paragraph that is one link: to a file it is a download, to a video an embed."""
    href = node.attrs["href"]
    if node.attrs.get("auto") or node.plain() == href:
        return write_embed(href, "", node.line, converter)
    if not converter.links.document(href):
        return False
    target = converter.links.target(href, node.line)
    converter.report.keep("downloads")
    title = converter.clipped(node.plain(), 200, node.line)
    converter.stream.add("download", {"document": f"document:{target.document}", "title": title})
    return True


def write_video(node: Node, converter: Conversion) -> bool:
    """`:::video{src= captions= poster= title=}`; what is in it is the transcript."""
    report, attrs = converter.report, node.attrs
    path = converter.find(attrs.get("src", ""), node.line) if attrs.get("src") else None
    if not path:
        report.drop(
            node.line, "video", f"the video {attrs.get('src', '')}: it is not in the folder"
        )
        return False
    name = splitext(basename(path))[0].replace("-", " ").replace("_", " ")
    video = VideoFile(
        path=path,
        title=attrs["title"][:255] or name,
        captions=_captions(node, converter),
        poster=_poster(node, converter),
        transcript=converter.source_text(*attrs["lines"]),
    )
    try:
        converter.assets.add_video(video, file=converter.path, line=node.line)
    except AssetRefusal as refusal:
        report.drop(node.line, "video", f"the video {path}: {refusal}")
        return False
    report.keep("videos")
    converter.stream.add("video", {"video": f"video:{path}", "caption": ""})
    return True


def _captions(node: Node, converter: Conversion) -> str:
    if not (reference := node.attrs.get("captions")):
        return ""
    path, reason = converter.find(reference, node.line), "they are not in the folder"
    try:
        if path:
            converter.assets.captions(path, file=converter.path, line=node.line)
            for change in converter.assets.caption_changes[path]:
                converter.report.convert(node.line, "captions", f"the captions {path}: {change}")
            return path
    except AssetRefusal as refusal:
        reason = str(refusal)
    converter.report.drop(node.line, "captions", f"the captions {reference}: {reason}")
    return ""


def _poster(node: Node, converter: Conversion) -> str:
    if not (reference := node.attrs.get("poster")):
        return ""
    path, reason = converter.find(reference, node.line), "it is not in the folder"
    try:
        if path:
            converter.assets.picture(path, file=converter.path, line=node.line)
            return path
    except AssetRefusal as refusal:
        reason = str(refusal)
    converter.report.drop(node.line, "image", f"the poster {reference}: {reason}")
    return ""
