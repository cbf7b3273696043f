from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from skillmate.demo import ACCOUNTS, PASSWORD, import_demo_courses, make_accounts


class Command(BaseCommand):
    help = "Make the demo accounts and bring in the demo courses (development only)."

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError(
                "The demo accounts have a public password. They are only made with DEBUG on, "
                "that is, with the development settings."
            )
        make_accounts()
        import_demo_courses()
        self.stdout.write(f"\nSkillmate: {settings.SITE_URL}/   admin: {settings.SITE_URL}/admin/")
        for name in ACCOUNTS:
            self.stdout.write(f"  {name}@example.com  {PASSWORD}")
