"""Two of Wagtail's image views, made to live with files that are elsewhere."""

from pathlib import PurePath

from django.core.files.base import ContentFile
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError
from wagtail.images.views.images import preview as wagtails_preview
from wagtail.images.views.multiple import CreateFromUploadedImageView

from ..cloud.exceptions import CloudRefusal
from ..picture_formats import as_shown


def preview(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponseBase:
    """A picture as `filter_spec` makes it; 410 where its file cannot be read."""
    try:
        return wagtails_preview(request, image_id, filter_spec)
    except SourceImageIOError:
        message = _("The file of this picture is missing, or its storage cannot be reached now.")
        return HttpResponse(message, content_type="text/plain", status=410)


class FinishUploadView(CreateFromUploadedImageView):
    """Stores a file that waited for its form; what Cloudinary refuses waits on, with a reason."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except CloudRefusal as refusal:
            return JsonResponse({"success": False, "form": self._form_with_error(str(refusal))})

    def save_object(self, form: BaseForm) -> None:
        """As Wagtail does, but with what is shown of the file in place of what was sent."""
        picture = as_shown(self.upload.file.file, PurePath(self.upload.file.name).name)
        file = (
            self.upload.file.file
            if picture.data is None
            else ContentFile(picture.data, picture.name)
        )
        self.object.file.save(picture.name, file, save=False)
        self.object.uploaded_by_user = self.request.user
        self.object._set_image_file_metadata()
        form.save()

    def _form_with_error(self, message: str) -> str:
        prefix = f"{self.edit_upload_form_prefix}-{self.upload.pk}"
        options = {"prefix": prefix, "user": self.request.user, "instance": self.model()}
        form = self.form_class(self.request.POST, **options)
        form.add_error(None, message)
        context = {
            self.context_upload_name: self.upload,
            "edit_action": reverse(self.edit_upload_url_name, args=[self.upload.pk]),
            "delete_action": reverse(self.delete_upload_url_name, args=[self.upload.pk]),
            "form": form,
        }
        return render_to_string(self.edit_form_template_name, context, request=self.request)
