from django.core.management.base import BaseCommand, CommandError

from web.outbox.delivery import send_due_mail
from web.outbox.transport import MailServerUnavailable


class Command(BaseCommand):
    help = "Send the mail that is due, once. The worker does so every second by itself."

    def handle(self, *args, **options) -> None:
        try:
            count = send_due_mail()
        except MailServerUnavailable as error:
            raise CommandError(f"The mail server does not take messages: {error}") from error
        self.stdout.write(f"Sent: {count}")
