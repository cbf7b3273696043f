from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError

from media.cleanup import cleanup


class Command(BaseCommand):
    help = (
        "Delete uploads nobody finished, files that have no video any more, and what Cloudinary "
        "could not delete before. The worker does so every hour. Exit status 1 where something has "
        "to wait."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say what would go")
        parser.add_argument(
            "--hours",
            type=_some,
            default=24,
            help="How old uploads and files of no video have to be (24)",
        )
        parser.add_argument(
            "--orphans",
            action="store_true",
            help="Delete stored files that no row knows as well. Not where another site keeps its "
            "files in the same folder or the same Cloudinary account: they are unknown here.",
        )
        parser.add_argument(
            "--days", type=_some, default=7, help="How old those files have to be (7)"
        )

    def handle(self, *args, **options):
        dry_run, pending_count, done_count = options["dry_run"], 0, 0
        for step in cleanup(
            abandoned_after=timedelta(hours=options["hours"]),
            orphaned_after=timedelta(days=options["days"]) if options["orphans"] else None,
            dry_run=dry_run,
        ):
            done_count += step.done
            pending_count += not step.done
            verb = "Deleted" if step.done else "Would delete" if dry_run else "Not yet deleted"
            self.stdout.write(f"{verb}: {step.message}")
        if pending_count and not dry_run:
            raise CommandError("Some of it has to wait; run this again later.")
        if not (pending_count or done_count):
            self.stdout.write("Nothing to clean up.")


def _some(text: str) -> int:
    """At least one: what is under way now is never abandoned. Not more than a date can have."""
    number = int(text)
    if not 1 <= number <= 100_000:
        raise ValueError
    return number
