"""Addresses of files that no file has."""

import pytest

HUGE = "9" * 20


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        f"videos/{HUGE}/",
        f"videos/{HUGE}/tracks/1/",
        f"videos/1/tracks/{HUGE}/",
        "images/" + "a" * 3000,
    ],
)
def test_an_impossible_address_is_not_found(client, path):
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.django_db
def test_an_address_that_no_file_can_have_is_refused(client):
    assert client.get("/media/images/%00").status_code == 400
