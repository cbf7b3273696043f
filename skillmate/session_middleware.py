"""A page that was made is shown, also where its session cannot be stored."""

from __future__ import annotations

from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from web.outages import outage_of

from .outage_pages import log_outage, outage_response


class ReadOnlySessionMiddleware(SessionMiddleware):
    """By GET a session changes when messages were shown: they are shown once more. A form whose
    session gets lost, such as that for signing in, has not done what it says."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        try:
            return super().process_response(request, response)
        # Django takes whatever keeps it from changing a session for one that was deleted.
        except (DatabaseError, InterfaceError, SessionInterrupted) as error:
            outage = outage_of(error)
            if outage is None:
                raise
            if request.method not in ("GET", "HEAD", "OPTIONS"):
                # The view is done, and what it stored is stored.
                return outage_response(request, outage, error, may_be_saved=True)
            log_outage(outage, error)
            patch_vary_headers(response, ("Cookie",))
            return response
