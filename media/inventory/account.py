"""What is wrong with the Cloudinary account, in the words of who set it up."""

from __future__ import annotations

from ..cloud import client
from ..cloud.account import account, is_configured
from ..cloud.exceptions import CloudBusyRefusal, CloudDeniedRefusal, CloudRefusal
from ..models import VideoAsset


def account_problem() -> str:
    """Empty where the account answers."""
    site = account()
    try:
        client.ping()
    except CloudDeniedRefusal:
        return (
            f"Cloudinary does not take the key and secret for the cloud “{site.cloud_name}”. Copy "
            "CLOUDINARY_URL anew from the Cloudinary console. Nothing there was looked at."
        )
    except CloudBusyRefusal:
        return (
            "The calls Cloudinary allows within the hour are used up. Run this again in an hour. "
            "Nothing there was looked at."
        )
    except CloudRefusal:
        return (
            f"Cloudinary cannot be reached at {site.api}. Try `curl {site.api}` on this machine, "
            "and see https://status.cloudinary.com. Nothing there was looked at."
        )
    return ""


def stranded_videos_problem() -> str:
    """What to do about videos in Cloudinary while the site has no account; empty for none."""
    remote = VideoAsset.objects.filter(backend=VideoAsset.Backend.CLOUDINARY)
    if is_configured() or not (number := remote.count()):
        return ""
    return (
        f"Videos in Cloudinary: {number}. CLOUDINARY_URL is not set, so nobody can play them. "
        "Set it, or bring them back with CLOUDINARY_URL=… manage.py media_copy --to local."
    )
