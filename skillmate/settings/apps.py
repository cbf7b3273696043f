"""What the site is made of: apps, middleware and the template engine."""

from pathlib import Path

TEMPLATES_DIR = Path(__file__).resolve().parent.parent.parent / "templates"

INSTALLED_APPS = [
    "skillmate",
    "skillmate.operations",
    "home",
    "learners",
    "exchange",
    "courses",
    "web",
    # Wagtail
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    # wagtail.users, which leaves sign-in to allauth
    "skillmate.accounts.user_admin.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "media",  # after the two above, whose permission policies it replaces
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    # Accounts
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.mfa",
    "allauth.usersessions",
    # Django
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "huey.contrib.djhuey",
]

MIDDLEWARE = [
    "web.request_id.RequestMiddleware",
    "web.head_requests.HeadMiddleware",
    "skillmate.headers.HeadersMiddleware",
    "skillmate.operations.probes.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.normal_form.NormalAddressMiddleware",
    "web.frontend_cache.purge.PurgeMiddleware",
    "web.page_cache.middleware.PageCacheMiddleware",
    "skillmate.bad_request_middleware.BadRequestMiddleware",
    "skillmate.wordless_middleware.WordlessMiddleware",
    "skillmate.session_middleware.ReadOnlySessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "web.rate_limits.LimitPostsMiddleware",
    "web.normal_form.NormalFormMiddleware",
    "skillmate.accounts.fail_closed_middleware.FailClosedMiddleware",
    "learners.learner.LearnerMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "skillmate.accounts.admin_mfa_middleware.AdminMFAMiddleware",
    "media.rendition_middleware.RenditionMiddleware",
    "skillmate.redirects.LiveRedirectMiddleware",
    "courses.admin.url_permissions.AdminURLPermissionsMiddleware",
    "web.page_cache.routes.KeptRouteMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [TEMPLATES_DIR],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["web.templatetags.icons"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]
