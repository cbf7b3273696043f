"""Everything the site needs, read from the environment (see `.env.example`).

`dev`, `production` and `test` add only what an environment variable cannot say.
"""

from pathlib import Path
from zoneinfo import available_timezones

import environ

from web.rate_limits import check_rates

from . import page_cache
from .accounts import (
    ACCOUNT_FORMS,  # noqa: F401  (settings by name)
    MFA_FORMS,  # noqa: F401
    SOCIALACCOUNT_FORMS,  # noqa: F401
    google_settings,
)
from .apps import INSTALLED_APPS, MIDDLEWARE, TEMPLATES  # noqa: F401  (settings by name)
from .checked import sentry_dsn, site_url, whole_number
from .cloud import SDK, cloudinary_account, image_backend
from .databases import caches, databases
from .frontend_cache import purged_servers, shared_max_age
from .headers import admin_policy, permissions_policy, public_policy
from .mail import admins, mail_settings
from .s3 import bucket_options, link_seconds, media_origins, private_backend, public_backend

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# A link in an e-mail or a sitemap has to name the public address, which no request tells.
SITE_URL = site_url(env)

ROOT_URLCONF = "skillmate.urls"
# The site stands at the root of its host: no server and no header says otherwise.
FORCE_SCRIPT_NAME = ""
WSGI_APPLICATION = "skillmate.wsgi.application"
# Widgets are rendered like pages: also from `templates/`, where Wagtail's own can be overridden.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

DATABASES = databases(env, VAR_DIR)
CACHES = caches(env, VAR_DIR)

# Public pages that are kept for the next visitor (decision 0036)

# Bytes for them in the memory of each process; 0: each visit makes its page.
PAGE_CACHE_SIZE = whole_number(env, "PAGE_CACHE_SIZE", default=16 * 1024**2, empty=0)
PAGE_CACHE_PRIVATE_TABLES = page_cache.PRIVATE_TABLES
PAGE_CACHE_PRIVATE_COLUMNS = page_cache.PRIVATE_COLUMNS
PAGE_CACHE_PRIVATE_INSERTS = page_cache.PRIVATE_INSERTS
PAGE_CACHE_CODE = page_cache.CODE

# Servers in front that keep them too (decision 0040): for so many seconds; 0: none does.
PUBLIC_PAGES_SMAXAGE = shared_max_age(env)
WAGTAILFRONTENDCACHE = purged_servers(env)

# Language and time

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["skillmate.formats"]

