"""For one's own machine: debug pages, mail in the console, a key that protects nothing."""

from .base import *  # noqa: F403  (settings extend settings)
from .base import SECRET_KEY as CONFIGURED_KEY
from .base import env

DEBUG = True
SECRET_KEY = CONFIGURED_KEY or "only-for-development-and-never-for-production"
ALLOWED_HOSTS = ["*"]
# A passkey needs https or http://localhost; allauth has to be told that the latter is meant.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# The demo accounts open the admin by password alone, unless one wants to see how it is otherwise.
ADMIN_MFA_REQUIRED = env.bool("ADMIN_MFA_REQUIRED", default=False)
