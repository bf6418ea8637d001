"""How far work in the sandbox may go, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may use. Memory is address space, in bytes; times are seconds."""

    processor_seconds: int = 8
    seconds: float = 10.0
    memory: int = 1024**3
    written: int = 512 * 1024**2  # the longest file that it may write


class Failure(StrEnum):
    """Why work came to no end of its own."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


class WorkFailed(Exception):
    """The work was ended, or it broke; `failure` says how. No word of the file is in it."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


class SandboxUnavailable(Exception):
    """The work could not be begun, or too much waits before it. This says nothing about the file."""
