"""Running the system: the try-out, the web server, the worker."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from opencmecf.cli.commands import CHECKOUT, add, bring_up_to_date, require_secret_key, set_up
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.places import HALF_OF_THE_CORES


def add_to(commands: Any) -> None:
    """`cmecf demo`, `serve` and `worker`."""
    one = add(commands, "demo", demo, "start a complete try-out on this machine: courts, people, mailbox")
    one.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="default: PORT or 8000")
    one.add_argument("--var", type=Path, default=None, help="where data is kept; default: CMECF_VAR or ./var")
    one.add_argument(
        "--reset", action="store_true", default=os.environ.get("RESET") == "1", help="begin anew (or RESET=1)"
    )
    one.add_argument("--describe", action="store_true", help="print sites and people of the running demo as JSON")
    one.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)

    one = add(commands, "serve", serve, "run the web server for every site")
    one.add_argument("--host", default="127.0.0.1", help="address to listen on; default: 127.0.0.1")
    one.add_argument("--port", type=int, default=8000, help="default: 8000")
    one.add_argument("--workers", type=int, default=2, help="processes for pages; default: 2")
    one.add_argument("--threads", type=int, default=8, help="threads of each process; default: 8")

    one = add(commands, "worker", worker, "do the jobs that acts have left: mail, notices between sites")
    one.add_argument("--until-empty", action="store_true", help="end when nothing is left to do now")


def demo(arguments: argparse.Namespace) -> int:
    """Start the demonstration, or say what is in it."""
    from opencmecf.demo.run import Demo
    from opencmecf.foundation.embedded_database import EmbeddedDatabaseError
    from opencmecf.foundation.processes import AlreadyRunning, NotReady, ProgramFailed

    if arguments.prepare:
        return _prepare_demo()
    running = _demo(arguments, Demo)
    if arguments.describe:
        os.environ.update(running.environment)
        return _describe_demo()
    if arguments.reset:
        running.reset()
        running = _demo(arguments, Demo)
    try:
        running.run()
    except NotReady as problem:
        print(
            f"cmecf: {problem}\nWhat is done so far is kept. Start it again when the machine is less busy.",
            file=sys.stderr,
        )
        return 1
    except (AlreadyRunning, ProgramFailed, EmbeddedDatabaseError) as problem:
        print(f"cmecf: {problem}", file=sys.stderr)
        return 1
    return 0


def serve(arguments: argparse.Namespace) -> int:
    """Run the web server in this process's place."""
    require_secret_key()
    processes = arguments.workers + HALF_OF_THE_CORES  # where people log in, see config/web_worker.py
    server = [
        *(sys.executable, "-m", "gunicorn", "opencmecf.config.wsgi:application"),
        *("--bind", f"{arguments.host}:{arguments.port}", "--no-control-socket"),
        *("--worker-class", "opencmecf.config.web_worker.WebWorker"),
        "--preload",  # loaded once, and then shared by the processes
        *("--workers", str(processes), "--threads", str(arguments.threads)),
        *("--graceful-timeout", "20", "--keep-alive", "30", "--log-level", "warning"),
    ]
    os.execv(sys.executable, server)  # noqa: S606 - our own interpreter with our own arguments


def worker(arguments: argparse.Namespace) -> int:
    """Do the jobs."""
    set_up()
    from opencmecf.foundation.jobs.worker import run

    run(until_empty=arguments.until_empty)
    return 0


def _demo(arguments: argparse.Namespace, kind: Any) -> Any:
    var = arguments.var or Path(os.environ.get("CMECF_VAR") or CHECKOUT / "var")
    return kind(var=var.resolve(), port=arguments.port, external_database=os.environ.get("DATABASE_URL", ""))


def _prepare_demo() -> int:
    set_up()
    from opencmecf.demo import people
    from opencmecf.demo.table import table

    bring_up_to_date()
    people.make_all()
    print(table(people.describe()))
    return 0


def _describe_demo() -> int:
    set_up()
    from django.db import OperationalError, ProgrammingError

    from opencmecf.demo import people

    try:
        described = people.describe()
    except (OperationalError, ProgrammingError) as error:
        raise Refused("The demonstration is not running.", "Start it with `make demo` or `cmecf demo`.") from error
    print(json.dumps(described, indent=2))
    return 0
