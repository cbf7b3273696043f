import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from media.inventory.check import Counted, Finding, check
from media.upload.refresh import refresh_unsettled


class Command(BaseCommand):
    help = (
        "Say which images, videos, captions and documents are missing or damaged, on disk and in "
        "Cloudinary, and which stored files no row knows. Changes nothing. Exit status 1 where "
        "something is missing, damaged or out of reach; files to tidy up are only listed."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--refresh",
            action="store_true",
            help="First ask what has become of videos that are still being processed",
        )
        parser.add_argument("--json", action="store_true", help="One JSON object a line")

    def handle(self, *args, **options):
        write = self._as_json if options["json"] else self._as_text
        if options["refresh"]:
            for asset, problem in refresh_unsettled():
                write("video", problem or asset.get_status_display(), name=asset.name)
        wrong_count = 0
        for event in check():
            if isinstance(event, Counted):
                write("checked", f"{event.title}: {event.number} files", **asdict(event))
            else:
                wrong_count += event.is_wrong
                write(**_finding_fields(event))
        if wrong_count:
            raise CommandError(f"Wrong: {wrong_count}. docs/deployment.md says what to do.")
        write("ok", "Nothing is missing.")

    def _as_json(self, kind, words, **extra):
        self.stdout.write(json.dumps({"kind": kind, "words": words, **extra}, ensure_ascii=False))

    def _as_text(self, kind, words, name="", **extra):
        subject = f"{name}: " if kind == "video" else ""
        self.stdout.write(words if kind in {"checked", "ok"} else f"  {kind}: {subject}{words}")


def _finding_fields(finding: Finding) -> dict:
    return asdict(finding)
