"""The site with what it has on one's own machine: that depends on DEBUG, which tests switch off."""

from django.urls import include, path

from skillmate.urls import *  # noqa: F403  (its handlers of errors as well)
from skillmate.urls import urlpatterns as site_urlpatterns

urlpatterns = [path("", include("skillmate.development.urls")), *site_urlpatterns]
