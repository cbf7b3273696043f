from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

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
