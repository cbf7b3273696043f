"""Wagtail's pages about images and documents: what keeps one is said, and choosers begin in the
collection of the course they are opened from."""

from wagtail.documents import get_document_model
from wagtail.documents.views import documents
from wagtail.documents.views.bulk_actions import delete as document_bulk
from wagtail.documents.views.chooser import DocumentChooseView
from wagtail.images import get_image_model
from wagtail.images.views import images
from wagtail.images.views.bulk_actions import delete as image_bulk
from wagtail.images.views.chooser import ImageChooseView

from .kept_files import KeepersMixin, KeptFileDeleteMixin, KeptFilesBulkMixin
from .preselection import PreselectedCollectionMixin


class ImageEditView(KeepersMixin, images.EditView):
    template_name = "media/admin/image_edit.html"


class ImageDeleteView(KeptFileDeleteMixin, images.DeleteView):
    model = get_image_model()
    edit_url_name = "wagtailimages:edit"
    template_name = "media/admin/image_confirm_delete.html"


class DocumentEditView(KeepersMixin, documents.EditView):
    template_name = "media/admin/document_edit.html"


class DocumentDeleteView(KeptFileDeleteMixin, documents.DeleteView):
    model = get_document_model()
    edit_url_name = "wagtaildocs:edit"
    template_name = "media/admin/confirm_delete.html"


class ImagesDeleteAction(KeptFilesBulkMixin, image_bulk.DeleteBulkAction):
    template_name = "media/admin/images_confirm_delete.html"


class DocumentsDeleteAction(KeptFilesBulkMixin, document_bulk.DeleteBulkAction):
    template_name = "media/admin/documents_confirm_delete.html"


class PreselectedImageChooseView(PreselectedCollectionMixin, ImageChooseView):
    pass


class PreselectedDocumentChooseView(PreselectedCollectionMixin, DocumentChooseView):
    pass
