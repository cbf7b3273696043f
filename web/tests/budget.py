"""How much is tried: always the same in CI, more and by chance with `FUZZ=20 pytest …`."""

import os

from hypothesis import HealthCheck, Phase, settings

LONGER = int(os.environ.get("FUZZ", "0"))


def budget(examples: int) -> settings:
    """`examples` of a fixed choice, or `FUZZ` times as many of a new choice each time."""
    return settings(
        max_examples=examples * (LONGER or 1),
        derandomize=not LONGER,
        database=None,
        deadline=None,
        # To look for the smallest request that fails takes minutes: by hand alone.
        phases=[Phase.generate, Phase.shrink] if LONGER else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
