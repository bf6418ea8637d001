"""A path against its floor, measured in turns in one run, so that a slow or busy machine slows both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

WARM_UP = 5

Step = Callable[[], object]


def nothing() -> None:
    """What happens between two rounds of most measurements."""


def compare(
    name: str, *, floor: Step, path: Step, must: float, stretch: float, rounds: int, between: Step = nothing
) -> int:
    """Print the medians and their ratio; returns the exit status: 1 when the ratio is beyond `must`.

    `between` is done before each round and not measured.
    """
    for _ in range(WARM_UP):
        between()
        floor()
        path()
    gc.collect()
    gc.freeze()
    floors: list[float] = []
    paths: list[float] = []
    own = {"floor": 0.0, "path": 0.0}
    for turn in range(rounds):
        between()
        pair = [("floor", floor, floors), ("path", path, paths)]
        for which, step, times in pair if turn % 2 else pair[::-1]:
            began = time.process_time()
            times.append(_seconds(step))
            own[which] += time.process_time() - began
    ratio = statistics.median(paths) / statistics.median(floors)
    verdict = "FAILS" if ratio > must else "holds" if ratio > stretch else "holds, with the stretch goal"
    print(f"{name}: {ratio:.2f} x its floor; must be ≤ {must:.3g}, stretch ≤ {stretch:.3g}: {verdict}")
    print(f"    floor {_told(floors)}")
    print(f"    path  {_told(paths)}")
    print(f"    computing of this process alone, whatever else the machine did: {own['path'] / own['floor']:.2f} x")
    return 1 if ratio > must else 0


def _seconds(step: Step) -> float:
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


def _told(times: list[float]) -> str:
    low, middle, high = (1000 * value for value in statistics.quantiles(times, n=4))
    return f"median {middle:.2f} ms, quartiles {low:.2f} and {high:.2f} ms, {len(times)} rounds"
