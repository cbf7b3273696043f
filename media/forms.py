from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Collection
from wagtail.permissions import policy_registry
from wagtail.utils.file import hash_filelike


class VideoForm(WagtailAdminModelForm):
    """Keeps a video in a collection its author may add to."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["collection"]
        field.queryset = self._collections()
        field.empty_label = None

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
