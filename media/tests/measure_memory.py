"""How much memory large files cost a worker: none of its own but a few pieces.

    .venv/bin/python -m media.tests.measure_memory          # 1 GB up, 300 MB down; takes minutes
    .venv/bin/python -m media.tests.measure_memory 100 30   # megabytes up and down

Starts gunicorn with one worker and production settings on files and a database of its own, which
are deleted afterwards (as much room as the sizes is needed, and three times the upload in memory:
the stand-in for Cloudinary keeps what it is sent). Fails if a step adds more than 20 MB. Linux.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from .measuring import MB, Measured, Worker, free_port, say

LIMIT = 20 * MB
WARM = 40 * MB


def environment(folder: str, port: int) -> dict[str, str]:
    """All that could lead to this machine's real site is overridden, and empty means unset."""
    return {
        "DJANGO_SETTINGS_MODULE": "skillmate.settings.production",
        "SECRET_KEY": "measured" * 8,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "INSECURE_HTTP": "true",
        "DATABASE_URL": f"sqlite:///{folder}/measured.sqlite3",
        "CACHE_URL": "",
        "MEDIA_ROOT": f"{folder}/media",
        "PRIVATE_MEDIA_ROOT": f"{folder}/private",
        "PRIVATE_MEDIA_ACCEL": "",
        "CLOUDINARY_URL": "",
        "LOG_LEVEL": "WARNING",
    }


def measure(up: int, down: int) -> list[Measured]:
    """`up` and `down` in bytes."""
    with tempfile.TemporaryDirectory(prefix="skillmate-measured-") as folder:
        port = free_port()
        os.environ.update(environment(folder, port))
        from .measuring_site import prepare, remote_account

        say("Making a site to measure…")
        author = prepare(port, down)
        steps = {
            "upload, on disk": lambda: author.upload(up),
            "download with Range": lambda: author.download(down),
        }
        results = _run(port, author, {}, steps)
        with remote_account(up) as variables:
            in_cloud = {"upload, to Cloudinary": lambda: author.upload(up)}
            results += _run(port, author, variables, in_cloud)
        return results


def _run(port: int, author, variables: dict, steps: dict[str, Callable[[], int]]) -> list[Measured]:
    with Worker(port, variables) as worker:
        say("Warming up: code is loaded when first used…")
        author.upload(WARM)
        author.download(MB)
        return [worker.measured(name, step) for name, step in steps.items()]


def main() -> int:
    megabytes = [int(argument) for argument in sys.argv[1:]] or [1024, 300]
    results = measure(*(count * MB for count in megabytes))
    say(f"\n{'':24}{'bytes':>14}{'before':>9}{'peak':>9}{'after':>9}{'added':>9}")
    for result in results:
        figures = [result.before, result.peak, result.after, result.added]
        columns = "".join(f"{figure / MB:8.1f}M" for figure in figures)
        say(f"{result.name:24}{result.size:>14,}{columns}")
    excess = [result.name for result in results if result.added > LIMIT]
    say(f"Too much: {', '.join(excess)}." if excess else "No step added more than 20 MB.")
    return 1 if excess else 0


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parents[2])
    sys.exit(main())
