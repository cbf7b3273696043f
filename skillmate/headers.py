"""What browsers are told about every response, errors included."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.urls import reverse

from .csp import CSP, LazyNonce, build_policy

_nonce: ContextVar[LazyNonce | None] = ContextVar("csp_nonce", default=None)


def nonce() -> str:
    """For inline scripts of the response being made; empty where none is, as in a command.

    Widgets render their scripts without knowing of any request.
    """
    response_nonce = _nonce.get()
    return "" if response_nonce is None else str(response_nonce)


class HeadersMiddleware(SecurityMiddleware):
    """The outermost, as the others refuse requests too, and Django answers for them in between.

    What a view has set itself stays. Django's own, further in, is left to lead on to https.
    """

    async_capable = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        outer_nonce = _nonce.get()
        request.csp_nonce = LazyNonce() if outer_nonce is None else outer_nonce
        token = _nonce.set(request.csp_nonce)
        try:
            response = self.get_response(request)
        finally:
            _nonce.reset(token)
        return self.process_response(request, response)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if getattr(request, "is_dummy", False):
            # A page inside a preview: a page like any other to whom the editor's request shows it.
            response._csp_config = settings.SECURE_CSP
            return response
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        _set_policies(request, response)
        return super().process_response(request, response)


def _set_policies(request: HttpRequest, response: HttpResponseBase) -> None:
    if settings.DEBUG and response.status_code in {404, 500}:
        return  # Django's debug pages are inline code
    policies = {
        CSP.HEADER_ENFORCE: getattr(response, "_csp_config", _policy_of(request)),
        CSP.HEADER_REPORT_ONLY: settings.SECURE_CSP_REPORT_ONLY,
    }
    for header, config in policies.items():
        if config and header not in response:
            config = _with_frame_ancestors(response, config)
            response.headers[str(header)] = build_policy(config, request.csp_nonce)


def _policy_of(request: HttpRequest) -> dict | None:
    is_admin = request.path_info.startswith(_admin_path())
    is_preview = getattr(request, "is_preview", False)
    return settings.SECURE_CSP_ADMIN if is_admin and not is_preview else settings.SECURE_CSP


@cache
def _admin_path() -> str:
    return reverse("wagtailadmin_home")


def _with_frame_ancestors(response: HttpResponseBase, config: dict) -> dict:
    """Browsers that know both headers follow the policy alone: the two have to agree."""
    if response["X-Frame-Options"] == "SAMEORIGIN":
        return {**config, "frame-ancestors": [CSP.SELF]}
    return config
