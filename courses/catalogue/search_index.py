"""The search index holds what is published, so that saving a draft leaves it as it is.

modelsearch writes a page's entry anew at each save of any field. An author's draft is saved every
few seconds: each time, all public pages would have to be made again.
"""

from collections.abc import Collection

from modelsearch import signal_handlers

# What a draft changes of a page's row, and its comments.
DRAFT_FIELDS = {
    *("wagtail_admin_comments", "draft_title", "has_unpublished_changes"),
    *("latest_revision", "latest_revision_created_at"),
}
_update_entry = signal_handlers.post_save_signal_handler


def update_unless_draft(
    instance: object, update_fields: Collection[str] | None = None, **kwargs: object
) -> None:
    if update_fields is None or not DRAFT_FIELDS.issuperset(update_fields):
        _update_entry(instance, **kwargs)


def leave_drafts_out() -> None:
    """Before Wagtail connects the handler: by the name it finds it by."""
    signal_handlers.post_save_signal_handler = update_unless_draft
