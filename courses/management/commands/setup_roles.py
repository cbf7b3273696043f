from django.core.management.base import BaseCommand

from courses.teams.roles import setup_roles


class Command(BaseCommand):
    help = "Make the groups Instructors and Editors and grant their permissions. Safe to run again."

    def handle(self, *args, **options):
        setup_roles()
        self.stdout.write("Roles are set up.")
