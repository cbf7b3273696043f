from wagtail import hooks

from .viewsets import contact_message_viewset


@hooks.register("register_admin_viewset")
def register_contact_messages():
    return contact_message_viewset
