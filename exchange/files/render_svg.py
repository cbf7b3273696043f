"""Run as a script by `svg`: SVG on standard input, PNG on standard output.

Knows nothing of Django, so that it starts quickly and can die alone. The fonts are the project's
own: a machine without any would draw pictures without their words.
"""

import resource
import sys
from contextlib import suppress
from pathlib import Path

import resvg_py

MAX_MEMORY = 2 * 1024**3


def main(fonts: Path) -> None:
    with suppress(ValueError, OSError):  # not every system has this limit
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    sans, mono = "DejaVu Sans", "DejaVu Sans Mono"
    png = resvg_py.svg_to_bytes(
        svg_string=sys.stdin.buffer.read().decode(),
        background="white",
        skip_system_fonts=True,
        font_files=[str(path) for path in sorted(fonts.glob("*.ttf"))],
        font_family=sans,
        serif_family=sans,
        sans_serif_family=sans,
        cursive_family=sans,
        fantasy_family=sans,
        monospace_family=mono,
    )
    sys.stdout.buffer.write(png)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
