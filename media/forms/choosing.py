"""Only what one may choose: a key can be posted that no chooser offered."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

from web.primary_keys import is_key

from ..models import Video

REFUSAL = _(
    "Something chosen here belongs to another course: a picture, a document, a video, or a page "
    "that is not public. Choose one of your own, or upload it here."
)
BROKEN = _("A link in a text leads nowhere. Remove it, and choose its page again.")
# What is chosen, by model and primary key, and the field of the form it was found in.
Choices = dict[tuple[type[Model], int], str]


class ChoosableFilesFormMixin:
    """A form of the admin whose pictures, documents and videos are its author's to choose.

    A page opens the files it shows, to whoever may edit it and then to its learners: without this
    a key in a form of one's own would open the files of any course. What was there already stays,
    as a colleague may have chosen it.
    """

    def choosable(self) -> dict[type[Model], QuerySet]:
        """What there is to choose from for the author, by model."""
        models = (get_image_model(), get_document_model(), Video)
        return {model: offered(model, self.for_user) for model in models}

    def _post_clean(self):
        kinds = self.choosable() if self.for_user else {}
        previous = choices_in(_references(self.instance), kinds) if self.instance.pk else {}
        super()._post_clean()
        references = _references(self.instance)
        if not all(is_key(pk) for _kind, pk, *_paths in references):
            self.add_error(None, ValidationError(BROKEN, code="broken-link"))
            return
        choices = choices_in(references, kinds)
        new = {key: field for key, field in choices.items() if key not in previous}
        for field in {new[key] for key in foreign(new, kinds)}:
            self.add_error(None, ValidationError(REFUSAL, code="foreign-file"))
            self._restore_initial(field)

    def _restore_initial(self, field: str) -> None:
        """Choosers show title and picture of whatever key the form holds."""
        if field in self.fields:
            self.fields[field].bound_data = lambda data, initial: initial


def choices_in(references: list[tuple], kinds: dict[type[Model], QuerySet]) -> Choices:
    """Those of `kinds` among what a page refers to."""
    models = {ContentType.objects.get_for_model(model).pk: model for model in kinds}
    return {
        (models[kind], int(pk)): path.partition(".")[0]
        for kind, pk, path, *_rest in references
        if kind in models
    }


def _references(item: Model) -> list[tuple]:
    """What `item` refers to as it is in memory, in fields, blocks and rich text: what Wagtail
    indexes when it saves, as (content type, key as text, path, …).

    There is no public way to ask for it before.
    """
    return list(ReferenceIndex._extract_references_from_object(item))


def foreign(choices: Choices, kinds: dict[type[Model], QuerySet]) -> set[tuple[type[Model], int]]:
    """Those of `choices` that are not offered. One query a kind."""
    return {
        (model, pk)
        for model in {model for model, _pk in choices}
        for pk in _keys(choices, model) - _offered_keys(kinds[model], _keys(choices, model))
    }


def _keys(choices: Choices, model: type[Model]) -> set[int]:
    return {pk for other, pk in choices if other is model}


def _offered_keys(queryset: QuerySet, keys: set[int]) -> set[int]:
    return {*queryset.filter(pk__in=keys).values_list("pk", flat=True)}


def offered(model: type[Model], user: AbstractBaseUser) -> QuerySet:
    """The pictures, documents or videos that the chooser lists for `user`."""
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_any_permission_for(user, ["choose"])
