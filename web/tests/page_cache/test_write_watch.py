import pytest
from django.db import IntegrityError, connection, transaction

from web.page_cache.site_version import current_version
from web.page_cache.write_watch import changes_public_page


@pytest.mark.parametrize(
    ("sql", "is_public"),
    [
        ('INSERT INTO "courses_category" ("name") VALUES (%s)', True),
        ('UPDATE "wagtailcore_page" SET "title" = %s WHERE "id" = %s', True),
        ('UPDATE "wagtailcore_page" SET "title" = %s, "draft_title" = %s', True),
        ("UPDATE wagtailcore_page SET path = %s || SUBSTR(path, 5)", True),
        ('  delete from "wagtailcore_pageviewrestriction" WHERE "id" IN (%s)', True),
        ("INSERT OR IGNORE INTO courses_coursepage VALUES (1)", True),
        ("REPLACE INTO wagtailsearch_indexentry_fts VALUES (1)", True),
        ("TRUNCATE TABLE wagtailcore_site", True),
        ('INSERT INTO "nobody_knows_this" VALUES (1)', True),
        # Drafts
        ('UPDATE "wagtailcore_page" SET "draft_title" = %s WHERE "title" = %s', False),
        ('UPDATE "wagtailcore_page" SET "latest_revision_id" = 1, "draft_title" = %s', False),
        ('INSERT INTO "wagtailcore_revision" ("content") VALUES (%s)', False),
        # Learners
        ('UPDATE "learners_enrollment" SET "percent" = %s', False),
        ('INSERT INTO "django_session" VALUES (%s)', False),
        # A picture that was missing, and one that is gone
        ('INSERT INTO "media_customrendition" VALUES (%s)', False),
        ('DELETE FROM "media_customrendition" WHERE "id" = %s', True),
        # No writes
        ('SELECT "id" FROM "wagtailcore_page" FOR UPDATE OF "wagtailcore_page"', False),
        ("SAVEPOINT s1", False),
        ("SET CONSTRAINTS ALL IMMEDIATE", False),
        ("VACUUM", False),
    ],
)
def test_statement_is_public_or_not(sql, is_public):
    assert changes_public_page(sql) == is_public


@pytest.mark.django_db
@pytest.mark.both_databases
def test_write_past_every_model_is_noticed(django_assert_num_queries):
    before = current_version()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_site SET port = port")
    assert current_version() != before


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_write_outside_of_transactions_is_noticed():
    """Of a statement that returns rows, SQLite is not done when the next one begins."""
    from django.contrib.sites.models import Site

    before = current_version()
    Site.objects.create(domain="another.example.org", name="Another")
    assert current_version() != before


@pytest.mark.django_db
@pytest.mark.both_databases
def test_write_that_fails_changes_nothing():
    from django.contrib.sites.models import Site

    site = Site.objects.create(domain="another.example.org", name="Another")
    before = current_version()
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.create(domain=site.domain, name="Again")
    assert current_version() == before
