"""How often one may: read when the settings are, as a wrong rate would break every form."""

import re

from django.core.exceptions import ImproperlyConfigured
from environ import Env

RATE = re.compile(r"\d+/\d*[smhd]")


def rate_of(env: Env, name: str, default: str) -> str:
    """ "<count>/<period>" as django-ratelimit takes it; `default` where `name` is empty or unset.

    Raises ImproperlyConfigured for anything else.
    """
    asked = env(name, default="").strip() or default
    if not RATE.fullmatch(asked):
        raise ImproperlyConfigured(
            f"{name}={asked} is no rate. Write how often within a second, minute, hour or day: "
            f"{default}, 5/10m or 100/d. A high number lifts the limit; 0 closes the form."
        )
    return asked
