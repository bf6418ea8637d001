"""What a run of the tests needs before Django reads its settings; loaded by pytest (`-p`, see pyproject.toml).

Tests use real PostgreSQL: the server in DATABASE_URL where one is given, else the embedded one under `var`. That one
is left running for the next run; `make stop-test-database` ends it.
"""

from __future__ import annotations

import os
from pathlib import Path

from opencmecf.foundation.embedded_database import EmbeddedServer

SITES = (
    "http demo=localhost:8000 pacer=pacer.localhost:8000 login=login.localhost:8000 pcl=pcl.localhost:8000 "
    "mail=mail.localhost:8000 cards=cards.localhost:8000 court=ecf.{court}.localhost:8000"
)
VAR = Path(os.environ.get("CMECF_TEST_VAR", Path(__file__).resolve().parents[2] / "var" / "tests"))


def _prepare() -> None:
    os.environ["SECRET_KEY"] = "only for tests"
    os.environ["SITE_NAMES"] = SITES
    os.environ["CARD_PROCESSOR_URL"] = "http://cards.localhost:8000"
    os.environ["CARD_PROCESSOR_SECRET"] = "only for tests of the card processor"
    os.environ.setdefault("CMECF_VAR", str(VAR))
    if os.environ.get("DATABASE_URL"):
        return
    server = EmbeddedServer(VAR / "postgres")
    server.start(detached=True)
    name = os.environ.get("CMECF_TEST_DATABASE", "opencmecf")
    server.ensure_database(name)
    os.environ["DATABASE_URL"] = server.url(name)


_prepare()
