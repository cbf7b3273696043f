import pytest
from django.template import Context, RequestContext, Template, VariableDoesNotExist

from web.page_cache.fragments import (
    fragments,
    kept_object,
    kept_objects,
    kept_text,
    leave_out,
    read_site_version,
)
from web.page_cache.site_version import mark_changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(rf):
    request = rf.get("/")
    read_site_version(request)
    return request


def test_text_is_made_once_a_version(rf, request_):
    texts = iter(["first", "second"])
    assert kept_text(request_, ("a", 1), lambda: next(texts)) == "first"
    assert kept_text(request_, ("a", 1), lambda: next(texts)) == "first"
    mark_changed()
    later = rf.get("/")
    read_site_version(later)
    assert kept_text(later, ("a", 1), lambda: next(texts)) == "second"
    # Who began before the change may still be shown what was there.
    assert kept_text(request_, ("a", 1), lambda: "third") == "first"


def test_text_of_another_key_is_another(request_):
    assert kept_text(request_, ("a", 1), lambda: "one") == "one"
    assert kept_text(request_, ("a", 2), lambda: "two") == "two"
    assert kept_text(request_, ("b", 1), lambda: "three") == "three"


def test_nothing_is_kept_without_a_version(rf):
    request = rf.get("/")
    assert [kept_text(request, ("a",), lambda n=n: n) for n in ("one", "two")] == ["one", "two"]
    assert kept_text(None, ("a",), lambda: "three") == "three"


def test_switched_off_nothing_is_kept(rf, settings):
    settings.PAGE_CACHE_SIZE = 0
    request = rf.get("/")
    read_site_version(request)
    assert [kept_text(request, ("a",), lambda n=n: n) for n in ("one", "two")] == ["one", "two"]


def test_what_lacks_a_picture_is_made_again(request_):
    def incomplete() -> str:
        leave_out()
        return "incomplete"

    assert kept_text(request_, ("outer",), lambda: kept_text(request_, ("a",), incomplete))
    assert kept_text(request_, ("a",), lambda: "complete") == "complete"
    assert kept_text(request_, ("outer",), lambda: "complete") == "complete"


def test_object_is_the_same_for_all(request_):
    made = kept_object(request_, ("a",), lambda: ["made"])
    assert kept_object(request_, ("a",), list) is made


def test_nothing_found_is_not_kept(request_):
    assert kept_object(request_, ("a",), lambda: None) is None
    assert kept_object(request_, ("a",), lambda: "found") == "found"


def render(context: Context) -> str:
    text = "{% load page_cache_tags %}{% kept 'row' number|add:1 %}{{ text }}{% endkept %}"
    return Template(text).render(context)


def test_tag_keeps_what_stands_within(request_):
    assert render(RequestContext(request_, {"number": 1, "text": "one"})) == "one"
    assert render(RequestContext(request_, {"number": 1, "text": "two"})) == "one"
    assert render(RequestContext(request_, {"number": 2, "text": "two"})) == "two"


def test_tag_knows_the_request_of_components_included_without_it(request_):
    inner = Template("{% load page_cache_tags %}{% kept 'row' %}{{ text }}{% endkept %}")
    outer = Template("{% include inner with text=text only %}")
    texts = [outer.render(RequestContext(request_, {"inner": inner, "text": n})) for n in "ab"]
    assert texts == ["a", "a"]


def test_tag_keeps_nothing_where_there_is_no_request():
    assert render(Context({"number": 1, "text": "one"})) == "one"
    assert render(Context({"number": 1, "text": "two"})) == "two"


def test_value_of_nothing_is_an_error(request_):
    context = RequestContext(request_, {"enrollment": 1})
    text = "{% load page_cache_tags %}{% kept 'card' enrolment.percent %}x{% endkept %}"
    with pytest.raises(VariableDoesNotExist, match="enrolment"):
        Template(text).render(context)


def test_wide_texts_take_the_room_they_take(request_):
    before = fragments()._free
    kept_text(request_, ("a",), lambda: "😀" + "x" * 1_000)
    assert 4_000 < before - fragments()._free < 5_500


def test_small_objects_are_kept_one_by_one(request_):
    asked = []

    def find(ids):
        asked.append(sorted(ids))
        return {pk: f"entry {pk}" for pk in ids if pk != 9}

    assert kept_objects(request_, "entry", {1, 2}, find) == {1: "entry 1", 2: "entry 2"}
    assert kept_objects(request_, "entry", {2, 3, 9}, find) == {2: "entry 2", 3: "entry 3"}
    assert kept_objects(request_, "entry", {1, 3}, find) == {1: "entry 1", 3: "entry 3"}
    assert asked == [[1, 2], [3, 9]]