# Files. Uploaded files live in var/, never in the code.

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))()
PRIVATE_MEDIA_ROOT = env.path("PRIVATE_MEDIA_ROOT", default=str(VAR_DIR / "private"))()
# The internal address under which nginx has PRIVATE_MEDIA_ROOT: it then sends videos itself
# (X-Accel-Redirect). Empty: the site sends them.
PRIVATE_MEDIA_ACCEL = env("PRIVATE_MEDIA_ACCEL", default="").rstrip("/")
# None keeps images and videos on disk. `CLOUDINARY` is what the SDK reads when it is imported.
CLOUDINARY_ACCOUNT = cloudinary_account(env)
CLOUDINARY = SDK
# Adaptive streams as well as MP4: made at upload, and offered to players first.
CLOUDINARY_HLS = env.bool("CLOUDINARY_HLS", default=False)
# The base class of the image model imports django-cloudinary-storage, which refuses to be
# imported without credentials. These placeholders are never used to talk to anyone.
CLOUDINARY_STORAGE = {"CLOUD_NAME": "unset", "API_KEY": "unset", "API_SECRET": "unset"}
# None keeps files on disk, else the options of the bucket they are in.
MEDIA_BUCKET = bucket_options(env)
# For how long the signed address of a video is good; 0: the site or nginx sends it.
MEDIA_LINK_SECONDS = link_seconds(env, MEDIA_BUCKET, PRIVATE_MEDIA_ACCEL)
STORAGES = {
    "default": public_backend(MEDIA_BUCKET),
    "images": image_backend(CLOUDINARY_ACCOUNT, MEDIA_BUCKET),
    "private": private_backend(MEDIA_BUCKET, PRIVATE_MEDIA_ROOT, MEDIA_LINK_SECONDS),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Mail

vars().update(mail_settings(env))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Skillmate <noreply@example.com>")
SERVER_EMAIL = env("SERVER_EMAIL", default=DEFAULT_FROM_EMAIL)
CONTACT_EMAIL = env("CONTACT_EMAIL", default="hello@example.com")
# An e-mail address or the https address of a form.
SECURITY_CONTACT = env("SECURITY_CONTACT", default=CONTACT_EMAIL)

# Who is told when something breaks (skillmate/operations)

ADMINS = admins(env)
SENTRY_DSN = sentry_dsn(env)
# Bytes that have to be free where files and rows are, or `/readyz` says that room is short.
DISK_FREE_MIN = whole_number(env, "DISK_FREE_MIN", default=1024**3)

# Accounts: signed in by e-mail address, verified before first use.

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "learners:dashboard"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "skillmate.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# Only in the browser that is in the middle of signing up; anywhere else one signs in.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CHANGE_EMAIL = True
# Counted by what is in the outbox (skillmate/accounts/confirmation_mail.py).
ACCOUNT_RATE_LIMITS = {"confirm_email": None}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.partition(":")[0]
ACCOUNT_USER_DISPLAY = "learners.profiles.profile.display_name"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_ADAPTER = "skillmate.accounts.social.SocialAccountAdapter"
MFA_ADAPTER = "skillmate.accounts.adapters.MFAAdapter"
USERSESSIONS_ADAPTER = "skillmate.accounts.adapters.SessionsAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nobody is signed in before their address is confirmed, so what waits is a change of it. Without
# this, who has a second step could never move to another address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Half minutes a code may be early or late: phones are slow, and so are people.
MFA_TOTP_TOLERANCE = 1
# Whoever can open the admin needs an authenticator app or a passkey (decision 0015).
ADMIN_MFA_REQUIRED = env.bool("ADMIN_MFA_REQUIRED", default=True)
# How many proxies of one's own write X-Forwarded-For. Behind a proxy 0 would make all visitors
# one address to the rate limits; without a proxy 1 would let anyone choose theirs.
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number(env, "TRUSTED_PROXY_COUNT", default=0)
SOCIALACCOUNT_PROVIDERS = {"google": google_settings(env)}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "skillmate.views.csrf_failure"
MESSAGE_STORAGE = "web.message_storage.MessageStorage"
BOOKMARKS_COOKIE_NAME = "bookmarks"

# What browsers are told (docs/decisions/0014-content-security-policy.md)

X_FRAME_OPTIONS = "DENY"  # Wagtail itself lets the editor frame its own previews
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
PERMISSIONS_POLICY = permissions_policy()
SECURE_CSP = public_policy(
    CLOUDINARY_ACCOUNT, SOCIALACCOUNT_PROVIDERS, media_origins(MEDIA_BUCKET, MEDIA_LINK_SECONDS)
)
SECURE_CSP_ADMIN = admin_policy(
    SECURE_CSP,
    CLOUDINARY_ACCOUNT,
    # For the day an upgrade of Wagtail brings an inline script that has no nonce yet.
    unsafe_inline=env.bool("ADMIN_CSP_UNSAFE_INLINE", default=False),
)
SECURE_CSP_REPORT_ONLY = None
# What Wagtail or allauth cannot read is refused (decision 0019).
LIBRARY_ERRORS_ARE_BAD_REQUESTS = True

# Wagtail

WAGTAIL_SITE_NAME = "Skillmate"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/admin/login/"
# Without "localtime", which some systems offer and no browser knows: it is a script error there.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})
# What signs somebody in is allauth's business, wherever the admin shows a form about a person.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Words as they come: `courses/search` stems them itself, in the language of the course.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "courses.catalogue.search_backend", "SEARCH_CONFIG": "simple"}
}
WAGTAILIMAGES_IMAGE_MODEL = "media.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.files.ImageForm"
# No SVG: stored XSS. HEIC becomes a JPEG, and each is named by its bytes (`media/picture_formats`).
WAGTAILIMAGES_EXTENSIONS = [
    *("avif", "gif", "heic", "heif", "jfif", "jpe", "jpg", "jpeg", "png", "webp"),
]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "media.CustomDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.forms.files.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []  # what others made is saved, not opened on this site
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "epub", "ipynb", "json", "odp", "ods", "odt", "pdf", "pptx", "txt"),
    *("tsv", "xlsx", "zip"),
]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# Who has typed a password is known to one browser, not to an account: nobody could enrol.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILEMBEDS_FINDERS = []  # videos are embedded by id: the server asks no third party
TAGGIT_CASE_INSENSITIVE = True
# What the editor posts of the largest body a page may have (`courses/blocks/size.py`), with room
# for rich text, which is longer there than where it is stored.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024**2

