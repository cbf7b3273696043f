"""The Cloudinary account in use, and what its SDK is told about it."""

from __future__ import annotations

from dataclasses import dataclass, field

import urllib3
from django.conf import settings
from django.utils.translation import gettext as _

from .exceptions import CloudAwayRefusal


class NoAccountRefusal(CloudAwayRefusal):
    """Cloudinary is not configured on this site."""


@dataclass(frozen=True)
class Account:
    """One Cloudinary account. `api` and `delivery` are the origins of its two servers.

    `patience` is how many seconds it may take to answer.
    """

    cloud_name: str
    api_key: str
    api_secret: str = field(repr=False)
    api: str
    delivery: str
    signs_urls: bool = True
    patience: float = 60

    @property
    def timeout(self) -> urllib3.Timeout:
        """The SDK has no timeouts of its own, and ignores those of its configuration."""
        return urllib3.Timeout(connect=min(5, self.patience), read=self.patience)

    @property
    def options(self) -> dict:
        """What every call of the SDK is given: its own configuration is global and frozen."""
        return {
            "cloud_name": self.cloud_name,
            "api_key": self.api_key,
            "api_secret": self.api_secret,
            "upload_prefix": self.api,
            "timeout": self.timeout,
        }


def is_configured() -> bool:
    return settings.CLOUDINARY_ACCOUNT is not None


def account() -> Account:
    """Raises `NoAccountRefusal` where the site keeps its files on disk."""
    if not is_configured():
        raise NoAccountRefusal(
            _("This site has no Cloudinary account. Tell an administrator to set CLOUDINARY_URL.")
        )
    return Account(**settings.CLOUDINARY_ACCOUNT)
