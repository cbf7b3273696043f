"""Which servers in front may keep public pages, and how they are told to forget them."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from .checked import whole_number

FORMATS = (
    "http://<nginx>:8081/site-version/, cloudflare://<API token>@<zone id> or "
    "cloudfront://<distribution id>"
)


def shared_max_age(env: Env) -> int:
    """For how many seconds they may keep a page. 0: not at all.

    Raises `ImproperlyConfigured` where nobody would tell them of a change, or would to no purpose.
    """
    seconds = whole_number(env, "PUBLIC_PAGES_SMAXAGE", default=0)
    has_servers = bool(env.list("PUBLIC_PAGES_PURGE", default=[]))
    if seconds and not has_servers:
        raise ImproperlyConfigured(
            "PUBLIC_PAGES_SMAXAGE lets servers in front keep pages, and PUBLIC_PAGES_PURGE does "
            "not say how they are told of a change: it would show too late. Set both, or neither."
        )
    if has_servers and not seconds:
        raise ImproperlyConfigured(
            "PUBLIC_PAGES_PURGE names servers in front that keep pages, and PUBLIC_PAGES_SMAXAGE "
            "does not let them. Set both, e.g. PUBLIC_PAGES_SMAXAGE=600, or neither."
        )
    return seconds


def purged_servers(env: Env) -> dict:
    """`WAGTAILFRONTENDCACHE`, from `PUBLIC_PAGES_PURGE`: addresses with commas between."""
    urls = [url.strip() for url in env.list("PUBLIC_PAGES_PURGE", default=[])]
    return {_name(url): _backend(url) for url in urls if url}


def _name(url: str) -> str:
    """Without a token that is in it: logs have it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _backend(url: str) -> dict:
    parts = urlsplit(url)
    token, _at, rest = parts.netloc.rpartition("@")
    if parts.scheme in ("http", "https") and rest and not token:
        return {"BACKEND": "web.frontend_cache.backends.SiteVersionBackend", "LOCATION": url}
    if parts.scheme == "cloudflare" and token and rest:
        return {
            "BACKEND": "web.frontend_cache.backends.WholeZoneBackend",
            "BEARER_TOKEN": unquote(token),
            "ZONEID": rest,
        }
    if parts.scheme == "cloudfront" and rest and not token:
        return {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.CloudfrontBackend",
            "DISTRIBUTION_ID": rest,
        }
    raise ImproperlyConfigured(f"PUBLIC_PAGES_PURGE: {_name(url)!r} is none of {FORMATS}.")
