"""How far a long run has come, for whoever waits at a terminal."""

from __future__ import annotations

import time
from collections import Counter
from typing import TextIO

FEW = 10
SECONDS_BETWEEN = 2.0


class Progress:
    """Writes a line every other second, and the sums at the end. Few things need no progress at all."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self.total = total
        self._stream = stream
        self._counts: Counter[str] = Counter()
        self._began = self._told = time.monotonic()

    def step(self, outcome: str) -> None:
        """Count one thing that is done."""
        self._counts[outcome] += 1
        if self.total > FEW and time.monotonic() - self._told >= SECONDS_BETWEEN:
            self._tell()

    def end(self) -> None:
        """Write the sums."""
        if self.total > FEW:
            self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        done = self._counts.total()
        sums = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self._counts.items()))
        rate = done / max(self._told - self._began, 0.001)
        self._stream.write(f"{done} of {self.total} ({sums}; {rate:.1f} a second)\n")
        self._stream.flush()
