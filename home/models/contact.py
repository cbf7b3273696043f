from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from courses.models.forms import PageForm
from web.unsent_form import forget_unsent, unsent_text

from ..contact.forms import ContactForm
from ..contact.receive import receive


class ContactPage(Page):
    """A form to write to the people behind the site."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])
    thanks = models.CharField(
        _("message after sending"),
        max_length=300,
        default=_("Thank you. We answer within two working days."),
    )

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("thanks")]

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    base_form_class = PageForm

    class Meta:
        verbose_name = _("contact page")

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return self.show_form(request, unsent=unsent_text(request, ContactForm))
        form = ContactForm(request.POST)
        if receive(form, request=request):
            forget_unsent(request, ContactForm)
            return redirect(f"{self.get_url(request)}?sent=1")
        return self._response(request, form=form)

    def show_form(self, request: HttpRequest, *, unsent: dict[str, str]) -> HttpResponse:
        """With what was typed into it before, and was not taken."""
        form = ContactForm(initial=unsent)
        return self._response(request, form=form, is_unsent=bool(unsent))

    def _response(self, request: HttpRequest, **context) -> HttpResponse:
        context = {**self.get_context(request), **context, "sent": "sent" in request.GET}
        return TemplateResponse(request, self.get_template(request), context)
