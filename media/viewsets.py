from django.core.exceptions import PermissionDenied
from wagtail.admin.views.generic import DeleteView, EditView, IndexView, InspectView, UsageView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from .models import Video


class VideoIndexView(IndexView):
    """Only the videos of collections one has a say in."""

    def get_base_queryset(self):
        policy = policy_registry.get_by_type(Video)
        return policy.instances_user_has_any_permission_for(
            self.request.user, ["add", "change", "delete"]
        )


class OfThisVideo:
    """Asks for the right to this very video: Wagtail's generic views ask for one to any."""

    actions = ["change"]

    def get_object(self, *args, **kwargs):
        video = super().get_object(*args, **kwargs)
        policy = policy_registry.get_by_type(Video)
        if not policy.user_has_any_permission_for_instance(self.request.user, self.actions, video):
            raise PermissionDenied
        return video


class VideoEditView(OfThisVideo, EditView):
    pass


class VideoDeleteView(OfThisVideo, DeleteView):
    actions = ["delete"]


class VideoInspectView(OfThisVideo, InspectView):
    actions = ["change", "choose"]


class VideoUsageView(OfThisVideo, UsageView):
    actions = ["change", "choose"]


class VideoHistoryView(OfThisVideo, HistoryView):
    actions = ["change", "choose"]


class VideoViewSet(ModelViewSet):
    model = Video
    index_view_class = VideoIndexView
    edit_view_class = VideoEditView
    delete_view_class = VideoDeleteView
    inspect_view_class = VideoInspectView
    usage_view_class = VideoUsageView
    history_view_class = VideoHistoryView
    icon = "media"
    menu_label = "Videos"
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["title", "created_at"]
    search_fields = None  # the search backend, which knows the model's own search fields
    inspect_view_enabled = True
    copy_view_enabled = False


class VideoChooserViewSet(ChooserViewSet):
    model = Video
    icon = "media"
    choose_one_text = "Choose a video"
    choose_another_text = "Choose another video"
    edit_item_text = "Edit this video"


video_viewset = VideoViewSet("videos")
video_chooser_viewset = VideoChooserViewSet("video_chooser")
VideoChooserBlock = video_chooser_viewset.get_block_class(
    name="VideoChooserBlock", module_path="media.viewsets"
)
