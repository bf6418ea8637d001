"""Several people who do something at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")


def at_once(calls: list[Callable[[], Answer]]) -> list[Answer]:
    """What each call returns, all begun at the same moment. Raises what a call has raised."""
    with ThreadPoolExecutor(len(calls)) as pool:
        gate = threading.Barrier(len(calls))

        def run(call: Callable[[], Answer]) -> Answer:
            gate.wait()
            return call()

        return list(pool.map(run, calls))
