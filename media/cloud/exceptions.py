"""What Cloudinary's failures mean to the person who waits for an answer."""

from __future__ import annotations

import logging

from cloudinary import exceptions
from django.utils.translation import gettext_lazy as _

from web.exceptions import Refusal

logger = logging.getLogger(__name__)


class CloudRefusal(Refusal):
    """Cloudinary did not do what it was asked. The message is for the author who asked."""


class CloudAwayRefusal(CloudRefusal):
    """Not about the file at hand: another call would fare no better now."""


class CloudDeniedRefusal(CloudAwayRefusal):
    """The site's credentials are wrong."""


class CloudBusyRefusal(CloudAwayRefusal):
    """A rate limit: the same call may pass in a few minutes."""


class CloudUnreachableRefusal(CloudAwayRefusal):
    """No answer, or none that makes sense."""


class CloudMissingRefusal(CloudRefusal):
    """There is no such asset."""


def refusal(error: Exception) -> CloudRefusal:
    """What to tell the author about `error`, raised by the SDK.

    The text of a 401 contains the string to sign, so only its kind is logged.
    """
    logger.warning("Cloudinary refused a call: %s", type(error).__name__)
    match error:
        case exceptions.AuthorizationRequired() | exceptions.NotAllowed():
            message = _("Cloudinary refused this site's credentials. Tell an administrator.")
            return CloudDeniedRefusal(message)
        case exceptions.RateLimited():
            return CloudBusyRefusal(_("Cloudinary is busy. Try again in a few minutes."))
        case exceptions.NotFound():
            return CloudMissingRefusal(_("Cloudinary no longer has this file."))
        case exceptions.BadRequest() | exceptions.AlreadyExists():
            return CloudRefusal(_("Cloudinary refused the file: %s") % error)
    return CloudUnreachableRefusal(
        _("Cloudinary cannot be reached now. Nothing was changed; try again in a few minutes.")
    )
