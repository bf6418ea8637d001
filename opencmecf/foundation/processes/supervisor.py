"""Several programs kept running by one process.

    with Supervisor(var) as supervisor:
        supervisor.start("database", [...])
        supervisor.wait_until(server.is_running, timeout=60)
        supervisor.run_once("migrate", [...])
        supervisor.start("web", [...])
        supervisor.run()          # until Ctrl-C; the block's end stops them all

One loop and no threads: signals, among them the one that tells of a child's end, wake the loop through a pipe.
"""

import fcntl
import os
import select
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from opencmecf.foundation.processes import readiness
from opencmecf.foundation.processes.child import Child
from opencmecf.foundation.processes.errors import AlreadyRunning, NotReady, ProgramFailed, StopRequested, log_tail

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
LONGEST_WAIT = 60.0  # seconds between two looks when no signal comes


class Supervisor:
    """Keeps programs running while its `with` block is entered; their output goes to `var`/log/<name>.log.

    SIGINT and SIGTERM end the block quietly at the supervisor's next call; a second one raises KeyboardInterrupt at
    once, or, while the programs are being stopped, kills them. Use it in the main thread.
    """

    def __init__(self, var: Path, *, grace: float = 10.0) -> None:
        """`grace`: the seconds that each program gets to end by itself before it is killed."""
        self.var = Path(var)
        self.grace = grace
        self._children: list[Child] = []
        self._stop_signals = 0
        self._stopping = False
        self._wake_up = -1
        self._cleaning = ExitStack()

    def __enter__(self) -> Self:
        """Claim `var` for this process. Raises AlreadyRunning when another supervisor works there."""
        with ExitStack() as cleaning:
            (self.var / "log").mkdir(parents=True, exist_ok=True)
            cleaning.callback(os.close, _claim(self.var / "supervisor.lock"))
            self._listen_to_signals(cleaning)
            self._cleaning = cleaning.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        """Stop everything. A stop that a signal asked for ends the block without an exception."""
        with self._cleaning:
            self.stop()
        return isinstance(error, StopRequested)

    def log(self, name: str) -> Path:
        """Where the output of the program `name` goes."""
        return self.var / "log" / f"{name}.log"

    def pid(self, name: str) -> int | None:
        """The process number of a program, or None while it waits to be started again. Raises KeyError."""
        return self._child(name).pid

    def start(self, name: str, argv: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        """Start a program and keep it running; `env` is added to this process's environment.

        Raises ProgramFailed when it cannot be executed, ValueError when the name is taken.
        """
        self._tend()
        if any(child.name == name for child in self._children):
            raise ValueError(f"a program called {name} runs already")
        self._children.append(self._launch(name, argv, env))

    def run_once(
        self, name: str, argv: Sequence[str], env: Mapping[str, str] | None = None, *, timeout: float | None = None
    ) -> None:
        """Run a program to its end while the others are kept running. Its log holds what it said this time alone.

        Raises ProgramFailed with the end of its log when it fails or takes longer than `timeout` seconds.
        """
        self.log(name).unlink(missing_ok=True)
        child = self._launch(name, argv, env)
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        try:
            while (status := child.collect()) is None:
                if time.monotonic() > deadline:
                    raise ProgramFailed(f"{name} took longer than {timeout} seconds.\n{log_tail(child.log)}")
                self._wait(min(LONGEST_WAIT, max(0.0, deadline - time.monotonic())))
        finally:
            self._end([child])
        if status != 0:
            raise ProgramFailed(f"{name} failed with status {status}.\n{log_tail(child.log)}")

    def wait_until(self, check: str | Callable[[], bool], timeout: float, *, what: str = "") -> None:
        """Return when the http:// address `check` answers or the callable says True, keeping the programs running.

        Raises NotReady after `timeout` seconds, with the logs of the programs that ended meanwhile; `what` is how the
        person who waits would call it.
        """
        restarts = {child.name: child.restarts for child in self._children}
        try:
            readiness.wait_until(check, timeout, what=what, pause=self._wait)
        except NotReady as error:
            ended = [child for child in self._children if child.restarts > restarts[child.name] or child.pid is None]
            raise NotReady("\n".join([str(error), *(log_tail(child.log) for child in ended)])) from None

    def run(self) -> None:
        """Keep the programs running until a signal asks to stop; then StopRequested ends the `with` block."""
        while True:
            self._wait(LONGEST_WAIT)

    def stop(self) -> None:
        """End all programs, the last started first; those that do not end within the grace period are killed."""
        self._end(self._children)

    def _launch(self, name: str, argv: Sequence[str], env: Mapping[str, str] | None) -> Child:
        child = Child(name, argv, env or {}, self.log(name))
        try:
            child.start()
        except OSError as error:
            raise ProgramFailed(f"{name} could not be started: {error}") from error
        return child

    def _child(self, name: str) -> Child:
        for child in self._children:
            if child.name == name:
                return child
        raise KeyError(name)

    def _tend(self) -> None:
        if self._stop_signals:
            raise StopRequested
        for child in self._children:
            child.tend()

    def _wait(self, longest: float) -> None:
        # At most `longest` seconds, less when a signal arrives or a program is due.
        self._tend()
        due = [child.start_at for child in self._children if child.start_at is not None]
        self._sleep(min([longest, *(moment - time.monotonic() for moment in due)]))
        self._tend()

    def _end(self, children: list[Child]) -> None:
        # Empties the list from its end.
        self._stopping = True
        try:
            while children:
                self._end_one(children[-1])
                children.pop()
        finally:
            self._stopping = False

    def _end_one(self, child: Child) -> None:
        child.terminate()
        deadline = time.monotonic() + self.grace
        while child.pid is not None and child.collect() is None:
            impatient = self._stop_signals > 1
            if impatient or time.monotonic() > deadline:
                return child.kill()
            self._sleep(deadline - time.monotonic())
        return None

    def _sleep(self, seconds: float) -> None:
        select.select([self._wake_up], [], [], max(0.0, seconds))
        try:
            while os.read(self._wake_up, 512):
                pass
        except BlockingIOError:
            pass  # the pipe is empty: every signal so far is known

    def _listen_to_signals(self, cleaning: ExitStack) -> None:
        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC) if hasattr(os, "pipe2") else _pipe()
        self._wake_up = reader
        cleaning.callback(os.close, reader)
        cleaning.callback(os.close, writer)
        # Undone in reverse: first the handlers, then the pipe that they write to.
        cleaning.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(writer, warn_on_full_buffer=False))
        for number in (*STOP_SIGNALS, signal.SIGCHLD):
            cleaning.callback(signal.signal, number, signal.signal(number, self._note))

    def _note(self, number: int, frame: FrameType | None) -> None:
        if number not in STOP_SIGNALS:
            return
        self._stop_signals += 1
        if self._stop_signals > 1 and not self._stopping:
            raise KeyboardInterrupt


def _pipe() -> tuple[int, int]:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    return reader, writer


def _claim(path: Path) -> int:
    # The kernel gives the lock back when this process ends, however it ends; the number inside is for the message.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 32).decode(errors="replace").strip() or "unknown"
        os.close(descriptor)
        raise AlreadyRunning(
            f"It is already running here, as process {holder} in {path.parent}. Stop that one first "
            f"(Ctrl-C in its terminal, or: kill {holder}), or use another folder."
        ) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return descriptor
