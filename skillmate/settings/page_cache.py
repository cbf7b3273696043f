"""What visitors never see: tables whose rows may change without a public page being made anew.

All others are public, also those nobody has thought of (`web/page_cache/write_watch.py`). A table
belongs here if it is written often; a test looks whether public pages read it all the same.
"""

# Names of tables; with a star at the end, all that begin so.
PRIVATE_TABLES = frozenset(
    {
        # Accounts, and what learners do
        *("account_*", "auth_*", "django_session", "learners_*", "mfa_*", "socialaccount_*"),
        *("usersessions_*", "wagtailusers_*"),
        # What authors and editors do before something is published
        *("courses_courserelease*", "courses_coursereviewtask*", "courses_courseteam"),
        *("courses_instructorchange", "courses_releasewaiver", "courses_reviewedpage"),
        *("wagtailadmin_*", "wagtailcore_comment*"),
        *("wagtailcore_groupapprovaltask*", "wagtailcore_groupcollectionpermission"),
        *("wagtailcore_grouppagepermission", "wagtailcore_groupsitepermission"),
        *("wagtailcore_task*", "wagtailcore_uploadedfile", "wagtailcore_workflow*"),
        *("wagtailcore_apitoken", "wagtailcore_pagesubscription", "wagtailcore_revision"),
        # What the site notes for itself
        *("django_content_type", "django_migrations", "home_contactanswer", "home_contactmessage"),
        *("media_pendingdeletion", "media_renditionrequest", "operations_*", "wagtailembeds_embed"),
        *("wagtailcore_modellogentry", "wagtailcore_pagelogentry", "wagtailcore_referenceindex"),
        *("web_outgoingmail", "web_sitechange"),
    }
)
# Saving a draft writes no more of a page than these.
PRIVATE_COLUMNS = {
    "wagtailcore_page": frozenset(
        {
            *("draft_title", "has_unpublished_changes", "latest_revision_created_at"),
            *("latest_revision_id", "locked", "locked_at", "locked_by_id"),
        }
    )
}
# Rows that show nothing until something else is written: a page without its picture is not kept.
PRIVATE_INSERTS = frozenset({"media_customrendition"})
# Folders of code and templates that pages are made of.
CODE = ("courses", "home", "learners", "media", "skillmate", "templates", "web")
