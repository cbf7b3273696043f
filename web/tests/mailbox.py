"""What has been sent, as tests see it: whoever looks has the worker send first what is due."""

from contextlib import suppress

from django.core import mail
from django.test import SimpleTestCase

from web.outbox.delivery import send_due_mail
from web.outbox.transport import MailServerUnavailable


class Mailbox(list):
    """Stands for `django.core.mail.outbox`, which the transport of tests fills."""

    def __iter__(self):
        self._fill()
        return super().__iter__()

    def __len__(self):
        self._fill()
        return super().__len__()

    def __getitem__(self, index):
        self._fill()
        return super().__getitem__(index)

    def __eq__(self, other):
        self._fill()
        return super().__eq__(other)

    __hash__ = None

    def clear(self):
        """What is due by now goes as well."""
        self._fill()
        super().clear()

    def _fill(self) -> None:
        with suppress(MailServerUnavailable):  # of a test that has none
            send_due_mail()


_pre_setup = SimpleTestCase._pre_setup.__func__


def pre_setup(cls) -> None:
    """Django's own, which puts an empty list there."""
    _pre_setup(cls)
    mail.outbox = Mailbox()
