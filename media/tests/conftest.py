import pytest
from django.test import Client


@pytest.fixture(params=["disk", "cloudinary"])
def storage(request) -> str:
    """Runs a test with pictures in each of the two places."""
    if request.param == "cloudinary":
        request.getfixturevalue("cloudinary")
    return request.param


@pytest.fixture
def admin(admin_user) -> Client:
    """Someone who may do everything, signed in."""
    client = Client()
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    return client
