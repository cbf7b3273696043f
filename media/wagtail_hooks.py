from django.urls import path
from wagtail import hooks
from wagtail.documents.views.chooser import DocumentChooserViewSet
from wagtail.documents.views.chooser import viewset as document_chooser
from wagtail.images.views.chooser import ImageChooserViewSet
from wagtail.images.views.chooser import viewset as image_chooser

from .admin import failures_panel
from .admin.api import replace_endpoints
from .admin.file_views import (
    DocumentDeleteView,
    DocumentEditView,
    DocumentsDeleteAction,
    ImageChooserCreateView,
    ImageCreateView,
    ImageDeleteView,
    ImageEditView,
    ImagesAddView,
    ImagesDeleteAction,
    PreselectedDocumentChooseView,
    PreselectedImageChooseView,
)
from .admin.image_views import FinishUploadView, preview
from .admin.listing import videos_in
from .admin.viewsets import video_chooser_viewset, video_viewset

hooks.register("construct_admin_api", replace_endpoints)


@hooks.register("register_admin_viewset")
def register_videos() -> list:
    return [video_viewset, video_chooser_viewset]


hooks.register("describe_collection_contents", videos_in)
hooks.register("construct_homepage_panels", failures_panel.add_panel)
hooks.register("register_bulk_action", ImagesDeleteAction, order=1)  # in place of Wagtail's
hooks.register("register_bulk_action", DocumentsDeleteAction, order=1)


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own views of these addresses
def register_file_views() -> list:
    finish = "images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/"
    return [
        path("images/<int:image_id>/preview/<str:filter_spec>/", preview),
        path("images/add/", ImageCreateView.as_view()),
        path("images/multiple/add/", ImagesAddView.as_view()),
        path(finish, FinishUploadView.as_view()),
        path("images/<int:image_id>/", ImageEditView.as_view()),
        path("images/<int:image_id>/delete/", ImageDeleteView.as_view()),
        path("documents/edit/<int:document_id>/", DocumentEditView.as_view()),
        path("documents/delete/<int:document_id>/", DocumentDeleteView.as_view()),
    ]


@hooks.register("register_admin_urls", order=-1)
def register_choosers() -> list:
    """Wagtail's, opened by views of our own."""
    images = ImageChooserViewSet(
        image_chooser.name,
        model=image_chooser.model,
        url_prefix=image_chooser.url_prefix,
        choose_view_class=PreselectedImageChooseView,
        create_view_class=ImageChooserCreateView,
    )
    documents = DocumentChooserViewSet(
        document_chooser.name,
        model=document_chooser.model,
        url_prefix=document_chooser.url_prefix,
        choose_view_class=PreselectedDocumentChooseView,
    )
    return [
        *(path(f"{viewset.url_prefix}/", viewset.choose_view) for viewset in (images, documents)),
        path(f"{images.url_prefix}/create/", images.create_view),
    ]
