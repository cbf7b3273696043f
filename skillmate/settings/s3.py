"""Files in a bucket of S3 or of what speaks its protocol, when `MEDIA_S3_BUCKET` is set.

One bucket, two folders in it: `media/` for what MEDIA_ROOT has on a disk, `private/` for what
PRIVATE_MEDIA_ROOT has. Nothing in it has to be public.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from .checked import whole_number

STORAGE = "media.bucket.storage"
FORMAT = "MEDIA_S3_BUCKET is {!r}. It is the name of one bucket, e.g. skillmate-media."
# What a bucket's name may have. It becomes part of addresses.
LETTERS = set("abcdefghijklmnopqrstuvwxyz0123456789.-")
# More, and a signature would be none: S3 takes a week at the most.
LONGEST_LINK = 7 * 24 * 60 * 60


def bucket_options(env: Env) -> dict | None:
    """The bucket that `MEDIA_S3_…` names, as options of its storages. None where none is set.

    Raises `ImproperlyConfigured` for half of them, and for those that contradict one another.
    """
    name = env("MEDIA_S3_BUCKET", default="").strip()
    endpoint = env("MEDIA_S3_ENDPOINT_URL", default="").strip().rstrip("/")
    region = env("MEDIA_S3_REGION", default="").strip()
    key = env("MEDIA_S3_ACCESS_KEY_ID", default="").strip()
    secret = env("MEDIA_S3_SECRET_ACCESS_KEY", default="").strip()
    public_url = env("MEDIA_S3_PUBLIC_URL", default="").strip().rstrip("/")
    if not name:
        _refuse_without_bucket(env)
        return None
    if set(name) - LETTERS or len(name) < 3:
        raise ImproperlyConfigured(FORMAT.format(name))
    if not (endpoint or region):
        raise ImproperlyConfigured(
            "MEDIA_S3_BUCKET needs MEDIA_S3_REGION for a bucket of Amazon's, e.g. eu-central-1, or "
            "MEDIA_S3_ENDPOINT_URL for a server elsewhere, e.g. https://s3.example.org."
        )
    if bool(key) != bool(secret):
        raise ImproperlyConfigured(
            "MEDIA_S3_ACCESS_KEY_ID and MEDIA_S3_SECRET_ACCESS_KEY belong together: set both, or "
            "neither where the machine itself has a role."
        )
    _check_url("MEDIA_S3_ENDPOINT_URL", endpoint, may_have_path=False)
    _check_url("MEDIA_S3_PUBLIC_URL", public_url, may_have_path=True)
    return {
        "bucket_name": name,
        "endpoint_url": endpoint or f"https://s3.{region}.amazonaws.com",
        "region_name": region or "us-east-1",
        # A bucket as part of the host needs names and certificates that other servers lack.
        "addressing_style": "path" if endpoint else "virtual",
        "public_url": public_url,
        # What the environment has for other programs is not for this bucket.
        **({"access_key": key, "secret_key": secret, "security_token": None} if key else {}),
    }


def link_seconds(env: Env, bucket: dict | None, accel: str) -> int:
    """For how long a signed address of a video is good. 0: browsers never get one."""
    seconds = whole_number(env, "MEDIA_S3_LINK_SECONDS", default=0)
    if seconds and accel:
        raise ImproperlyConfigured(
            "MEDIA_S3_LINK_SECONDS has browsers fetch videos from the bucket, PRIVATE_MEDIA_ACCEL "
            "has nginx do so. Take one of them out."
        )
    if seconds > LONGEST_LINK:
        raise ImproperlyConfigured(
            f"MEDIA_S3_LINK_SECONDS is {seconds}. A signature is good for {LONGEST_LINK} seconds "
            "at the most, and who has the address needs nothing else."
        )
    return seconds if bucket else 0


def public_backend(bucket: dict | None) -> dict:
    """The storage of what is public by its address, and of the originals beside it."""
    if bucket is None:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {**bucket, "location": "media"}
    return {"BACKEND": f"{STORAGE}.PublicBucketStorage", "OPTIONS": options}


def private_backend(bucket: dict | None, folder: str, seconds: int = 0) -> dict:
    """The storage of videos, captions and downloads. On a disk it is `folder`, outside MEDIA_ROOT,
    so that no web server hands them out."""
    if bucket is None:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder, "base_url": None},
        }
    own = {name: value for name, value in bucket.items() if name != "public_url"}
    # An address for nginx is used at once.
    options = {**own, "location": "private", "querystring_expire": seconds or 60}
    return {"BACKEND": f"{STORAGE}.BucketStorage", "OPTIONS": options}


def media_origins(bucket: dict | None, seconds: int) -> dict[str, list[str]]:
    """The hosts that browsers fetch from: pictures, and videos where they get signed addresses."""
    if bucket is None:
        return {"img": [], "media": []}
    videos = urlsplit(bucket["endpoint_url"])
    host = videos.netloc
    if bucket["addressing_style"] == "virtual":
        host = f"{bucket['bucket_name']}.{host}"
    pictures = urlsplit(bucket["public_url"])
    return {
        "img": [f"{pictures.scheme}://{pictures.netloc}"] if bucket["public_url"] else [],
        "media": [f"{videos.scheme}://{host}"] if seconds else [],
    }


def _refuse_without_bucket(env: Env) -> None:
    names = ("ENDPOINT_URL", "REGION", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "PUBLIC_URL")
    others = [f"MEDIA_S3_{name}" for name in (*names, "LINK_SECONDS")]
    for name in others:
        if env(name, default="").strip() not in {"", "0"}:
            raise ImproperlyConfigured(
                f"{name} is set, and MEDIA_S3_BUCKET is not: files would be on this machine's "
                "disk. Set the bucket too, or take the line out."
            )


def _check_url(name: str, url: str, *, may_have_path: bool) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
        is_host = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        is_host = False
    has_rest = is_host and bool(parts.query or parts.fragment or (parts.path and not may_have_path))
    if not is_host or has_rest or parts.scheme not in ("http", "https"):
        rest = "with a path or without" if may_have_path else "without a path or a bucket"
        raise ImproperlyConfigured(
            f"{name} is {url!r}. It is an address with http:// or https://, {rest}, e.g. "
            f"https://files.example.org{'/media' if may_have_path else ''}."
        )
