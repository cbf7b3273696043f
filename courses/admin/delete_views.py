"""Wagtail's pages for deleting and moving, which say why they refuse a course or lesson."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction, MoveBulkAction
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.move import MoveChooseDestinationView, MoveConfirmView
from wagtail.models import Page

from ..models import CoursePage, LessonPage
from .delete_rules import Released, arrival_refusal, deletion_refusal, move_refusal


class RefusalMixin(View):
    """For views of one page, named in the address. Those who may not edit it learn nothing."""

    page_kwarg = "page_to_move_id"

    def refusal(self, page: Released, user: AbstractBaseUser) -> str:
        return move_refusal(page, user)

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        page = get_object_or_404(Page, pk=kwargs[self.page_kwarg]).specific
        self.refusal_message = self.refusal(page, request.user)
        self.listing_id = page.get_parent().pk
        self.may_edit = page.permissions_for_user(request.user).can_edit()
        if self.refusal_message:  # Wagtail's own `setup()` may refuse as well, without a word
            View.setup(self, request, *args, **kwargs)
        else:
            super().setup(request, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.refusal_message:
            return super().dispatch(request, *args, **kwargs)
        if not self.may_edit:
            raise PermissionDenied
        return self.refuse(self.refusal_message)

    def refuse(self, message: str) -> HttpResponse:
        messages.error(self.request, message)
        return redirect("wagtailadmin_explore", self.listing_id)


class RefusableDeleteView(RefusalMixin, DeleteView):
    page_kwarg = "page_id"

    def refusal(self, page: Released, user: AbstractBaseUser) -> str:
        return deletion_refusal(page, user)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except ProtectedError:
            return self.refuse(protected_message())


class RefusableMoveView(RefusalMixin, MoveChooseDestinationView):
    pass


class RefusableMoveConfirmView(RefusalMixin, MoveConfirmView):
    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        self.target_page = get_object_or_404(Page, pk=kwargs["destination_id"]).specific
        super().setup(request, *args, **kwargs)

    def refusal(self, page: Released, user: AbstractBaseUser) -> str:
        return super().refusal(page, user) or arrival_refusal(page, self.target_page, user)


class BulkRefusalMixin:
    """For bulk actions: says of each course and lesson that is left out why it is."""

    refusal = staticmethod(move_refusal)
    # Where nothing is left to do, and no page has a reason of its own.
    nothing_message = gettext_lazy(
        "Nothing was done: your account may not do this to the chosen pages."
    )

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self._add_refusal_messages(self.get_actionable_objects()[1])
        return super().get(request, *args, **kwargs)

    def prepare_action(self, objects: list[Page], without_access: dict) -> HttpResponse | None:
        is_explained = self._add_refusal_messages(without_access)
        if not objects and without_access["items_with_no_access"]:
            if not is_explained:
                messages.error(self.request, self.nothing_message)
            return HttpResponseRedirect(self.next_url)
        return super().prepare_action(objects, without_access)

    def _add_refusal_messages(self, without_access: dict) -> bool:
        """Whether there was one."""
        is_explained = False
        for page in without_access["items_with_no_access"]:
            user, specific = self.request.user, page.specific
            is_course_page = isinstance(specific, (CoursePage, LessonPage))
            if is_course_page and specific.permissions_for_user(user).can_edit():
                messages.error(self.request, type(self).refusal(specific, user))
                is_explained = True
        return is_explained


class RefusableDeleteAction(BulkRefusalMixin, DeleteBulkAction):
    """Takes the place of Wagtail's, being of the same type and registered later."""

    refusal = staticmethod(deletion_refusal)

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, protected_message())
            return HttpResponseRedirect(self.next_url)


class RefusableMoveAction(BulkRefusalMixin, MoveBulkAction):
    """Likewise."""


def protected_message() -> str:
    """Somebody submitted the course, or began to learn, while it was being deleted."""
    return _("Nothing was deleted: just now it became part of what has to be kept. Look again.")
