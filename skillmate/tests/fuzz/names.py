"""Names of parameters that some view of the site, of Wagtail or of allauth looks for."""

_QUERY_NAMES = """
action ancestor_of allow_external_link answer can_choose_root category child_of closeness
collection_id collection_name content_type created_at_from date_from descendant_of
describe_on_delete export fields for_explorer has_children height id include_descendants
in_preview_panel is_editing label language layout length level limit link_text link_url locale
match_subclass mode model multiple new_parent_page next object_type offset order order_by
ordering p page page_type process q reviewable revision_id rich_text_format search search_all
search_operator select_format site sort state status tag tasks term title to translation_of
user user_perms width _w_filter_fragment
"""
QUERY = _QUERY_NAMES.split()

# What a browser, or a script of a page, sends where there is no form to be read.
POST_FIELDS = {
    "action": "approve",
    "answer": "{}",
    "at": "1",
    "collection": "1",
    "comment": "x",
    "confirm": "1",
    "credential": "{}",
    "email": "a@example.com",
    "filename": "a.mp4",
    "id": "1",
    "key": "1",
    "next": "/",
    "order": "1",
    "position": "1",
    "q": "x",
    "release": "1",
    "second": "1",
    "size": "10",
    "then": "next",
    "title": "x",
    "type": "video/mp4",
    "url": "https://example.com/",
    "watched_to": "1",
}
