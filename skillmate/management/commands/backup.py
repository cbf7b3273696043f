from pathlib import Path

from django.conf import settings
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
        if settings.MEDIA_BUCKET:
            name = settings.MEDIA_BUCKET["bucket_name"]
            self.stdout.write(f"What is in the bucket {name} is not in it (docs/backup.md).")
