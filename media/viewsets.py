from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from .models import Video


class VideoViewSet(ModelViewSet):
    model = Video
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
