"""For one's own machine: debug pages, mail to look at, a key that protects nothing."""

from .base import *  # noqa: F403  (settings extend settings)
from .base import INSTALLED_APPS, VAR_DIR, env
from .base import SECRET_KEY as CONFIGURED_KEY

DEBUG = True
SECRET_KEY = CONFIGURED_KEY or "only-for-development-and-never-for-production"
ALLOWED_HOSTS = ["*"]
# A passkey needs https or http://localhost; allauth has to be told that the latter is meant.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# The demo accounts open the admin by password alone, unless one wants to see how it is otherwise.
ADMIN_MFA_REQUIRED = env.bool("ADMIN_MFA_REQUIRED", default=False)

# A template that was just changed shows at the next visit.
PAGE_CACHE_SIZE = 0

# Files that changed are told by the system: looking at all of them again and again takes a tenth
# of a core.
INSTALLED_APPS = ["skillmate.development", "django_watchfiles", *INSTALLED_APPS]

if not env("EMAIL_URL", default=""):
    DEVELOPMENT_MAIL_ROOT = VAR_DIR / "mail"
    MAIL_TRANSPORT = "skillmate.development.mail.FolderBackend"
