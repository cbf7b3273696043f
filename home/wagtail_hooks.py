from wagtail import hooks

from .contact import panel
from .viewsets import contact_message_viewset


@hooks.register("register_admin_viewset")
def register_contact_messages():
    return contact_message_viewset


hooks.register("construct_homepage_panels", panel.add_panel)