# The worker (`make worker`): publishes what is due, every minute, and looks after media files. It
# keeps its clock in its own memory, as nothing is ever handed to it from elsewhere; so it needs no
# service. Three threads, so that a release does not wait for a Cloudinary that does not answer.
HUEY = {
    "huey_class": "huey.MemoryHuey",
    "name": "skillmate",
    "immediate": False,
    "consumer": {"workers": 3, "check_worker_health": True},
}

# The languages a course can be taught in, by BCP 47 code.
COURSE_LANGUAGES = env.list("COURSE_LANGUAGES", default=["en", "ar", "de", "es", "fr", "pt", "zh"])

# Limits count the visitor's address, not the proxy's.
RATELIMIT_IP_META_KEY = "skillmate.accounts.client_ip.client_ip"
# A cache that is away stops nobody from learning; what protects accounts refuses (decision 0032).
RATELIMIT_FAIL_OPEN = True
# How often one may do what costs others something ("<count>/<period>"), see web/rate_limits.py.
POST_RATE = env("POST_RATE", default="600/m")
CONTACT_RATE = env("CONTACT_RATE", default="5/h")
SEARCH_RATE = env("SEARCH_RATE", default="60/m")
# Titles are suggested while somebody types: a few times a search.
SUGGEST_RATE = env("SUGGEST_RATE", default="300/m")
ENROL_RATE = env("ENROL_RATE", default="60/m")
# A player tells where it is every 15 seconds, and whenever it is paused.
WATCH_RATE = env("WATCH_RATE", default="60/m")
# Many pictures can be chosen at once, and each is sent by itself.
FILE_RATE = env("FILE_RATE", default="600/h")
UPLOAD_RATE = env("UPLOAD_RATE", default="60/h")
PROFILE_RATE = env("PROFILE_RATE", default="60/h")
EXPORT_RATE = env("EXPORT_RATE", default="60/h")
check_rates(vars())

# How long the audit log tells of accounts: sign-ins, roles, second steps. 0: for ever.
AUDIT_DAYS = whole_number(env, "AUDIT_DAYS", default=365, empty=0)

# Videos, in bytes: the largest there may be, the parts it is sent in (Cloudinary wants 5 MB at
# least), and the largest that a form takes whole, as a browser without JavaScript sends it.
VIDEO_MAX_SIZE = whole_number(env, "VIDEO_MAX_SIZE", default=2 * 1024**3, least=1)
VIDEO_CHUNK_SIZE = whole_number(env, "VIDEO_CHUNK_SIZE", default=20 * 1024**2, least=1)
VIDEO_FORM_MAX_SIZE = whole_number(env, "VIDEO_FORM_MAX_SIZE", default=100 * 1024**2, least=1)
# How many unfinished uploads one account may have: each holds space.
VIDEO_UPLOADS_AT_ONCE = whole_number(env, "VIDEO_UPLOADS_AT_ONCE", default=5, least=1)
