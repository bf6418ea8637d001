"""Lists of what a standard demands, each demand with the tests that try it.

A list is data: the section and the demand in our words. `@tries("2.1", …)` beside a test says which it tries, and the
last test of each file finds the demands that none tries.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Test = TypeVar("Test", bound=Callable[..., None])


class Musts:
    """The demands of one standard."""

    def __init__(self, demands: dict[str, str], not_ours: dict[str, str]) -> None:
        self.demands = demands
        self.not_ours = not_ours  # with the reason
        self.tried: set[str] = set()

    def tries(self, *numbers: str) -> Callable[[Test], Test]:
        """Declare which demands a test tries. Raises `KeyError` for one that is not on the list."""

        def declare(test: Test) -> Test:
            self.tried |= {number for number in numbers if self.demands[number]}
            return test

        return declare

    def untried(self) -> list[str]:
        """The demands that concern us and that no test tries, or that are excused although one does."""
        forgotten = self.demands.keys() - self.tried - self.not_ours.keys()
        excused_in_vain = self.not_ours.keys() & self.tried
        return sorted(forgotten | excused_in_vain | (self.not_ours.keys() - self.demands.keys()))
