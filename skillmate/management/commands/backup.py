from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from skillmate.backup.exceptions import BackupRefusal
from skillmate.backup.making import backup


class Command(BaseCommand):
    help = "Save the database and all uploaded files as one file in a folder. The site goes on."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="Where the file is to be written")

    def handle(self, *args, **options):
        try:
            archive = backup(options["folder"])
        except BackupRefusal as refusal:
            raise CommandError(str(refusal)) from refusal
        size = filesizeformat(archive.size)
        self.stdout.write(f"{archive.path}: the database and {archive.files} files, {size}.")
