"""Wagtail's pages about images and documents: what keeps one is said, and choosers begin in the
collection of the course they are opened from."""

from wagtail.documents import get_document_model
from wagtail.documents.views import documents
from wagtail.documents.views.bulk_actions import delete as document_bulk
from wagtail.documents.views.chooser import DocumentChooseView
from wagtail.images import get_image_model
from wagtail.images.views import chooser as image_chooser
from wagtail.images.views import images, multiple
from wagtail.images.views.bulk_actions import delete as image_bulk
from wagtail.images.views.chooser import ImageChooseView

from .changed_files import ChangedFilesMixin
from .kept_files import KeepersMixin, KeptFileDeleteMixin, KeptFilesBulkMixin
from .preselection import PreselectedCollectionMixin


class ImageCreateView(ChangedFilesMixin, images.CreateView):
    pass


class ImagesAddView(multiple.AddView):
    """Tells what was changed in a file below its title, where the next page is far away."""

    def save_object(self, form):
        self.changes = form.changes
        return super().save_object(form)

    def get_edit_object_form_context_data(self):
        context = super().get_edit_object_form_context_data()
        context["form"].fields["title"].help_text = " ".join(self.changes)
        return context


class ImageChooserCreateView(ChangedFilesMixin, image_chooser.ImageUploadView):
    pass


class ImageEditView(ChangedFilesMixin, KeepersMixin, images.EditView):
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
