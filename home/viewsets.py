from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views import View
from django_filters import ChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminAutoHeightTextInput

from .contact.answering import answer, mark_read, mark_unread
from .contact.panel import MAY_READ
from .models import ContactMessage

STATES = [("unread", _("Unread")), ("open", _("Read, not answered")), ("answered", _("Answered"))]


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"),
        max_length=5000,
        widget=AdminAutoHeightTextInput,
        help_text=_("It is sent by e-mail, with the message below it."),
    )


class ContactMessageFilterSet(WagtailFilterSet):
    state = ChoiceFilter(label=_("State"), choices=STATES, method="filter_state")

    def filter_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=getattr(ContactMessage.objects, value)().values("pk"))

    class Meta:
        model = ContactMessage
        fields: list[str] = []


class ContactMessageIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().prefetch_related("answers")


class ContactMessageInspectView(generic.InspectView):
    """The message, what was answered, and a form to answer with."""

    page_title = _("Message")

    def get_context_data(self, form: AnswerForm | None = None, **kwargs) -> dict:
        return super().get_context_data(
            message=self.object,
            answers=self.object.answers.select_related("by"),
            form=form or AnswerForm(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        answer(self.object, form.cleaned_data["text"], by=request.user)
        messages.success(
            request, _("Your answer is on its way to %(email)s.") % {"email": self.object.email}
        )
        return redirect("contact_messages:index")


class MarkMessageView(View):
    """Says that a message is read, or is to be read again."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm(MAY_READ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        message = get_object_or_404(ContactMessage, pk=pk)
        if request.POST.get("state") == "unread":
            mark_unread(message)
            text = _("“%(subject)s” is marked as unread.")
        else:
            mark_read(message)
            text = _("“%(subject)s” is marked as read.")
        messages.success(request, text % {"subject": message.subject})
        return redirect("contact_messages:index")


class ContactMessageViewSet(ModelViewSet):
    """What came through the contact form, to read, answer and delete. Nobody edits what others
    wrote."""

    model = ContactMessage
    icon = "mail"
    menu_label = _("Messages")
    menu_order = 330
    add_to_admin_menu = True
    index_view_class = ContactMessageIndexView
    inspect_view_class = ContactMessageInspectView
    inspect_view_enabled = True
    inspect_template_name = "home/admin/message.html"
    inspect_view_fields = ["name", "email", "subject", "message", "created_at"]
    copy_view_enabled = False
    form_fields = ["subject"]  # a viewset wants some; nobody is given the right to use them
    filterset_class = ContactMessageFilterSet
    list_display = ["subject", Column("state", label=_("State")), "name", "email", "created_at"]
    list_export = ["created_at", "name", "email", "subject", "message"]
    search_fields = ["subject", "name", "email", "message"]

    def get_urlpatterns(self) -> list:
        mark = path("mark/<int:pk>/", MarkMessageView.as_view(), name="mark")
        return [*super().get_urlpatterns(), mark]


contact_message_viewset = ContactMessageViewSet("contact_messages")
