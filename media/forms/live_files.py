from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..published_files import (
    FileKeeper,
    live_pages_showing,
    may_change_live_file,
    open_keepers_of,
    others_showing,
    pages_showing,
)

LIVE = _(
    "Learners see this file now (%(pages)s), so it cannot be changed here. Add the new one as a "
    "file of its own and choose it in your draft: it is then reviewed and released with the course."
)
SHOWN = _(
    "Learners see this file now (%(pages)s), so it cannot be changed here. Add the new one as a "
    "file of its own and ask an editor to choose it there."
)
IN_A_RELEASE = _(
    "This file is in a release that is in review, scheduled, or can be made live "
    "again (%(pages)s), so it cannot be changed here. Add the new one as a file of its own and "
    "choose it in your draft."
)
OPEN = _(
    "This file is in a release that is in review or scheduled (%(releases)s): what was "
    "looked at is what goes live. Send the course back or take it off the schedule first, or add "
    "the new file as one of its own."
)


def labels_of(keepers: list[FileKeeper]) -> str:
    """For a sentence."""
    return ", ".join(list(dict.fromkeys(str(keeper.label) for keeper in keepers))[:3])


class LiveFilesFormMixin:
    """Refuses changes that learners would see at once, made by someone who may not publish; and
    changes of what is in an open release, by anybody.

    So it is with what a release shows: an editor approves, or restores, what they saw. Tags are for
    finding the file in the admin: those may change.
    """

    unseen = {"tags"}

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self._is_seen():
            if not self._may_publish():
                raise ValidationError(self._refusal())
            if keepers := open_keepers_of(self.instance, self._user):
                raise ValidationError(OPEN % {"releases": labels_of(keepers)})
        return cleaned

    def _refusal(self) -> str:
        """Names what shows the file; what a draft can do nothing about first."""
        if references := others_showing(self.instance)[:3]:
            objects = (
                reference.content_type.get_object_for_this_type(pk=reference.object_id)
                for reference in references
            )
            return SHOWN % {"pages": ", ".join(map(str, objects))}
        live_pages = live_pages_showing(self.instance)
        message = LIVE if live_pages else IN_A_RELEASE
        pages = live_pages or pages_showing(self.instance)
        return message % {"pages": ", ".join(page.title for page in pages[:3])}

    def _is_seen(self) -> bool:
        """Whether learners would tell the difference."""
        return bool(set(self.changed_data) - self.unseen)

    def _may_publish(self) -> bool:
        return self._user is None or may_change_live_file(self._user, self.instance)
