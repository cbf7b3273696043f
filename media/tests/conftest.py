import pytest
from django.test import Client


@pytest.fixture
def admin(admin_user) -> Client:
    """Someone who may do everything, signed in."""
    client = Client()
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    return client
