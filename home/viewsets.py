from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from .models import ContactMessage


class ContactMessageViewSet(ModelViewSet):
    """What came through the contact form, to read and to delete. Nobody edits what others wrote."""

    model = ContactMessage
    icon = "mail"
    menu_label = _("Messages")
    menu_order = 330
    add_to_admin_menu = True
    inspect_view_enabled = True
    inspect_view_fields = ["name", "email", "subject", "message", "created_at"]
    copy_view_enabled = False
    form_fields = ["subject"]  # a viewset wants some; nobody is given the right to use them
    list_display = ["subject", "name", "email", "created_at"]
    list_export = ["created_at", "name", "email", "subject", "message"]
    search_fields = ["subject", "name", "email", "message"]


contact_message_viewset = ContactMessageViewSet("contact_messages")
