"""What Cloudinary's failures mean to the person who waits for an answer."""

from __future__ import annotations

import logging

from cloudinary import exceptions
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)


class CloudRefused(Exception):
    """Cloudinary did not do what it was asked. The message is for the author who asked."""


class CloudAway(CloudRefused):
    """Not about the file at hand: another call would fare no better now."""


class CloudDenied(CloudAway):
    """The site's credentials are wrong."""


class CloudBusy(CloudAway):
    """A rate limit: the same call may pass in a few minutes."""


class CloudUnreachable(CloudAway):
    """No answer, or none that makes sense."""


class CloudMissing(CloudRefused):
    """There is no such asset."""


def refusal(error: Exception) -> CloudRefused:
    """What to tell the author about `error`, raised by the SDK.

    The text of a 401 contains the string to sign, so only its kind is logged.
    """
    logger.warning("Cloudinary refused a call: %s", type(error).__name__)
    match error:
        case exceptions.AuthorizationRequired() | exceptions.NotAllowed():
            words = _("Cloudinary refused this site's credentials. Tell an administrator.")
            return CloudDenied(words)
        case exceptions.RateLimited():
            return CloudBusy(_("Cloudinary is busy. Try again in a few minutes."))
        case exceptions.NotFound():
            return CloudMissing(_("Cloudinary no longer has this file."))
        case exceptions.BadRequest() | exceptions.AlreadyExists():
            return CloudRefused(_("Cloudinary refused the file: %s") % error)
    return CloudUnreachable(
        _("Cloudinary cannot be reached now. Nothing was changed; try again in a few minutes.")
    )
