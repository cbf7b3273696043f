"""Making an earlier release live again: what it would change, what is gone, what to choose anew."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..models import Category, CourseRelease
from ..release.changes import Row
from ..release.edition import Edition
from ..release.large_releases import is_large
from ..release.publication import CANNOT_RESTORE
from ..release.restore import restore
from .history import OneReleaseView


class RestoreForm(forms.Form):
    """With a field for what the course cannot have again: its address, its category."""

    note = forms.CharField(
        label=_("Note to learners"),
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text=_("Learners of this course read it beside what has changed."),
    )

    def __init__(self, *args, edition: Edition, **options) -> None:
        super().__init__(*args, **options)
        self.edition = edition
        if edition.slug_holder:
            self.fields["slug"] = forms.SlugField(
                label=_("Address"),
                max_length=255,
                initial=edition.course.slug,
                allow_unicode=True,
                help_text=_("The last part of it. The one it had then is taken."),
            )
        if edition.lacks_category:
            self.fields["category"] = forms.ModelChoiceField(
                label=_("Category"),
                queryset=Category.objects.all(),
                initial=edition.course.category_id,
                help_text=_("The one it had then was deleted."),
            )

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if self.edition.course.get_siblings(inclusive=False).filter(slug=slug).exists():
            raise forms.ValidationError(_("Another page has this address. Choose another."))
        return slug


class RestoreView(OneReleaseView):
    template_name = "courses/admin/restore.html"
    page_title = _("Restore")
    header_icon = "history"

    def get_releases(self) -> QuerySet[CourseRelease]:
        return CourseRelease.objects.published()

    def may_open(self) -> bool:
        return self.tester.can_release()

    @cached_property
    def edition(self) -> Edition:
        return Edition(self.release)

    @cached_property
    def rows(self) -> list[Row]:
        """What restoring it would change."""
        return [row for row in self.edition.rows if row.is_touched]

    def get_context_data(self, **kwargs) -> dict:
        kwargs.setdefault("form", RestoreForm(edition=self.edition))
        replaceable = {*kwargs["form"].fields}
        return super().get_context_data(
            rows=self.rows,
            edition=self.edition,
            is_large=is_large(self.edition.rows),
            errors=[error for error in self.edition.errors if error.place not in replaceable],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = RestoreForm(request.POST, edition=self.edition)
        if not (form.is_valid() and self._restore(form.cleaned_data)):
            return self.render_to_response(self.get_context_data(form=form))
        if release := self.course.releases.open().first():
            return redirect("courses_admin:progress", release.pk)
        return redirect("courses_admin:history", self.course.pk)

    def _restore(self, choices: dict) -> bool:
        name = {"release": self.release.name}
        return self.try_to(
            lambda: restore(self.release, by=self.request.user, **choices),
            success_message=lambda release: (
                _("The course will be again what it was in %(release)s.") % name
                if release.is_open
                else _("The course is again what it was in %(release)s.") % name
            ),
            advice=CANNOT_RESTORE,
        )
