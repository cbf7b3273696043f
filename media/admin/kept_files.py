"""Pages that change or delete a file say which releases keep it, and do not delete it under one
that is decided on."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from ..forms.live_files import labels_of
from ..published_files import keepers_of, open_keepers_of


class KeepersMixin:
    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            keepers=keepers_of(self.object, self.request.user), **kwargs
        )


class KeptFilesBulkMixin:
    """For bulk actions: of each file, those left out included, which releases keep it."""

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        entries = [*context["items"], *context["items_with_no_access"]]
        items = [entry["item"] for entry in entries]
        kept_items = [(item, keepers_of(item, self.request.user)) for item in items]
        return {**context, "kept_items": [pair for pair in kept_items if pair[1]]}


class KeptFileDeleteMixin(KeepersMixin):
    """Before Wagtail says only that one may not."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        item = get_object_or_404(self.model, pk=self.kwargs[self.pk_url_kwarg])
        keepers = open_keepers_of(item, request.user) if self._may_change(item) else []
        if keepers:
            messages.error(
                request,
                _(
                    "“%(title)s” is in a release that is in review or scheduled "
                    "(%(releases)s). Send the course back or take it off the schedule, then "
                    "delete it."
                )
                % {"title": item.title, "releases": labels_of(keepers)},
            )
            return redirect(self.edit_url_name, item.pk)
        return super().dispatch(request, *args, **kwargs)

    def _may_change(self, item: Model) -> bool:
        policy = policy_registry.get_by_type(self.model)
        return policy.user_has_permission_for_instance(self.request.user, "change", item)
