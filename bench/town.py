"""A deployment to measure in: the real application in this process, on PostgreSQL of its own with fsync on.

Data lies under `var/bench` (or `CMECF_BENCH_VAR`); the database is made anew for every run and used as the web role.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from opencmecf.foundation.embedded_database import EmbeddedServer

CHECKOUT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("CMECF_BENCH_VAR", CHECKOUT / "var" / "bench"))
DATABASE = "bench"


def open_town(*, fill: Callable[[], None] | None = None) -> Any:
    """The test people's `House` with alice linked at flsd and ca11; call it once, before importing the product.

    `fill` adds more rows as the owner of the tables.
    """
    server = EmbeddedServer(VAR / "postgres")
    server.start()
    _forget(server)
    os.environ.update(
        SECRET_KEY="only for measuring",
        CMECF_VAR=str(VAR),
        DATABASE_URL=server.url(DATABASE),
        DJANGO_SETTINGS_MODULE="opencmecf.config.settings",
    )
    import django

    django.setup()
    return _fill(fill)


def application() -> Any:
    """The WSGI application that `cmecf serve` runs."""
    from opencmecf.config.wsgi import application as served

    _send_logs_to_nobody()
    return served


def _fill(more: Callable[[], None] | None) -> Any:
    from django.db import connection

    from opencmecf.foundation.database.migrate import migrate
    from opencmecf.testing.people import House

    migrate()
    house = House()
    house.linked("alice")
    house.linked("alice", house.ca11)
    if more is not None:
        more()
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        assert cursor.fetchone() == ("on",)
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = "-c role=opencmecf_web"
    return house


def _forget(server: EmbeddedServer) -> None:
    import psycopg

    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    server.ensure_database(DATABASE)


def _send_logs_to_nobody() -> None:
    """Lines are still formatted, as they are in service, and then written to the null device."""
    nowhere = Path(os.devnull).open("w")  # noqa: SIM115 - open for the rest of the process
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(nowhere)
