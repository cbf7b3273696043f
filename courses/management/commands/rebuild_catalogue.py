from django.core.management.base import BaseCommand

from courses.catalogue.entries import rebuild


class Command(BaseCommand):
    help = (
        "Compare what the catalogue says of every course with the course, and mend it. Needed "
        "after rows were written past the site; the worker runs it each night."
    )

    def handle(self, *args, **options):
        entries = rebuild()
        for entry in entries:
            self.stdout.write(entry.title)
        self.stdout.write(f"{len(entries)} entries were not up to date.")
