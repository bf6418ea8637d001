"""`cmecf demo`: everything on one machine, started and watched over."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from opencmecf.foundation.embedded_database import EmbeddedServer
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.processes import Supervisor

DATABASE = "opencmecf"
READY_SECONDS = 120  # longer than the database server gives itself, so that its own words about it are seen

# Names that existing PACER programs have built in (wire contract 1.1); they reach the demo by their transport.
PROGRAM_NAMES = (
    "https pacer=pacer.psc.uscourts.gov login=pacer.login.uscourts.gov pcl=pcl.uscourts.gov "
    "court=ecf.{court}.uscourts.gov"
)


@dataclass
class Demo:
    """One demonstration: where it keeps its things and where it is reached."""

    var: Path
    port: int
    external_database: str = ""  # a server of the user's own, instead of the embedded one
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.server = EmbeddedServer(self.var / "postgres")
        self.environment = self._environment()

    def reset(self) -> None:
        """Forget everything that the demonstration has kept; on a server of the user's own, its tables too."""
        if self.external_database:
            _empty(self.external_database)
        elif self.server.is_running():
            self.server.stop("immediate")
        shutil.rmtree(self.var, ignore_errors=True)

    def run(self) -> None:
        """Start everything, print what is there, and watch over it until Ctrl-C.

        Raises `Refused` when another program uses the port, and what the supervisor and the server raise.
        """
        with Supervisor(self.var) as supervisor:
            self._check_port()
            if not self.external_database:
                self._start_database(supervisor)
            supervisor.run_once("prepare", self._cmecf("demo", "--prepare"), self.environment)
            smtp_port = self.environment["SMTP_URL"].rsplit(":", 1)[1]
            receiver = [sys.executable, "-m", "opencmecf.demo.mail_receiver"]
            supervisor.start("mail", [*receiver, "--port", smtp_port, "--folder", str(self.var / "mail")])
            serving = {**self.environment, "AS_WEB_ROLE": "true"}
            supervisor.start("web", self._cmecf("serve", "--port", str(self.port)), serving)
            supervisor.start("worker", self._cmecf("worker"), serving)
            supervisor.wait_until(f"http://localhost:{self.port}/healthz", READY_SECONDS, what="The web server")
            print(supervisor.log("prepare").read_text(), flush=True)
            supervisor.run()

    def _check_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError as error:
                raise Refused(
                    f"Another program uses port {self.port}.", f"Choose another one, such as PORT={self.port + 1}."
                ) from error

    def _start_database(self, supervisor: Supervisor) -> None:
        home = str(self.server.home)
        supervisor.start("database", [sys.executable, "-m", "opencmecf.foundation.embedded_database", "run", home])
        supervisor.wait_until(self.server.is_running, READY_SECONDS, what="The database")
        self.server.ensure_database(DATABASE)

    def _cmecf(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "opencmecf.cli", *arguments]

    def _environment(self) -> dict[str, str]:
        domain = f"localhost:{self.port}"
        local = f"http demo={domain} " + " ".join(
            f"{kind}={kind}.{domain}" for kind in ("pacer", "login", "pcl", "mail", "cards")
        )
        return {
            **os.environ,
            "CMECF_DEMO": "true",
            "CMECF_VAR": str(self.var),
            "CMECF_DOMAIN": domain,
            "SITE_NAMES": f"{local} court=ecf.{{court}}.{domain}; {PROGRAM_NAMES}",
            "TRUST_FORWARDED_PROTO": "true",
            "DATABASE_URL": self.external_database or self.server.url(DATABASE),
            "SECRET_KEY": self._kept("secret_key"),
            "SMTP_URL": f"smtp://127.0.0.1:{_free_port()}",
            "MAIL_DOMAIN": "example.com",
            "CARD_PROCESSOR_URL": f"http://cards.{domain}",
            "CARD_PROCESSOR_SECRET": self._kept("card_processor_secret"),
            "SERVICE_CENTER_TELEPHONE": "1-800-555-0100",
            "SERVICE_CENTER_HOURS": "Monday to Friday, 8:00 a.m. to 6:00 p.m. Central time",
            "DJANGO_SETTINGS_MODULE": "opencmecf.config.settings",
        }

    def _kept(self, name: str) -> str:
        """A secret that this demonstration made for itself when it was first started."""
        kept = self.var / "demo" / name
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(50))
        return kept.read_text()


def _empty(database_url: str) -> None:
    """Drop our tables. Raises `Refused` when there are tables and they are somebody else's."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        tables = {name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        if tables and "audit_event" not in tables:
            raise Refused(
                "The database in DATABASE_URL holds tables that are not ours; nothing was removed.",
                "Give an empty database.",
            )
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
