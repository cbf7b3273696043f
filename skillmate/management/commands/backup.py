from pathlib import Path

from django.template.defaultfilters import filesizeformat

from skillmate.backup.command import BackupCommand
from skillmate.backup.making import backup


class Command(BackupCommand):
    help = "Save the database and all uploaded files as one file in a folder. The site goes on."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="Where the file is to be written")

    def handle(self, *args, **options):
        archive = self.carry_out(backup, options["folder"])
        size = filesizeformat(archive.size)
        self.stdout.write(f"{archive.path}: the database and {archive.files} files, {size}.")
