from wagtail.admin.views.generic import IndexView
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


class VideoViewSet(ModelViewSet):
    model = Video
    index_view_class = VideoIndexView
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
