from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from courses.models.forms import PageForm

from ..contact.forms import ContactForm
from ..contact.receive import receive


class ContactPage(Page):
    """A form to write to the people behind the site."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])
    thanks = models.CharField(
        _("thanks"), max_length=300, default=_("Thank you. We answer within two working days.")
    )

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("thanks")]

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    base_form_class = PageForm

    class Meta:
        verbose_name = _("contact page")

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = ContactForm(request.POST or None)
        if request.method == "POST" and receive(form, request=request):
            return redirect(f"{self.get_url(request)}?sent=1")
        context = self.get_context(request) | {"form": form, "sent": "sent" in request.GET}
        return TemplateResponse(request, self.get_template(request), context)
