import pytest
from django.contrib.sites.models import Site
from django.db import IntegrityError, OperationalError, connection, transaction

from web.page_cache.site_version import current_version
from web.page_cache.write_watch import changes_public_page


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "courses_category" ("name") VALUES (%s)',
        'INSERT INTO "nobody_knows_this" VALUES (1)',
        'UPDATE "wagtailcore_page" SET "title" = %s WHERE "id" = %s',
        'UPDATE "wagtailcore_page" SET "title" = %s, "draft_title" = %s WHERE "id" = %s',
        "UPDATE wagtailcore_page SET path = %s || SUBSTR(path, 5)",
        '  delete from "wagtailcore_pageviewrestriction" WHERE "id" IN (%s)',
        "INSERT OR IGNORE INTO courses_coursepage VALUES (1)",
        "REPLACE INTO wagtailsearch_indexentry_fts VALUES (1)",
        "TRUNCATE TABLE wagtailcore_site",
        'TRUNCATE "learners_enrollment", "wagtailcore_page"',
        'DELETE FROM "media_customrendition" WHERE "id" = %s',
        'INSERT INTO "media_customrendition" ("id") VALUES (%s) ON CONFLICT ("id") DO UPDATE SET',
        # Where a private column stands beside another, in whatever form
        'UPDATE "wagtailcore_page" SET "locked" = %s, title = %s WHERE "id" = %s',
        'UPDATE "wagtailcore_page" SET "latest_revision_id" = (SELECT 1 WHERE 1), "title" = %s',
        'UPDATE "wagtailcore_page" SET "draft_title" = %s',
        # Of other people's making
        "/* x */ UPDATE wagtailcore_page SET title = 1",
        "-- x\nUPDATE wagtailcore_page SET title = 1",
        "WITH x AS (SELECT 1) UPDATE wagtailcore_page SET title = 1",
        "MERGE INTO wagtailcore_page USING x ON 1",
        "COPY wagtailcore_page FROM STDIN",
        'UPDATE "public"."learners_enrollment" SET "percent" = %s WHERE "id" = 1',
        'DELETE FROM "learners_enrollment"; DELETE FROM "wagtailcore_page"',
    ],
)
def test_statement_may_change_a_public_page(sql):
    assert changes_public_page(sql)


@pytest.mark.parametrize(
    "sql",
    [
        # Drafts
        'UPDATE "wagtailcore_page" SET "draft_title" = %s WHERE "title" = %s',
        'UPDATE "wagtailcore_page" SET "latest_revision_id" = NULL, "locked" = %s WHERE "id" = 1',
        'INSERT INTO "wagtailcore_revision" ("content") VALUES (%s)',
        # Learners
        'UPDATE "learners_enrollment" SET "percent" = %s',
        'INSERT INTO "django_session" VALUES (%s)',
        # A picture that was missing
        'INSERT INTO "media_customrendition" VALUES (%s)',
        # No writes
        'SELECT "id" FROM "wagtailcore_page" FOR UPDATE OF "wagtailcore_page"',
        '(SELECT "id" FROM "a") UNION ALL (SELECT "id" FROM "b")',
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "SAVEPOINT s1",
        "SET CONSTRAINTS ALL IMMEDIATE",
        'CREATE TABLE "x" ("id" integer)',
        "VACUUM",
    ],
)
def test_statement_changes_no_public_page(sql):
    assert not changes_public_page(sql)


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
    before = current_version()
    Site.objects.create(domain="another.example.org", name="Another")
    assert current_version() != before


@pytest.mark.django_db
@pytest.mark.both_databases
def test_write_that_fails_changes_nothing():
    site = Site.objects.create(domain="another.example.org", name="Another")
    before = current_version()
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.create(domain=site.domain, name="Again")
    assert current_version() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_change_that_cannot_be_marked_is_not_stored():
    def refuse(execute, sql, params, many, context):
        if "web_sitechange" in sql:
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
        Site.objects.update(name="Kestrel")
    assert not Site.objects.filter(name="Kestrel").exists()


@pytest.mark.django_db
@pytest.mark.both_databases
def test_change_after_a_savepoint_of_ones_own_is_noticed():
    savepoint = transaction.savepoint()
    Site.objects.update(name="Tried")
    transaction.savepoint_rollback(savepoint)
    before = current_version()
    Site.objects.update(name="Kestrel")
    assert current_version() != before


@pytest.mark.django_db
@pytest.mark.both_databases
def test_savepoint_rolled_back_hides_no_later_change():
    """Nobody has read the version in between."""
    before = current_version()
    savepoint = transaction.savepoint()
    Site.objects.update(name="Tried")
    transaction.savepoint_rollback(savepoint)
    Site.objects.update(name="Kestrel")
    assert current_version() != before


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_write_in_a_transaction_begun_by_hand_is_noticed():
    before = current_version()
    transaction.set_autocommit(False)
    try:
        Site.objects.update(name="Kestrel")
        transaction.commit()
    finally:
        transaction.set_autocommit(True)
    assert current_version() != before


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="psycopg's own form of SQL")
def test_composed_statement_is_noticed():
    from psycopg.sql import SQL, Identifier

    before = current_version()
    with connection.cursor() as cursor:
        cursor.execute(SQL("UPDATE {} SET port = port").format(Identifier("wagtailcore_site")))
        cursor.execute(SQL("SELECT 1"))
    assert current_version() != before
