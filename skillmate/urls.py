from allauth.account.decorators import reauthentication_required
from allauth.account.views import password_set
from django.conf import settings
from django.urls import include, path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import LogoutView
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from courses.admin.origin import choose_page
from courses.admin.workflow_views import disable_step, disable_workflow, edit_workflow

from . import views
from .accounts import views as accounts
from .accounts.user_admin.own_account import admin_account
from .operations import probes
from .sitemaps import sitemap, sitemap_part

# Who may have a document today may not tomorrow, and the next one at this browser never might.
documents = decorate_urlpatterns(
    wagtaildocs_urls.urlpatterns, cache_control(private=True, no_store=True)
)

urlpatterns = [
    # Before Wagtail's own, which take a password alone: allauth is the one front door.
    path("admin/login/", views.admin_login, name="wagtailadmin_login"),
    path("admin/failwhale/", views.no_failwhale),
    path("admin/account/", admin_account),
    # They call reviews off, or leave courses without one.
    path("admin/workflows/disable/<int:pk>/", disable_workflow),
    path("admin/workflows/tasks/disable/<int:pk>/", disable_step),
    path("admin/workflows/edit/<int:pk>/", edit_workflow),
    # Wagtail's own begins at the root of all pages.
    path("admin/choose-page/", choose_page),
    # Wagtail's own refuses a GET, and takes the session cookie away all the same.
    path("admin/logout/", require_admin_access(require_POST(LogoutView.as_view()))),
    path("admin/", include(wagtailadmin_urls)),
    path("_util/login/", views.page_login),
    path("accounts/second-step/", accounts.second_step, name="second_step"),
    path("accounts/deleted/", accounts.account_deleted, name="account_deleted"),
    path("accounts/sessions/<int:session_id>/end/", accounts.end_session, name="end_session"),
    # allauth asks nobody again here, though who has a second step can be asked for it.
    path(
        "accounts/password/set/",
        reauthentication_required(password_set),
        name="account_set_password",
    ),
    path("accounts/", include("skillmate.accounts.second_press")),
    path("accounts/", include("allauth.urls")),
    path("profile/data/", accounts.your_data, name="your_data"),
    path("profile/data/download/", accounts.download_data, name="download_data"),
    path("profile/data/delete/", accounts.delete_account, name="delete_account"),
    path("instructors/", include("courses.instructors.urls")),
    path("documents/", include(documents)),
    path("media/", include("media.urls")),
    path("search/", views.search_page, name="search"),
    path("search/suggestions/", views.search_suggestions, name="search_suggestions"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_part, name="sitemap_part"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/", include("skillmate.well_known")),
    # Answered before anything else is asked, by `ProbeMiddleware`.
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("", include("learners.urls")),
    path("", include(wagtail_urls)),
]

handler400 = "skillmate.views.bad_request"
handler403 = "skillmate.views.forbidden"
handler404 = "skillmate.views.not_found"
handler429 = "web.rate_limits.too_many"  # by this name allauth finds it
handler500 = "skillmate.views.server_error"

if settings.DEBUG:
    urlpatterns.insert(0, path("errors/<int:status>/", views.error_preview))
    urlpatterns.insert(0, path("", include("skillmate.development.urls")))
