"""Where images and videos live: on disk, or in Cloudinary when `CLOUDINARY_URL` is set.

The SDK reads that variable itself, but lower-cases the cloud's name, leaves the secret
percent-encoded and lets a URL without a secret pass until the first upload. So it is read here and
taken out of the environment before the SDK loads.
"""

import os
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from .s3 import public_backend

EXAMPLE = "cloudinary://<api key>:<api secret>@<cloud name>"
API = "https://api.cloudinary.com"
DELIVERY = "https://res.cloudinary.com"
# What the SDK knows of itself: enough to be imported, and a host that does not exist.
SDK = {"cloud_name": "unset", "upload_prefix": "http://cloudinary.invalid", "secure": True}


def cloudinary_account(env: Env) -> dict | None:
    """The account that `CLOUDINARY_URL` names, as fields of `media.cloud.account.Account`.

    None where it is unset: files live on disk. Raises `ImproperlyConfigured` for half an account.
    """
    url = env("CLOUDINARY_URL", default="").strip()
    for name in [variable for variable in os.environ if variable.startswith("CLOUDINARY_")]:
        if name in {"CLOUDINARY_URL", "CLOUDINARY_CLOUD_NAME", "CLOUDINARY_API_KEY"}:
            del os.environ[name]
    return account_of(url, env) if url else None


def image_backend(account: dict | None, bucket: dict | None = None) -> dict:
    """The storage of images: the one place where a setting tells Cloudinary from elsewhere."""
    if account is None:
        return public_backend(bucket)
    return {"BACKEND": "media.cloudinary_storage.CloudinaryStorage"}


def account_of(url: str, env: Env) -> dict:
    """The account in `url`, signing or not as the rest of the environment says."""
    parts = urlsplit(url)
    key, _colon, secret = parts.netloc.rpartition("@")[0].partition(":")
    # Not `parts.hostname`, which is lower case.
    cloud_name = parts.netloc.rpartition("@")[2]
    fields = {
        "cloud_name": unquote(cloud_name),
        "api_key": unquote(key),
        "api_secret": unquote(secret),
    }
    if parts.scheme != "cloudinary" or not all(map(_is_filled_in, fields.values())):
        raise ImproperlyConfigured(
            f"CLOUDINARY_URL must read {EXAMPLE}. Copy it from the Cloudinary console, or leave it "
            "empty to keep images and videos on disk."
        )
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        **fields,
        "api": options.get("api", API).rstrip("/"),
        "delivery": options.get("delivery", DELIVERY).rstrip("/"),
        "signs_urls": env.bool("CLOUDINARY_SIGN_URLS", default=True),
    }


def _is_filled_in(value: str) -> bool:
    """Cloudinary's console shows `<your_api_key>` where a secret is hidden."""
    return bool(value) and not {"<", ">", "*"} & {*value} and value != "unset"
