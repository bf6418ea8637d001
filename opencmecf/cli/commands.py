"""How a command is declared, and what several of them begin with."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from opencmecf.foundation.errors import Refused

Command = Callable[[argparse.Namespace], int]
CHECKOUT = Path(__file__).resolve().parents[2]


def add(commands: Any, name: str, command: Command, summary: str) -> argparse.ArgumentParser:
    """A command under `commands`, to which options can be added; `summary` is its line in `--help`."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(command=command)
    return parser


def set_up() -> None:
    """Make settings, models and jobs usable. Raises `Refused` without a secret key."""
    require_secret_key()
    django.setup()


def require_secret_key() -> None:
    """Raise `Refused` when no secret key is set."""
    if not os.environ.get("SECRET_KEY"):
        raise Refused("SECRET_KEY is not set.", "Set it to a long random text that stays the same for this deployment.")


def bring_up_to_date() -> None:
    """Schema, the web role's rights, the first signing keys, and our own sites' addresses at Central Sign-On."""
    from opencmecf.central.signon import clients, keys
    from opencmecf.foundation.access import system
    from opencmecf.foundation.database.migrate import migrate as bring_schema_up_to_date

    bring_schema_up_to_date()
    keys.make_first(by=system("command line"))
    clients.take_over_site_names(by=system("command line"))


def host(court_id: str, **settings: Any) -> None:
    """Add a court to this deployment and make it known to Central Sign-On."""
    from django.db import transaction

    from opencmecf.central.signon import clients
    from opencmecf.court.profile import actions
    from opencmecf.foundation.access import Role, system
    from opencmecf.foundation.secrets import new_token

    actor, secret = system("command line", roles=frozenset({Role.OPERATOR})), new_token()
    with transaction.atomic():
        actions.add_court(court_id=court_id, client_secret=secret, actor=actor, **settings)
        clients.add_court(court_id=court_id, secret=secret, by=actor)


def require_federal_court(court_id: str) -> None:
    """Raise `Refused` when the reference data has no such court."""
    from opencmecf.foundation import reference

    if court_id not in reference.courts():
        raise Refused(f"There is no federal court with the id {court_id}.", "`cmecf court list --all` shows the ids.")
