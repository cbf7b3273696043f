"""Forms the admin asks for by page type."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.models import Page

from media.forms.choosing import ChoosableFilesFormMixin
from web.slugs import SlugFromTitleMixin, free_slug

from .draft_slugs import DraftSlugMixin, slugs_of
from .page_chooser import choosable


class PageForm(SlugFromTitleMixin, WagtailAdminPageForm):
    """Of any page of the site."""

    def taken_slugs(self, base: str) -> set[str]:
        """Those of its siblings, live and drafted, and those at which something else answers."""
        parent = self.parent_page or self.instance.get_parent()
        slugs = slugs_of(parent.get_children().exclude(pk=self.instance.pk))
        reserved = getattr(parent.specific_class, "reserved_slugs", frozenset())
        return slugs | reserved | ({base} if self._is_served_otherwise(base) else set())

    def _is_served_otherwise(self, slug: str) -> bool:
        """Whether a view of the site has the address below a home page."""
        parent = self.parent_page or self.instance.get_parent()
        try:
            return parent.is_site_root() and resolve(f"/{slug}/").url_name != "wagtail_serve"
        except Resolver404:
            return False

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        parent = self.parent_page or self.instance.get_parent()
        reserved = getattr(parent.specific_class, "reserved_slugs", frozenset())
        is_new = slug != self.initial.get("slug")
        if is_new and (slug in reserved or self._is_served_otherwise(slug)):
            message = _("The site itself answers at “%s”. Choose another slug.")
            raise ValidationError(message % slug)
        return slug


class CourseForm(ChoosableFilesFormMixin, PageForm):
    """Of courses and of their lessons. They lead to pages that are public or their author's."""

    def choosable(self) -> dict[type[Model], QuerySet]:
        return super().choosable() | {Page: choosable(Page.objects.all(), self.for_user)}

    def clean(self) -> dict:
        slug = self.cleaned_data.get("slug")
        cleaned_data = super().clean()
        # What Wagtail adds: it compares a draft with live siblings (`draft_slugs`).
        is_lesson = isinstance(self.instance, DraftSlugMixin)
        if slug and is_lesson and self.has_error("slug") and self.instance.is_given_up(slug):
            del self.errors["slug"]
            cleaned_data["slug"] = slug
        if "thumbnail_alt" in self.fields:
            self._take_over_description(cleaned_data)
        return cleaned_data

    def _take_over_description(self, cleaned_data: dict) -> None:
        """Unless the author wrote another. That of the picture chosen before is none of hers."""
        text, picture = cleaned_data.get("thumbnail_alt", ""), cleaned_data.get("thumbnail")
        before = self.instance.thumbnail
        is_taken_over = before and before != picture and text == before.description
        if picture and (is_taken_over or not text.strip()):
            cleaned_data["thumbnail_alt"] = picture.description


class NamedForm(SlugFromTitleMixin, WagtailAdminModelForm):
    """Of what has a name and a slug."""

    title_field = "name"


class InstructorForm(NamedForm):
    """Offers the accounts of those who open the admin: who learns here is nobody's business."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        backend = "django.contrib.auth.backends.ModelBackend"
        colleagues = get_user_model().objects.with_perm(
            "wagtailadmin.access_admin", backend=backend
        )
        field = self.fields["user"]
        field.queryset = field.queryset.filter(Q(pk__in=colleagues) | Q(pk=self.instance.user_id))


class DraftCopyForm(CopyForm):
    """Offers neither to publish copies nor to make aliases: both would go live unreviewed."""

    def __init__(self, *args, page: Page, **options):
        super().__init__(*args, page=page.specific, **options)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)
        # Wagtail offers the slug of the original, which the form then refuses.
        siblings = page.get_siblings().values_list("slug", flat=True)
        taken = set(siblings.filter(slug__startswith=page.slug))
        self.fields["new_slug"].initial = free_slug(page.slug, taken)

    def clean_new_parent_page(self) -> Page:
        # The specific page knows whether it is in review; Wagtail asks the bare one.
        return self.cleaned_data["new_parent_page"].specific
