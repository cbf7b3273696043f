from django.core.management.base import BaseCommand, CommandError

from courses.release.scheduled_publishing import publish_due


class Command(BaseCommand):
    help = (
        "Publish and expire everything whose hour has come, in place of Wagtail's "
        "publish_scheduled: one failure keeps nothing else from going out. The worker runs it "
        "every minute."
    )

    def handle(self, *args, **options):
        tally = publish_due()
        message = (
            f"{tally['published']} published, {tally['expired']} expired, {tally['failed']} failed"
        )
        if tally["failed"]:
            raise CommandError(f"{message}; the log says what.")
        if tally.total() or options["verbosity"] > 1:
            self.stdout.write(message)
