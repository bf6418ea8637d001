"""What goes wrong with the embedded server, said to the person who must put it right."""

from pathlib import Path

TAIL_LINES = 15


class EmbeddedDatabaseError(RuntimeError):
    """The embedded server cannot do what was asked; the message says what the person can do."""


def with_log_tail(message: str, log: Path) -> str:
    """`message`, followed by the last lines of the server's log where there is one."""
    try:
        lines = log.read_text(errors="replace").splitlines()[-TAIL_LINES:]
    except OSError:
        return message
    return "\n".join([message, f"The end of {log}:", *(f"  {line}" for line in lines)])
