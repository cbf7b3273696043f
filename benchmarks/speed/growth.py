"""What a catalogue of a hundred times as many courses costs: all of them in the same rounds."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from .dataset import Dataset
from .report import print_table
from .rounds import Measurement
from .rows import Goal, Row, floors, growing

SCALES = (0.1, 1, 10)
WARM, COLD = 1.2, 1.5


def measure_growth(vendor: str, rounds: int) -> int:
    """Prints the table, and returns how many goals are missed."""
    datasets = [Dataset(vendor, scale).make() for scale in SCALES]
    with ExitStack() as stack:
        sites = [stack.enter_context(dataset.running()) for dataset in datasets]
        rows = []
        for dataset, site in zip(datasets, sites, strict=True):
            site.name = f"site-{dataset.scale:g}"
            rows += _rows(dataset, site.name)
        results = Measurement(sites, [*floors(sites[0].name), *rows], rounds=rounds).run()
    return print_table(f"Growth on {vendor}", results)


def _rows(dataset: Dataset, site: str) -> list[Row]:
    smallest, count = int(1000 * SCALES[0]), dataset.facts["courses"]
    return [
        replace(
            row,
            name=f"{row.name}, {count:,} courses",
            site=site,
            goal=Goal(COLD if row.beforehand else WARM, f"{row.name}, {smallest:,} courses"),
        )
        for row in growing(dataset.facts)
    ]
