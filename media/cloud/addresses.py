"""Where browsers fetch what is in Cloudinary."""

from __future__ import annotations

from cloudinary.utils import cloudinary_url

from .account import account

SDK_ORIGIN = "https://res.cloudinary.com"


def address(
    public_id: str,
    transformation: str = "",
    *,
    extension: str | None = None,
    resource_type: str = "image",
    type: str = "upload",
) -> str:
    """The URL of an asset, transformed as `transformation` (Cloudinary's own notation) says.

    Signed where the site signs, and always for assets that need it. The version is 1 for all: what
    a name stands for never changes, as nothing is ever uploaded over another. An `extension` asks
    for a format, so leave it out where the transformation has an `f_`.
    """
    site = account()
    url, _options = cloudinary_url(
        public_id,
        cloud_name=site.cloud_name,
        api_secret=site.api_secret,
        raw_transformation=transformation,
        sign_url=site.signs_urls or type == "authenticated",
        format=extension,
        resource_type=resource_type,
        type=type,
        version=1,
        secure=True,
    )
    return url.replace(SDK_ORIGIN, site.delivery, 1)
