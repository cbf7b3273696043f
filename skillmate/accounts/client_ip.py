from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The visitor's address behind `TRUSTED_PROXY_COUNT` proxies, as allauth's limits see it."""
    return get_adapter(request).get_client_ip(request)
