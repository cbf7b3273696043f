"""Limits that the environment can set. One that cannot be read would break every form."""

import re

from django.core.exceptions import ImproperlyConfigured

# Of what django-ratelimit reads only what nobody can mistake: it takes "10/" for ten a second.
RATE = re.compile(r"[1-9][0-9]*/([1-9][0-9]*)?[smhd]")


def check_rates(settings: dict) -> None:
    """Raises `ImproperlyConfigured` for a setting `…_RATE` that is no rate.

    Nothing switches a limit off, and 0 is refused: elsewhere it means "no limit", here it would
    mean "never".
    """
    for name, value in settings.items():
        if name.endswith("_RATE") and not RATE.fullmatch(value):
            raise ImproperlyConfigured(
                f"{name} is {value!r}. It must read <count>/<period>, e.g. 30/h for thirty an "
                "hour; the period is s, m, h or d, the count at least 1. Take the line out for "
                "the default. A limit cannot be switched off: a large count comes to the same."
            )
