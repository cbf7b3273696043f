import json
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from courses.catalogue.card_pictures import make_card_pictures
from courses.models import CoursePage
from exchange.files.exceptions import FolderRefusal
from exchange.importing.importer import import_course
from media.cloud.exceptions import CloudRefusal


class Command(BaseCommand):
    help = "Import a course folder (or a .zip of one). Safe to run again: only changes are written."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="The folder with course.yaml, or a .zip of it")
        parser.add_argument("--publish", action="store_true", help="Release it instead of drafting")
        parser.add_argument("--owner", metavar="EMAIL", help="Who owns the course and edits it")
        parser.add_argument("--by", metavar="EMAIL", help="Who releases it, with --publish")
        parser.add_argument("--dry-run", action="store_true", help="Only report; write nothing")
        parser.add_argument("--report", metavar="FILE", help="Write the report there as JSON, too")

    def handle(self, *args, **options):
        owner, by = _account(options["owner"]), _account(options["by"])
        try:
            report = import_course(
                options["folder"],
                by=by or get_user_model().objects.filter(is_superuser=True).first(),
                owner=owner,
                publish=options["publish"],
                dry_run=options["dry_run"],
            )
        except (FolderRefusal, CloudRefusal) as error:
            raise CommandError(str(error)) from error
        if report.published and not report.dry_run:
            make_card_pictures(CoursePage.objects.get(pk=report.page_id))
        if options["report"]:
            _write(Path(options["report"]), report.as_dict())
        self.stdout.write(report.as_text() if options["verbosity"] else report.total())


def _account(email):
    if not email:
        return None
    users = list(get_user_model().objects.filter(email__iexact=email, is_active=True)[:2])
    if len(users) != 1:
        problem = "No active account has" if not users else "Several accounts have"
        raise CommandError(f"{problem} the e-mail address {email}.")
    return users[0]


def _write(path, content):
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"The report cannot be written to {path}: {error.strerror}.") from error
