"""How people are called."""

from django.contrib.auth.models import AbstractBaseUser


def display_name(user: AbstractBaseUser) -> str:
    """The name a person chose, else the part of their address before the @."""
    profile = getattr(user, "profile", None)
    if profile and profile.display_name:
        return profile.display_name
    return user.get_full_name() or user.email.partition("@")[0] or user.get_username()
