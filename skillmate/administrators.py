"""What only administrators of the site see in the admin."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.admin.menu import MenuItem


def require_administrator(request: HttpRequest) -> None:
    """Raises PermissionDenied for anybody else."""
    if not request.user.is_superuser:
        raise PermissionDenied


class AdministratorViewMixin:
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        require_administrator(request)
        return super().dispatch(request, *args, **kwargs)


class AdministratorMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_superuser
