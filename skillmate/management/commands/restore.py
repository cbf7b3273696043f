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
        action = restoring.check if options["check"] else restoring.restore
        try:
            manifest = action(options["file"])
        except BackupRefusal as refusal:
            raise CommandError(str(refusal)) from refusal
        file_count = len(manifest["files"]) - 1
        summary = f"The site of {manifest['made_at']}, its database and {file_count} files"
        if options["check"]:
            self.stdout.write(f"{summary}: whole, and can be restored.")
        else:
            self.stdout.write(f"{summary}, is restored. Now run `migrate` and `media_check`.")
