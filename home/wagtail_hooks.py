from wagtail import hooks

from .contact import panel
from .unsent_message import keep_message
from .viewsets import contact_message_viewset

# Before Wagtail asks who may see the page.
hooks.register("before_serve_page", keep_message, order=-1)


@hooks.register("register_admin_viewset")
def register_contact_messages():
    return contact_message_viewset


hooks.register("construct_homepage_panels", panel.add_panel)
