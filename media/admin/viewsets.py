from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    InspectView,
    UsageView,
)
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.blocks import ChooserBlock
from wagtail.permissions import policy_registry

from ..cloud.exceptions import CloudRefusal
from ..forms.tracks import TracksPanel
from ..forms.videos import VideoForm
from ..models import Video
from ..upload.refresh import refresh
from . import chooser_views
from .changed_files import ChangedFilesMixin
from .kept_files import KeepersMixin, KeptFileDeleteMixin
from .listing import COLUMNS
from .video_chooser_widget import VideoChooserWidget


class VideoIndexView(IndexView):
    """Only the videos of collections one has a say in."""

    def get_base_queryset(self):
        policy = policy_registry.get_by_type(Video)
        return policy.instances_user_has_any_permission_for(
            self.request.user, ["add", "change", "delete"]
        )


class VideoPermissionMixin:
    """Asks for the right to this very video: Wagtail's generic views ask for one to any."""

    actions = ["change"]

    def get_object(self, *args, **kwargs):
        video = super().get_object(*args, **kwargs)
        policy = policy_registry.get_by_type(Video)
        if not policy.user_has_any_permission_for_instance(self.request.user, self.actions, video):
            raise PermissionDenied
        return video


class VideoCreateView(ChangedFilesMixin, CreateView):
    pass


class VideoEditView(ChangedFilesMixin, VideoPermissionMixin, KeepersMixin, EditView):
    template_name = "media/admin/edit.html"


class VideoRefreshView(VideoPermissionMixin, InspectView):
    """Asks Cloudinary, or the disk, what has become of a video's file."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            asset = refresh(self.object.asset)
        except (CloudRefusal, FileNotFoundError) as refusal:
            message = str(refusal) if isinstance(refusal, CloudRefusal) else _("The file is gone.")
            messages.error(request, message)
        else:
            values = {"title": self.object.title, "status": asset.get_status_display()}
            messages.success(request, _("“%(title)s”: %(status)s") % values)
        return redirect(self.edit_url_name, self.object.pk)


class VideoDeleteView(KeptFileDeleteMixin, VideoPermissionMixin, DeleteView):
    actions = ["change", "delete"]  # to be told why not; `user_has_permission` asks for deletion
    template_name = "media/admin/confirm_delete.html"

    def user_has_permission(self, permission: str) -> bool:
        policy = policy_registry.get_by_type(Video)
        return policy.user_has_permission_for_instance(self.request.user, permission, self.object)


class VideoInspectView(VideoPermissionMixin, InspectView):
    actions = ["change", "choose"]


class VideoUsageView(VideoPermissionMixin, UsageView):
    actions = ["change", "choose"]


class VideoHistoryView(VideoPermissionMixin, HistoryView):
    actions = ["change", "choose"]


class VideoViewSet(ModelViewSet):
    model = Video
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("asset"),
            TracksPanel(
                "tracks",
                label=_("Track"),
                heading=_("Captions and other tracks"),
                help_text=_("Leave a new row as it is where there are no captions yet."),
            ),
            MultiFieldPanel(
                [FieldPanel("poster"), FieldPanel("poster_second")], heading=_("Poster")
            ),
            FieldPanel("transcript"),
            FieldPanel("collection"),
        ],
        base_form_class=VideoForm,
    )
    index_view_class = VideoIndexView
    add_view_class = VideoCreateView
    edit_view_class = VideoEditView
    delete_view_class = VideoDeleteView
    inspect_view_class = VideoInspectView
    usage_view_class = VideoUsageView
    history_view_class = VideoHistoryView
    icon = "media"
    menu_label = "Videos"
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["title", *COLUMNS, "created_at"]
    search_fields = None  # the search backend, which knows the model's own search fields
    inspect_view_enabled = True
    inspect_view_fields = ["title", "asset", "transcript", "collection", "created_at"]
    copy_view_enabled = False

    def get_urlpatterns(self):
        refresh = self.construct_view(VideoRefreshView, edit_url_name=self.get_url_name("edit"))
        return [*super().get_urlpatterns(), path("refresh/<int:pk>/", refresh, name="refresh")]


class VideosBlock(ChooserBlock):
    """Videos come with their tracks, whether on a page or in its editor: in one query."""

    def bulk_to_python(self, values: list[int | None]) -> list[Video | None]:
        videos = super().bulk_to_python(values)
        prefetch_related_objects([video for video in videos if video], "tracks")
        return videos


class VideoChooserViewSet(ChooserViewSet):
    model = Video
    icon = "media"
    choose_one_text = _("Choose a video")
    choose_another_text = _("Choose another video")
    edit_item_text = _("Edit this video")
    choose_view_class = chooser_views.VideoChooseView
    choose_results_view_class = chooser_views.VideoChooseResultsView
    chosen_view_class = chooser_views.VideoChosenView
    chosen_multiple_view_class = chooser_views.VideoChosenMultipleView
    create_view_class = chooser_views.VideoCreateView
    base_widget_class = VideoChooserWidget
    base_block_class = VideosBlock
    creation_form_class = "media.admin.chooser_forms.ChooserVideoForm"
    creation_tab_label = _("Upload")
    create_action_label = _("Add this video")
    create_action_clicked_label = _("Adding…")


video_viewset = VideoViewSet("videos")
video_chooser_viewset = VideoChooserViewSet("video_chooser")
VideoChooserBlock = video_chooser_viewset.get_block_class(
    name="VideoChooserBlock", module_path="media.admin.viewsets"
)
