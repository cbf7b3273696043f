from django.core.management.base import BaseCommand, CommandError

from skillmate.operations.worker_round import run_round


class Command(BaseCommand):
    help = (
        "Do once what the worker does all the time: publish what is due, send mail, make pictures, "
        "tell that it lives, clean up what the night is for. For cron, each minute, where no "
        "worker can run."
    )
    requires_system_checks = ()  # each minute, for half a second of CPU

    def handle(self, *args, **options) -> None:
        try:
            failed = run_round()
        except BlockingIOError:
            self.stdout.write("Another round is not over yet.")
            return
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")
