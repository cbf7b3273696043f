from django.core.management.base import BaseCommand, CommandError

from skillmate.operations.readiness import problems
from skillmate.version import VERSION


class Command(BaseCommand):
    help = "Say what the site needs and does not have, as /readyz does. Exit status 1 if anything."
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        # There is no hurry, and a command has everything to read first.
        missing = problems(seconds=20)
        if missing:
            raise CommandError("\n".join(f"{name}: {text}" for name, text in missing.items()))
        self.stdout.write(f"Skillmate {VERSION} has everything it needs.")
