"""Wagtail's preferences of somebody, made when they sign in.

Otherwise its toolbar makes them on the first page they read, and that is a page which nobody can
read while nothing can be stored.
"""

from django.contrib.auth.models import AbstractBaseUser
from wagtail.users.models import UserProfile


def make_admin_profile(*, user: AbstractBaseUser, **signal_kwargs) -> None:
    if user.has_perm("wagtailadmin.access_admin"):
        UserProfile.get_for_user(user)
