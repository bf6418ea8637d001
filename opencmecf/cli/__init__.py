"""`cmecf`: everything that is done from the command line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from opencmecf.cli import courts, dockets, running, upkeep
from opencmecf.cli.commands import Command, set_up
from opencmecf.foundation.errors import Refused


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status (0 done, 1 refused or problems found, 2 wrong usage)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencmecf.config.settings")
    parsed = _parser().parse_args(arguments)
    command: Command = parsed.command
    try:
        if getattr(parsed, "needs_set_up", False):
            set_up()
        return command(parsed)
    except Refused as refused:
        print(f"cmecf: {refused.in_full}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader has seen enough: `cmecf court list --all | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cmecf",
        description="Open CM/ECF: court case management and electronic filing with one sign-on for every court.",
        epilog="Settings come from the environment; docs/operations/settings.md lists them. Start with `cmecf demo`.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    for group in (running, courts, dockets, upkeep):
        group.add_to(commands)
    return parser
