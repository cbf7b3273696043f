from collections import Counter

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from media.cloud.account import is_configured
from media.cloud.exceptions import CloudAwayRefusal
from media.storage_migration.outcome import Outcome, Result
from media.storage_migration.run import COPIERS, Side, copy


class Command(BaseCommand):
    help = (
        "Copy images and videos to Cloudinary (cloudinary) or back to where the site keeps its own "
        "files (local); or all files of the site from its disk to its bucket (bucket) or back "
        "(disk). The same rows serve them there. Deletes nothing, and goes on where an earlier run "
        "broke off. In which order to do what: docs/deployment.md."
    )

    def add_arguments(self, parser):
        parser.add_argument("--to", required=True, choices=[*Side], help="Where to")
        parser.add_argument("--only", choices=[*COPIERS], help="Only files of this kind")
        parser.add_argument("--limit", type=_positive, help="Copy at most so many files, then stop")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be copied")

    def handle(self, *args, **options):
        _check(Side(options["to"]), options["only"])
        counts = Counter()
        try:
            for outcome in copy(
                Side(options["to"]),
                only=options["only"],
                limit=options["limit"],
                dry_run=options["dry_run"],
            ):
                counts[outcome.result] += 1
                self._write_outcome(outcome, options["verbosity"])
        except CloudAwayRefusal as refusal:
            raise _stopped(counts, str(refusal)) from None
        except OSError as error:
            reason = f"The files here cannot be used: {error.strerror or error}."
            raise _stopped(counts, reason) from error
        if counts[Result.FAILED]:
            raise CommandError(f"{_sum(counts)} Those that failed were left where they are.")
        self.stdout.write(_sum(counts) or "Nothing to copy.")

    def _write_outcome(self, outcome: Outcome, verbosity: int) -> None:
        if outcome.result is Result.PRESENT and verbosity < 2:
            return
        reason = f": {outcome.message}" if outcome.message else ""
        self.stdout.write(f"{outcome.result}: {outcome.name}{reason}")


def _check(to: Side, only: str | None) -> None:
    if to in {Side.CLOUDINARY, Side.LOCAL}:
        if not is_configured():
            raise CommandError(
                "Set CLOUDINARY_URL for this command: one of the two sides is there."
            )
    elif settings.MEDIA_BUCKET is None:
        raise CommandError("Set MEDIA_S3_BUCKET for this command: one of the two sides is there.")
    elif only:
        raise CommandError("Between a disk and a bucket all files are copied: leave --only out.")


def _sum(counts: Counter) -> str:
    parts = [f"{number} {result}" for result, number in counts.items()]
    return f"{', '.join(parts)}." if parts else ""


def _stopped(counts: Counter, reason: str) -> CommandError:
    return CommandError(f"{_sum(counts)} Stopped: {reason} Run it again to go on.".strip())


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
