from django.core.management.base import BaseCommand

from home.setup import setup_site


class Command(BaseCommand):
    help = "Make the pages every site begins with. Safe to run again."

    def handle(self, *args, **options):
        home = setup_site()
        self.stdout.write(f"The site is set up at {home.full_url}")
