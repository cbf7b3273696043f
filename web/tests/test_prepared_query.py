from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Value
from django.test.utils import CaptureQueriesContext

from web.prepared_query import PreparedQuery

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def people():
    names = ("ada", "bo")
    people = [User.objects.create_user(name, email=f"{name}@example.com") for name in names]
    group = Group.objects.create(name="Few")
    people[0].groups.add(group)
    return [*people, group]


def test_objects_are_those_of_the_queryset(people, django_assert_num_queries):
    def in_group(user_id: int, group_id: int):
        memberships = User.groups.through.objects.filter(user=OuterRef("pk"), group=group_id)
        users = User.objects.filter(pk=user_id, is_active=True)
        return users.annotate(is_member=Exists(memberships), number=Count("groups") + Value(7))

    query = PreparedQuery(in_group)
    ada, bo, few = people
    for user, is_member, number in ((ada, True, 8), (bo, False, 7)):
        with django_assert_num_queries(1):
            [found] = query.objects(user.pk, few.pk)
        assert (found, bool(found.is_member), found.number) == (user, is_member, number)
        assert found.date_joined == user.date_joined
    assert query.objects(-5, few.pk) == []


def test_row_has_the_names_of_values(people):
    query = PreparedQuery(
        lambda pk: User.objects.filter(pk=pk).values(address=F("email"), name=F("username"))
    )
    assert query.row(people[0].pk) == {"address": "ada@example.com", "name": "ada"}
    assert query.row(-5) is None


def test_rows_of_a_union(people):
    def both(user_id: int, group_id: int):
        users = User.objects.filter(pk=user_id).values_list(Value("user"), "pk", "username")
        groups = Group.objects.filter(pk=group_id).values_list(Value("group"), "pk", "name")
        return users.union(groups, all=True)

    query = PreparedQuery(both)
    ada, bo, few = people
    assert sorted(query.rows(bo.pk, few.pk)) == [("group", few.pk, "Few"), ("user", bo.pk, "bo")]
    assert [row[0] for row in query.rows(ada.pk, -5)] == ["user"]


def test_constants_of_any_kind(people):
    query = PreparedQuery(
        lambda pk: User.objects.filter(
            pk=pk, email__contains="@", date_joined__lt=datetime(2100, 1, 1, tzinfo=UTC)
        ).values_list(Value("100 %s, 'half'"), Value(value=True), "pk")
    )
    [[text, is_true, pk]] = query.rows(people[0].pk)
    assert (text, bool(is_true), pk) == ("100 %s, 'half'", True, people[0].pk)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL keeps statements")
def test_server_keeps_one_statement_for_all_keys(people):
    query = PreparedQuery(lambda pk: User.objects.filter(pk=pk).annotate(kept_once=Value(1)))
    with CaptureQueriesContext(connection) as queries:
        for pk in (people[0].pk, people[1].pk, 2**40):
            query.objects(pk)
    assert all("kept_once" in sql["sql"] for sql in queries)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements"
            " WHERE statement LIKE '%kept_once%'"
        )
        assert cursor.fetchall() == [(3,)]


def test_texts_and_related_objects(people):
    def permissions(codename: str, label: str):
        found = Permission.objects.filter(codename=codename, content_type__app_label=label)
        return found.select_related("content_type").prefetch_related("group_set")

    query = PreparedQuery(permissions)
    content_type = ContentType.objects.get_for_model(User)
    for codename in ("it's 100 %", "it's"):
        permission = Permission.objects.create(codename=codename, content_type=content_type)
        people[-1].permissions.add(permission)
    [found] = query.objects("it's 100 %", "auth")
    assert (found.codename, found.content_type.model) == ("it's 100 %", "user")
    assert list(found.group_set.all()) == [people[-1]]
    assert [found.codename for found in query.objects("it's", "auth")] == ["it's"]
    assert query.objects("it's", "sites") == []
