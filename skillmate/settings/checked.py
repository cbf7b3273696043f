"""Variables whose value is looked at when the site starts: what is wrong is told by name.

All raise ImproperlyConfigured; one that is empty has its default, unless it says otherwise.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env


def whole_number(
    env: Env, name: str, *, default: int, least: int = 0, empty: int | None = None
) -> int:
    text = env(name, default=str(default)).strip() or str(default if empty is None else empty)
    # `int` would take "1_000" and other digits than these.
    if not (text.isascii() and text.isdigit() and int(text) >= least):
        raise ImproperlyConfigured(
            f"{name} is {text!r}. It is a whole number, {least} or more, in digits alone, e.g. "
            f"{default}. Take the line out for the default."
        )
    return int(text)


def seconds(name: str, text: str | float, *, most: int) -> float:
    """`name` is that of the variable, as the message has it."""
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value <= most:
        raise ImproperlyConfigured(
            f"{name} is {text!r}. It is a number of seconds, above 0 and up to {most}."
        )
    return value


def site_url(env: Env) -> str:
    """Without a slash at its end. The site stands at the root of its host, so there is no path."""
    url = (env("SITE_URL", default="") or "http://127.0.0.1:8000").rstrip("/")
    if url != _origin(url):
        raise ImproperlyConfigured(
            f"SITE_URL is {url!r}. It is the address of the whole host, with http:// or https:// "
            "and without a path, e.g. https://learn.example.org."
        )
    return url


def _origin(url: str) -> str | None:
    """The part of `url` a site's address consists of. None where there is none."""
    try:
        parts = urlsplit(url)
        is_host = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return None
    is_origin = is_host and parts.scheme in ("http", "https") and not set(url) & set(" \t\r\n")
    return f"{parts.scheme}://{parts.netloc}" if is_origin else None


def sentry_dsn(env: Env) -> str:
    dsn = env("SENTRY_DSN", default="").strip()
    if dsn:
        from sentry_sdk.utils import BadDsn, Dsn  # noqa: PLC0415  (nobody else pays for importing)

        try:
            Dsn(dsn)
        except BadDsn as error:
            raise ImproperlyConfigured(
                "SENTRY_DSN is none. Copy it whole from the project's settings in Sentry, e.g. "
                "https://key@o1.ingest.sentry.io/2, or take the line out: nothing is sent there."
            ) from error
    return dsn
