from argparse import ArgumentParser

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand, CommandError

from skillmate.accounts.second_step import remove_steps


class Command(BaseCommand):
    help = (
        "Take the authenticator app, passkeys and recovery codes off the account of somebody who "
        "lost them all, and sign it out everywhere. Make sure first that it is they who ask."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the verified e-mail address of the account")

    def handle(self, *, email: str, **options) -> None:
        address = EmailAddress.objects.filter(email__iexact=email, verified=True).first()
        if address is None:
            raise CommandError(f"No account has the verified address {email}.")
        count = remove_steps(address.user)
        self.stdout.write(f"{count} removed. {email} signs in with the password alone now.")
