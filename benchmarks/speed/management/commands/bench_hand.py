import sys
from itertools import count

from django.core.management.base import BaseCommand
from django.db import connection

from courses.models import Category
from media.rendition_queue import make_requested
from web.page_cache.site_version import forget_old_changes


class Command(BaseCommand):
    help = "Does what its standard input says, a word a line, and tells when it is done."

    def handle(self, *args, **options):
        self.numbers = count()
        for line in sys.stdin:
            self.stdout.write(str(getattr(self, line.strip())()))
            self.stdout.flush()

    def change(self) -> str:
        """Something that public pages show: what a category is about. Returns it."""
        category, number = Category.objects.first(), next(self.numbers)
        category.description = f"All about it, edition {number}."
        category.save()
        if number % 50 == 0:  # as the night does, which is not so full of changes
            forget_old_changes()
        return category.description

    def make_pictures(self) -> int:
        return make_requested()

    def analyze(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return "done"

    def jit(self) -> str:
        """Whether PostgreSQL compiles queries."""
        if connection.vendor != "postgresql":
            return "none"
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            return cursor.fetchone()[0]
