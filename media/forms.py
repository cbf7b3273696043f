from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Collection
from wagtail.permissions import policy_registry
from wagtail.utils.file import hash_filelike

from .live import live_pages_showing, may_change_what_is_live


class KeepsWhatIsLive:
    """Refuses changes that learners would see at once, made by someone who may not publish.

    Title and tags are for finding the file in the admin: those may change.
    """

    unseen = {"title", "tags"}

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self._is_seen_by_learners() and not self._may_publish():
            raise ValidationError(
                _(
                    "Learners see this file now (%(pages)s), so it cannot be changed here. Add the "
                    "new one as a file of its own and choose it in your draft: it is then reviewed "
                    "and released with the course."
                )
                % {"pages": ", ".join(page.title for page in self._shown_on()[:3])}
            )
        return cleaned

    def _is_seen_by_learners(self) -> bool:
        return bool(set(self.changed_data) - self.unseen) and self._shown_on().exists()

    def _shown_on(self):
        return live_pages_showing(self.instance)

    def _may_publish(self) -> bool:
        return self._person is None or may_change_what_is_live(self._person, self.instance)


class VideoForm(KeepsWhatIsLive, WagtailAdminModelForm):
    """Keeps a video in a collection its author may add to."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["collection"]
        field.queryset = self._collections()
        field.empty_label = None
        self._person = self.for_user

    def _is_seen_by_learners(self) -> bool:
        tracks_change = any(formset.has_changed() for formset in self.formsets.values())
        return super()._is_seen_by_learners() or (tracks_change and self._shown_on().exists())

    def save(self, commit=True):
        if "file" in self.changed_data:
            self.instance.file_hash = hash_filelike(self.instance.file)
            self.instance.uploaded_by_user = self.for_user
        return super().save(commit)

    def _collections(self):
        policy = policy_registry.get_by_type(type(self.instance))
        allowed = policy.collections_user_has_permission_for(self.for_user, "add")
        if not self.instance.pk:  # names the root until it is saved
            return allowed
        return allowed | Collection.objects.filter(pk=self.instance.collection_id)
