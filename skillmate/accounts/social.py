from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.http import Http404, HttpRequest
from django.shortcuts import render

from .email_ownership import delete_pending_addresses, holders


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None):
        """The credentials of `provider`. A service nobody configured has no address: 404."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as error:
            raise Http404(f"{provider} is not configured.") from error

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tells who has an account with this address already what to do, and signs nobody in.

        The service has checked that the address is theirs, so they may know. Where it has not,
        allauth tells the owner by mail and nobody else.
        """
        is_connecting = sociallogin.state.get("process") == "connect"
        taken_email = next((email for email in _verified(sociallogin) if _is_taken(email)), None)
        if taken_email and not sociallogin.is_existing and not is_connecting:
            context = {"provider": sociallogin.provider.name, "email": taken_email}
            response = render(request, "socialaccount/address_taken.html", context, status=409)
            raise ImmediateHttpResponse(response)
        for email in _verified(sociallogin):
            delete_pending_addresses(email)  # else allauth takes the address for taken


def _verified(sociallogin: SocialLogin) -> list[str]:
    return [address.email for address in sociallogin.email_addresses if address.verified]


def _is_taken(email: str) -> bool:
    return bool(holders(email))
