from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .live import may_change_what_is_live, pages_showing

LIVE = _(
    "Learners see this file now (%(pages)s), so it cannot be changed here. Add the new one as a "
    "file of its own and choose it in your draft: it is then reviewed and released with the course."
)
UNDER_REVIEW = _(
    "This file is part of what is being reviewed, or waits for its hour (%(pages)s), so it cannot "
    "be changed now. Withdraw the course first, or ask an editor."
)


class KeepsWhatIsLive:
    """Refuses changes that learners would see at once, made by someone who may not publish.

    So it is while a release with the file is reviewed or waits for its hour: an editor approves
    what they saw. Tags are for finding the file in the admin: those may change.
    """

    unseen = {"tags"}

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self._is_seen() and not self._may_publish():
            raise ValidationError(self._refusal())
        return cleaned

    def _refusal(self) -> str:
        pages = self._shown_on()
        words = LIVE if any(page.live for page in pages) else UNDER_REVIEW
        return words % {"pages": ", ".join(page.title for page in pages[:3])}

    def _is_seen(self) -> bool:
        return bool(set(self.changed_data) - self.unseen) and self._shown_on().exists()

    def _shown_on(self):
        return pages_showing(self.instance)

    def _may_publish(self) -> bool:
        return self._person is None or may_change_what_is_live(self._person, self.instance)
