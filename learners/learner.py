"""`request.learner`: the person on the other side, asked for only when needed."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property

from .models import Enrollment


class Learner:
    """What pages ask about the person they are shown to.

    A visitor without a session cookie costs no query and leaves the session untouched, so that
    public pages can be cached whole.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def user(self) -> AbstractBaseUser | AnonymousUser:
        if settings.SESSION_COOKIE_NAME not in self._request.COOKIES:
            # A session begun in this very request (signing in) has no cookie yet.
            if not self._request.session.accessed:
                return AnonymousUser()
        return self._request.user

    @property
    def is_signed_in(self) -> bool:
        return self.user.is_authenticated

    @cached_property
    def enrollments(self) -> dict[int, Enrollment]:
        """Active enrolments by course id. One query, none for a visitor."""
        if not self.is_signed_in:
            return {}
        return {each.course_id: each for each in Enrollment.objects.of(self.user).active()}


class LearnerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.learner = Learner(request)
        response = self.get_response(request)
        # The page depends on who asks even where nobody looked at the session.
        patch_vary_headers(response, ["Cookie"])
        return response
