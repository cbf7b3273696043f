"""A limit nobody can read stops the site from starting, rather than every form."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django_ratelimit.core import _split_rate

from skillmate.tests.test_settings import COMPLETE, start
from web.rate_limits import check_rates


@pytest.mark.parametrize(
    ("name", "value"),
    [("POST_RATE", ""), ("CONTACT_RATE", "off"), ("FILE_RATE", "10 per hour")],
)
def test_the_site_does_not_start_and_prints_the_reason(name, value):
    result = start(**COMPLETE, **{name: value})
    assert result.returncode == 1
    assert f"ImproperlyConfigured: {name} is {value!r}. It must read" in result.stderr
    assert "e.g. 30/h" in result.stderr


@pytest.mark.parametrize(
    "value", ["10", "10/", "/h", "0/h", "10/0h", "10/w", "10/h\n", "none", "٣/h"]
)
def test_what_is_no_rate(value):
    with pytest.raises(ImproperlyConfigured, match="ENROL_RATE"):
        check_rates({"ENROL_RATE": value})


@pytest.mark.parametrize(
    ("value", "expected"), [("5/s", (5, 1)), ("600/m", (600, 60)), ("10/2h", (10, 7200))]
)
def test_what_is_a_rate_is_read_as_one(value, expected):
    check_rates({"ENROL_RATE": value, "DEBUG": False})
    assert _split_rate(value) == expected
