from pathlib import Path

from skillmate.backup import restoring
from skillmate.backup.command import BackupCommand


class Command(BackupCommand):
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
        if options["check"]:
            manifest = self.carry_out(restoring.check, options["file"])
            self.stdout.write(f"{_summary(manifest)}: whole, and can be restored.")
        else:
            manifest = self.carry_out(restoring.restore, options["file"], self.stdout.write)
            self.stdout.write(
                f"{_summary(manifest)}, is restored. Now run `migrate` and `media_check`."
            )


def _summary(manifest: dict) -> str:
    file_count = len(manifest["files"]) - 1
    return f"The site of {manifest['made_at']}, its database and {file_count} files"
