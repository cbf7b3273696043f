"""A browser in which somebody has just proved who they are, so that no page asks once more."""

from time import time

from django.contrib.auth.models import User
from django.test import Client

from courses.tests.release.conftest import client_of


def reauthenticated_client(user: User) -> Client:
    client = client_of(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time()}]
    session.save()
    return client
