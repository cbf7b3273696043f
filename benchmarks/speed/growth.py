"""What catalogues of many times as many courses cost: all of them in the same rounds."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from .dataset import Dataset
from .report import print_table
from .rounds import Measurement
from .rows import WARM, Goal, Row, floors, growing

AT_MOST_WARM, AT_MOST_COLD = 1.2, 1.5


def measure_growth(vendor: str, scales: list[float], rounds: int) -> int:
    """Prints the table, and returns how many goals are missed."""
    datasets = [Dataset(vendor, scale).make() for scale in scales]
    with ExitStack() as stack:
        sites = [stack.enter_context(dataset.running()) for dataset in datasets]
        rows = []
        for dataset, site in zip(datasets, sites, strict=True):
            site.name = f"site-{dataset.scale:g}"
            rows += _rows(dataset, site.name, smallest=datasets[0].facts["courses"])
        results = Measurement(sites, [*floors(sites[0].name), *rows], rounds=rounds).run()
    return print_table(f"Growth on {vendor}", results)


def _rows(dataset: Dataset, site: str, *, smallest: int) -> list[Row]:
    count = dataset.facts["courses"]
    return [
        replace(
            row,
            name=f"{row.name}, {count:,} courses",
            site=site,
            goal=Goal(
                AT_MOST_WARM if row.goal == WARM else AT_MOST_COLD,
                f"{row.name}, {smallest:,} courses",
            ),
        )
        for row in growing(dataset.facts)
    ]
