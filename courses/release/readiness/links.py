"""Gate: links to pages and documents that learners could not open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from media.models import CustomDocument

from ...models import CoursePage
from ..changes import Changes, Kind, Row
from .drafts import Draft
from .finding import Finding
from .prose import Link, Prose


def dead_links(changes: Changes, drafts: Iterable[Draft]) -> Iterator[Finding]:
    occurrences = [(draft, place, link) for draft in drafts for place, link in _links(draft)]
    open_targets = {
        "page": _open_pages(changes, _targets(link for *_place, link in occurrences)["page"]),
        "document": _documents(_targets(link for *_place, link in occurrences)["document"]),
    }
    reported_keys = set()
    for draft, place, link in occurrences:
        key = (draft.page.pk, place, link.kind, link.target)
        if link.target not in open_targets[link.kind] and key not in reported_keys:
            reported_keys.add(key)
            yield _dead_link_finding(draft, place, link)


def links_to_removed(changes: Changes) -> Iterator[Finding]:
    """In lessons that stay as they are, links to lessons this release takes away."""
    removed_rows = {row.page.pk: row for row in changes.lesson_rows if row.kind == Kind.REMOVED}
    unchanged_rows = {row.page.pk: row for row in changes.lesson_rows if row.kind == Kind.UNCHANGED}
    if not removed_rows or not unchanged_rows:
        return
    pages = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(
        base_content_type=pages, to_content_type=pages, to_object_id__in=map(str, removed_rows)
    )
    values = references.order_by("pk").values_list("object_id", "to_object_id", "content_path")
    for source, target, path in values:
        if row := unchanged_rows.get(int(source)):
            yield _removed_link_finding(row, removed_rows[int(target)], _innermost_place(path))


def _links(draft: Draft) -> Iterator[tuple[str, Link]]:
    for link in Prose(getattr(draft.page, "description", "")).links:
        yield "description", link
    for child, texts in draft.texts:
        for prose in texts:
            yield from ((child.id or "body", link) for link in prose.links)


def _targets(links: Iterable[Link]) -> dict[str, set[str]]:
    targets: dict[str, set[str]] = {"page": set(), "document": set()}
    for link in links:
        if link.target.isdecimal():
            targets[link.kind].add(link.target)
    return targets


def _open_pages(changes: Changes, targets: set[str]) -> set[str]:
    """Which of `targets` can be opened once the release is live. Two queries."""
    own_pages = {str(row.page.pk): row.kind != Kind.REMOVED for row in changes.rows}
    others = Page.objects.filter(pk__in=targets - own_pages.keys(), live=True)
    paths = dict(others.values_list("pk", "path"))
    parent_paths = {path[: -Page.steplen] for path in paths.values()}
    # A lesson is closed with its course, live or not.
    closed_paths = set(
        CoursePage.objects.filter(path__in=parent_paths, live=False).values_list("path", flat=True)
    )
    open_ids = {str(pk) for pk, path in paths.items() if path[: -Page.steplen] not in closed_paths}
    return open_ids | {pk for pk, remains in own_pages.items() if remains}


def _documents(targets: set[str]) -> set[str]:
    document_ids = CustomDocument.objects.filter(pk__in=targets).values_list("pk", flat=True)
    return {str(pk) for pk in document_ids} if targets else set()


def _dead_link_finding(draft: Draft, place: str, link: Link) -> Finding:
    message = {
        "page": _(
            "The link “%(text)s” leads to a page that is not published. Change the link, or "
            "remove it."
        ),
        "document": _(
            "The link “%(text)s” leads to a file that was deleted. Choose another, or remove it."
        ),
    }[link.kind]
    # With its target: another dead link in the same text is another finding.
    code = f"dead-link-{link.kind}-{link.target}"[:60]
    return draft.lack(code, message % {"text": link.text}, place)


def _removed_link_finding(row: Row, removed_row: Row, place: str) -> Finding:
    message = _(
        "This lesson links to “%(lesson)s”, which this release removes. Change the link, "
        "or keep that lesson."
    ) % {"lesson": removed_row.title}
    code = f"dead-link-page-{removed_row.page.pk}"
    return Finding(code, row.page.pk, row.title, message, place, waivable=True)


def _innermost_place(path: str) -> str:
    """The id of the last block in a path of the reference index, else the field's name."""
    ids = [part for part in path.split(".") if _is_id(part)]
    return ids[-1] if ids else path.split(".")[0]


def _is_id(part: str) -> bool:
    try:
        UUID(part)
    except ValueError:
        return False
    return True
