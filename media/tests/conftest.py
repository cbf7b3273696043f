import pytest
from django.test import Client


@pytest.fixture
def admin(admin_user) -> Client:
    """Someone who may do everything, signed in."""
    client = Client()
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def folders(tmp_path, settings) -> None:
    """Files of other tests are not in the way: everything on disk is this test's own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.PRIVATE_MEDIA_ROOT = str(tmp_path / "private")
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
