"""What goes wrong with supervised processes, said to the person who started them."""

from pathlib import Path

TAIL_LINES = 15


class AlreadyRunning(RuntimeError):
    """Another supervisor works in the same folder."""


class NotReady(RuntimeError):
    """What was waited for did not come in time."""


class ProgramFailed(RuntimeError):
    """A program that was to run once ended with an error, or could not be started."""


class StopRequested(BaseException):
    """A signal asked the supervisor to stop; it ends the `with` block quietly.

    Like KeyboardInterrupt it is no Exception: code in between that catches every error must let it pass.
    """


def log_tail(log: Path) -> str:
    """The last lines of a log under its name; empty when there is nothing to read."""
    try:
        lines = log.read_text(errors="replace").splitlines()[-TAIL_LINES:]
    except OSError:
        return ""
    return "\n".join([f"The end of {log}:", *(f"  {line}" for line in lines)]) if lines else ""
