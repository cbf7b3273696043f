"""Only what one may choose: a key can be posted that no chooser offered."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

from .keys import is_key

Files = set[tuple[type[Model], int]]  # by model and primary key


class ChoosesOwnFiles:
    """A form of the admin whose pictures, documents and videos are its author's to choose.

    A page opens the files it shows, to whoever may edit it and then to its learners: without this
    a key in a form of one's own would open the files of any course. What was there already stays,
    as a colleague may have chosen it.
    """

    def _post_clean(self):
        before = files_in(self.instance) if self.instance.pk else set()
        super()._post_clean()
        if not all(is_key(pk) for _kind, pk, *_paths in _references(self.instance)):
            message = _("A link in a text leads nowhere. Remove it, and choose its page again.")
            self.add_error(None, ValidationError(message, code="broken-link"))
            return
        chosen = files_in(self.instance) - before
        if self.for_user and not may_choose(chosen, self.for_user):
            message = _(
                "One of the pictures, documents or videos chosen here belongs to another course. "
                "Choose one of your own, or upload it here."
            )
            self.add_error(None, ValidationError(message, code="foreign-file"))


def files_in(item: Model) -> Files:
    """The files that `item` shows as it is in memory: by fields, blocks and rich text."""
    from .models import Video

    models = (get_image_model(), get_document_model(), Video)
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in models}
    references = _references(item)
    return {(kinds[kind], int(pk)) for kind, pk, *_paths in references if kind in kinds}


def _references(item: Model) -> list[tuple]:
    """What Wagtail indexes when it saves, as (content type, key as text, …).

    There is no public way to ask for it before.
    """
    return list(ReferenceIndex._extract_references_from_object(item))


def may_choose(files: Files, user: AbstractBaseUser) -> bool:
    """Whether every one is offered to `user` by its chooser. One query a kind of file."""
    return all(
        _may_choose_of(model, {pk for other, pk in files if other is model}, user)
        for model in {model for model, _pk in files}
    )


def _may_choose_of(model: type[Model], pks: set[int], user: AbstractBaseUser) -> bool:
    return offered(model, user).filter(pk__in=pks).count() == len(pks)


def offered(model: type[Model], user: AbstractBaseUser) -> QuerySet:
    """The pictures, documents or videos that the chooser lists for `user`."""
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_any_permission_for(user, ["choose"])
