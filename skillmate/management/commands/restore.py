from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from skillmate.backup import restoring
from skillmate.backup.exceptions import BackupRefusal


class Command(BaseCommand):
    help = "Make the site what a file of `backup` says, in an empty database and empty folders."
    # The empty database has none of the tables that checks look for.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="What `backup` has written")
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only say whether the file is whole; change nothing",
        )

    def handle(self, *args, **options):
        act = restoring.check if options["check"] else restoring.restore
        try:
            manifest = act(options["file"])
        except BackupRefusal as refusal:
            raise CommandError(str(refusal)) from refusal
        number = len(manifest["files"]) - 1
        of = f"The site of {manifest['made_at']}, its database and {number} files"
        if options["check"]:
            self.stdout.write(f"{of}: whole, and can be restored.")
        else:
            self.stdout.write(f"{of}, is restored. Now run `migrate` and `media_check`.")
