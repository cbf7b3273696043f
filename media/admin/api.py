"""Pictures and documents as the admin's API lists them: Wagtail's own lists everybody's."""

from __future__ import annotations

from django.db.models import QuerySet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from ..forms.choosing import offered


class ChoosableMixin:
    def get_queryset(self) -> QuerySet:
        return super().get_queryset() & offered(self.model, self.request.user)


class OfferedImages(ChoosableMixin, ImagesAdminAPIViewSet):
    pass


class OfferedDocuments(ChoosableMixin, DocumentsAdminAPIViewSet):
    pass


def replace_endpoints(router) -> None:
    """For the hook `construct_admin_api`, after Wagtail's own."""
    router.register_endpoint("images", OfferedImages)
    router.register_endpoint("documents", OfferedDocuments)
