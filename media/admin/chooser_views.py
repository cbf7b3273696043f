"""The views of the video chooser. Wagtail's generic ones offer everybody everything."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
    CreateView,
)
from wagtail.permissions import policy_registry

from web.primary_keys import is_key

from ..forms.choosing import offered
from ..models import Video
from .changed_files import ChangedFilesMixin
from .preselection import PreselectedCollectionMixin, language_of_origin
from .video_chooser_widget import captions_data


class ChoosableVideosMixin:
    """Only the videos of collections one may choose from, listed or asked for by key."""

    def get_object_list(self) -> QuerySet[Video]:
        return offered(Video, self.request.user)

    def get_objects(self, pks: Iterable[str]) -> QuerySet[Video]:
        return self.get_object_list().filter(pk__in=filter(is_key, pks))

    def get_object(self, pk: str) -> Video:
        return self.get_objects([pk]).get()


class UserCollectionsMixin:
    """Tells the upload form who fills it in: it offers that person's collections. The editor behind
    the chooser has a field called title as well, which must not take its label."""

    def get_creation_form_kwargs(self):
        kwargs = super().get_creation_form_kwargs()
        return {**kwargs, "for_user": self.request.user, "auto_id": "id_new_video_%s"}


class CollectionFilterMixin:
    """Offers the collections one may choose from, where there are several."""

    def get_filter_form(self):
        policy = policy_registry.get_by_type(Video)
        collections = policy.collections_user_has_permission_for(self.request.user, "choose")
        several = collections if len(collections) > 1 else None
        return self.get_filter_form_class()(self.request.GET, collections=several)


class PreselectedLanguageMixin:
    """Captions are taken to be in the language of the course, unless somebody says otherwise."""

    def get_creation_form_kwargs(self):
        kwargs = super().get_creation_form_kwargs()
        language = language_of_origin(self.request) if self.request.method == "GET" else None
        if language:
            kwargs["initial"] = {**kwargs.get("initial", {}), "captions_language": language}
        return kwargs


class CaptionsResponseMixin:
    """What was chosen comes with what the field says of its captions."""

    def get_chosen_response_data(self, item: Video) -> dict:
        data = super().get_chosen_response_data(item)
        return {**data, "captions": captions_data(item, data["edit_url"])}


class VideoChooseView(
    ChoosableVideosMixin,
    UserCollectionsMixin,
    PreselectedLanguageMixin,
    PreselectedCollectionMixin,
    CollectionFilterMixin,
    ChooseView,
):
    pass


class VideoChooseResultsView(ChoosableVideosMixin, CollectionFilterMixin, ChooseResultsView):
    pass


class VideoChosenView(ChoosableVideosMixin, CaptionsResponseMixin, ChosenView):
    pass


class VideoChosenMultipleView(ChoosableVideosMixin, CaptionsResponseMixin, ChosenMultipleView):
    pass


class VideoCreateView(ChangedFilesMixin, UserCollectionsMixin, CaptionsResponseMixin, CreateView):
    pass
