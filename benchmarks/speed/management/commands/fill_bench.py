import json
import time

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand

from benchmarks.speed.data.courses import make_courses
from benchmarks.speed.data.facts import facts
from benchmarks.speed.data.learners import make_learners
from benchmarks.speed.data.pictures import make_large_pictures
from benchmarks.speed.data.reviews import make_review
from benchmarks.speed.people import ADMIN, EVERYBODY, TEACHER


class Command(BaseCommand):
    help = (
        "Fill an empty site: with --scale 1, 1,000 courses of 20 lessons and 100,000 enrolments. "
        "Says what the requests need to know, as JSON."
    )

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=float, default=1.0)
        parser.add_argument("--no-index", action="store_true", help="Without what search needs")

    def handle(self, *args, **options):
        started = time.monotonic()
        catalogue = make_courses(int(1000 * options["scale"]))
        make_learners(catalogue, int(100_000 * options["scale"]))
        people = {user.username: user for user in User.objects.filter(username__in=EVERYBODY)}
        teacher, editor = people[TEACHER], people[ADMIN]
        sizes = (20, 150)
        reviews = {str(size): make_review(size, by=teacher, editor=editor) for size in sizes}
        make_large_pictures()
        call_command("rebuild_catalogue", verbosity=0)
        if not options["no_index"]:
            call_command("update_index", verbosity=0)
        seconds = round(time.monotonic() - started)
        self.stdout.write(json.dumps({**facts(catalogue, reviews), "seconds": seconds}))
