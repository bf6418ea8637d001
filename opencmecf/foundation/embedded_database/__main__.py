"""The embedded server for scripts: `python -m opencmecf.foundation.embedded_database start|stop|status|url|run DIR`."""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from opencmecf.foundation.embedded_database import EmbeddedDatabaseError, EmbeddedServer

NOT_RUNNING = 3  # the exit status that service scripts give for "not running"


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m opencmecf.foundation.embedded_database", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "status", "url", "run"])
    parser.add_argument("home", type=Path)
    parser.add_argument("--mode", choices=["smart", "fast", "immediate"], default="fast", help="how to stop")
    options = parser.parse_args(arguments)
    try:
        return _act(EmbeddedServer(options.home), options.action, options.mode)
    except EmbeddedDatabaseError as error:
        print(error, file=sys.stderr)
        return 1


def _act(server: EmbeddedServer, action: str, mode: str) -> int:
    if action == "start":
        server.start(detached=True)
    if action == "stop":
        server.stop(mode)
    if action == "run":
        signal.signal(signal.SIGTERM, _leave)
        signal.signal(signal.SIGINT, _leave)
        server.keep_running()
    if action in ("start", "url"):
        print(server.url())
    if action == "status":
        running = server.is_running()
        print("running" if running else "stopped")
        return 0 if running else NOT_RUNNING
    return 0


def _leave(number: int, frame: FrameType | None) -> None:
    # Once: a second signal must not interrupt the stopping of the server.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
