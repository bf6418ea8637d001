"""One supervised program: started, watched, started again, stopped."""

import logging
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from opencmecf.foundation.processes.parent_death import end_with_parent

FIRST_DELAY = 0.2  # seconds before the first new start; doubled with each further one
LONGEST_DELAY = 5.0
STEADY_SECONDS = 10.0  # a program that ran this long is started again at the first delay

logger = logging.getLogger(__name__)


class Child:
    """A program and its process, if one runs at the moment. It leads a process group of its own."""

    def __init__(self, name: str, argv: Sequence[str], env: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        self.restarts = 0
        self._argv = list(argv)
        self._env = dict(env)
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_at: float | None = None  # when to start again
        self._delay = FIRST_DELAY

    @property
    def pid(self) -> int | None:
        """The process number, or None while no process runs."""
        return None if self._process is None else self._process.pid

    @property
    def start_at(self) -> float | None:
        """When the program will be started again (monotonic), or None when nothing is due."""
        return self._start_at

    def start(self) -> None:
        """Start the program. Raises OSError when it cannot be executed."""
        self._start_at = None
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._argv,
                env={**os.environ, **self._env},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops them in order
                preexec_fn=end_with_parent(),  # noqa: PLW1509 - the supervisor has one thread
            )
        self._started_at = time.monotonic()

    def collect(self) -> int | None:
        """The exit status if the process has just ended (negative: the signal); ends what it left behind."""
        process = self._process
        if process is None or process.poll() is None:
            return None
        self._process = None
        # Workers of a killed server still hold its port.
        _signal_group(process.pid, signal.SIGKILL)
        return process.returncode

    def tend(self) -> None:
        """Start the program again when it is due; note when it has ended."""
        status = self.collect()
        now = time.monotonic()
        if status is not None:
            self._schedule(status, now)
        if self._start_at is not None and now >= self._start_at:
            self.restarts += 1
            try:
                self.start()
            except OSError as error:
                logger.warning("%s could not be started: %s", self.name, error)
                self._schedule(None, now)

    def terminate(self) -> None:
        """Ask the process to end."""
        self._start_at = None
        if self._process is not None:
            self._process.terminate()

    def kill(self) -> None:
        """End the process and everything in its group at once."""
        if self._process is not None:
            _signal_group(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _schedule(self, status: int | None, now: float) -> None:
        if now - self._started_at >= STEADY_SECONDS:
            self._delay = FIRST_DELAY
        self._start_at = now + self._delay
        if status is not None:
            logger.warning(
                "%s ended (%s); it starts again in %.1f seconds. Its log: %s",
                self.name,
                f"signal {-status}" if status < 0 else f"status {status}",
                self._delay,
                self.log,
            )
        self._delay = min(self._delay * 2, LONGEST_DELAY)


def _signal_group(leader: int, number: signal.Signals) -> None:
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        pass  # nobody is left (macOS says so by "not permitted")
