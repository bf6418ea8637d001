"""One embedded PostgreSQL server: start, stop, look, and where to connect.

Two locks in the home folder make this safe for many processes at once. `start.lock` is held by whoever starts or
stops the server. `server.lock` is inherited by every process of the server itself: while one of them lives, the lock
is taken, and when it is free nobody works on the data, whatever postmaster.pid may claim.
"""

import atexit
import os
import shlex
import shutil
import signal
import time
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn
from urllib.parse import quote

import psycopg
from psycopg import sql

from opencmecf.foundation.embedded_database import binaries, locks, postmaster, sockets
from opencmecf.foundation.embedded_database.account import Place, find_place, make_lent_folder
from opencmecf.foundation.embedded_database.errors import EmbeddedDatabaseError, with_log_tail

SUPERUSER = "court"
STOP_SIGNALS = MappingProxyType({"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT})
ORPHAN_SECONDS = 2.0  # what the processes of a killed postmaster get to notice it by themselves

# Written once into postgresql.conf, where whoever operates the server may change them.
INITIAL_SETTINGS = {
    "max_connections": "100",
    "shared_buffers": "64MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class _EndedAtOnceError(EmbeddedDatabaseError):
    """The server was started and ended before it accepted a connection."""


class EmbeddedServer:
    """The PostgreSQL server whose data, locks and log lie under `home`. Making the object starts nothing."""

    def __init__(self, home: Path) -> None:
        self.home = Path(home).resolve()
        self._stop_at_exit_of: int | None = None

    @property
    def data(self) -> Path:
        """The PostgreSQL data folder."""
        return self._place.folder / "data"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.data / "server.log"

    @property
    def socket_directory(self) -> Path:
        """The folder of the unix socket: what PostgreSQL programs take as `host`."""
        return sockets.directory(self._place, self.home)

    def url(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        """The address of `database` for `user`, over the unix socket. It never changes while `home` stays in place."""
        host = quote(str(self.socket_directory), safe="/")
        return f"postgresql://{quote(user, safe='')}@/{quote(database, safe='')}?host={host}&port={sockets.PORT}"

    def start(self, *, detached: bool = False, timeout: float = 60.0) -> None:
        """Return when the server accepts connections; start it, and make its data folder, when needed.

        Any number of processes may call this at once, and after any crash. The server stops at the ordinary end of
        the process that started it, unless `detached`: then it runs until somebody calls stop().
        Raises EmbeddedDatabaseError when there is no server after `timeout` seconds.
        """
        if self.is_running():
            return
        self._make_home()
        deadline = time.monotonic() + timeout
        with locks.held(self.home / "start.lock", deadline):
            if self._start_unless_running(deadline) and not detached:
                self._stop_at_exit_of = os.getpid()
                atexit.register(self._stop_at_exit)

    def stop(self, mode: str = "fast", *, timeout: float = 60.0) -> None:
        """Return when no process of the server is left; nothing happens when there is none.

        `mode` is PostgreSQL's: "smart" waits for clients to leave, "fast" ends their sessions, "immediate" leaves the
        cleaning to the next start. Raises EmbeddedDatabaseError when the server still runs after `timeout` seconds.
        """
        stop_signal = STOP_SIGNALS[mode]
        self._stop_at_exit_of = None
        if not self.data.exists():
            return
        deadline = time.monotonic() + timeout
        with locks.held(self.home / "start.lock", deadline):
            leader = postmaster.find(self.data)
            if leader is not None:
                os.kill(leader, stop_signal)
            lock = self._wait_for_silence(deadline)
            if lock is not None:
                os.close(lock)

    def is_running(self) -> bool:
        """Whether the server accepts connections now."""
        if not self.data.exists() or not sockets.is_private(self.socket_directory, self._place.account):
            return False
        if not (self.socket_directory / sockets.SOCKET_NAME).exists():
            return False
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def keep_running(self, interval: float = 1.0) -> NoReturn:
        """Start the server, and start it again whenever it is gone; stop it when an exception (a signal's) ends this.

        Raises EmbeddedDatabaseError, and leaves the server as it is, when it cannot be started in time.
        """
        try:
            while True:
                self.start(detached=True)
                time.sleep(interval)
        except EmbeddedDatabaseError:
            raise  # a server that repairs itself after a crash must not be stopped for being slow
        except BaseException:
            self.stop()
            raise

    def ensure_role(self, name: str, *, create_databases: bool = False) -> None:
        """Have a role that can connect and is no superuser; a role of this name that exists is left as it is."""
        option = sql.SQL("CREATEDB" if create_databases else "NOCREATEDB")
        with self._connect() as connection:
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                return
            try:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN {}").format(sql.Identifier(name), option))
            except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                pass  # another process was faster

    def ensure_database(self, name: str, owner: str = SUPERUSER) -> None:
        """Have a database `name` that belongs to `owner`, a role that exists."""
        database, role = sql.Identifier(name), sql.Identifier(owner)
        with self._connect() as connection:
            query = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s"
            found = connection.execute(query, [name]).fetchone()
            try:
                if found is None:
                    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                found = connection.execute(query, [name]).fetchone()
            if found is not None and found[0] != owner:
                connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, role))

    @cached_property
    def _place(self) -> Place:
        return find_place(self.home)

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.socket_directory),
            port=sockets.PORT,
            user=SUPERUSER,
            dbname="postgres",
            connect_timeout=5,
            autocommit=True,
        )

    def _make_home(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EmbeddedDatabaseError(
                f"The folder {self.home} for the database cannot be made: {error.strerror}. "
                "Choose a folder in which you may write."
            ) from error
        if not os.access(self.home, os.W_OK | os.X_OK):
            raise EmbeddedDatabaseError(f"You may not write in {self.home}. Choose a folder in which you may write.")

    def _start_unless_running(self, deadline: float) -> bool:
        # Whether this call started the server. The caller holds start.lock.
        try:
            return self._try_to_start(deadline)
        except _EndedAtOnceError:
            return self._try_to_start(deadline)  # somebody may have killed it, which is no reason to give up

    def _try_to_start(self, deadline: float) -> bool:
        # Another process may have made the data since this object first looked.
        self.__dict__.pop("_place", None)
        lock = self._wait_for_silence(deadline, or_running=True)
        if lock is None:
            return False
        try:
            self._make_data()
            sockets.make_private(self.socket_directory, self._place.account)
            self._forget_the_dead()
            self._launch(lock)
        finally:
            os.close(lock)
        self._wait_until_ready(deadline)
        return True

    def _wait_for_silence(self, deadline: float, *, or_running: bool = False) -> int | None:
        # A descriptor that holds server.lock: no process of the server is left. None when it runs and that is enough.
        led_at = time.monotonic()
        while True:
            lock = locks.take(self.home / "server.lock")
            leader = postmaster.find(self.data)
            if lock is not None and leader is None:
                return lock
            if lock is not None:
                os.close(lock)
            if or_running and self.is_running():
                return None
            now = time.monotonic()
            led_at = now if leader is not None else led_at
            if now > deadline:
                raise self._failure(_why_not_silent(leader))
            if now > led_at + ORPHAN_SECONDS:
                # A long query does not notice that its postmaster was killed. SIGQUIT loses nothing committed.
                patient = now < led_at + 2 * ORPHAN_SECONDS
                postmaster.end_orphans(self.data, signal.SIGQUIT if patient else signal.SIGKILL)
            time.sleep(locks.POLL_SECONDS)

    def _forget_the_dead(self) -> None:
        # Nobody works on the data, but PostgreSQL would believe an old number that another program now has.
        (self.data / postmaster.PID_FILE).unlink(missing_ok=True)
        for name in (sockets.SOCKET_NAME, f"{sockets.SOCKET_NAME}.lock"):
            (self.socket_directory / name).unlink(missing_ok=True)

    def _make_data(self) -> None:
        if self.data.exists() and any(self.data.iterdir()):
            self._check_data()
            return
        account, folder = self._place.account, self._place.folder
        if folder != self.home:
            make_lent_folder(folder)
        # Under another name until it is whole: initdb may be interrupted.
        unfinished = folder / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        account.make_folder(unfinished)
        command = [str(binaries.directory() / "initdb"), "-D", unfinished.name, *_initdb_options()]
        result = account.run(command, folder=folder)
        if result.returncode != 0:
            raise EmbeddedDatabaseError(f"The database in {self.data} could not be made:\n{result.stdout.strip()}")
        unfinished.rename(self.data)
        _flush(folder)

    def _check_data(self) -> None:
        try:
            version = (self.data / "PG_VERSION").read_text().strip()
        except OSError as error:
            raise EmbeddedDatabaseError(
                f"{self.data} holds files, but no database that can be read ({error.strerror}). "
                "Choose another folder, or move these files away."
            ) from error
        if version != binaries.MAJOR_VERSION:
            raise EmbeddedDatabaseError(
                f"The database in {self.data} was made by PostgreSQL {version}; this product runs PostgreSQL "
                f"{binaries.MAJOR_VERSION}. Dump it with the older version and restore it into a new folder."
            )

    def _launch(self, lock: int) -> None:
        # Names relative to the folder: pg_ctl hands them to a shell. The lock goes to every process of the server.
        options = ["-D", "data", "-l", "data/server.log", "-o", _server_options(self.socket_directory)]
        command = [str(binaries.directory() / "pg_ctl"), "start", "-W", *options]
        result = self._place.account.run(command, folder=self._place.folder, pass_fds=[lock])
        if result.returncode != 0:
            raise self._failure(f"The database server could not be started: {result.stdout.strip()}")

    def _wait_until_ready(self, deadline: float) -> None:
        while not self.is_running():
            lock = locks.take(self.home / "server.lock")
            if lock is not None:
                os.close(lock)
                raise _EndedAtOnceError(with_log_tail("The database server ended right after its start.", self.log))
            if time.monotonic() > deadline:
                raise self._failure("The database server does not accept connections yet. Wait, and start it again.")
            time.sleep(locks.POLL_SECONDS)

    def _failure(self, message: str) -> EmbeddedDatabaseError:
        return EmbeddedDatabaseError(with_log_tail(message, self.log))

    def _stop_at_exit(self) -> None:
        # A child made by fork inherits this call, but the server is not its own.
        if self._stop_at_exit_of == os.getpid():
            self.stop()


def _why_not_silent(leader: int | None) -> str:
    if leader is None:
        return "Processes of a killed database server still run. End them (ps shows them as postgres) and try again."
    return (
        f"The database server, process {leader}, is there but still busy starting or stopping; after a crash this "
        "can take minutes. Wait and try again."
    )


def _initdb_options() -> list[str]:
    settings = [f"--set={name}={value}" for name, value in INITIAL_SETTINGS.items()]
    # The builtin locale orders text by code point, the same on every system.
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [f"--username={SUPERUSER}", "--auth=trust", "--data-checksums", *locale, *settings]


def _server_options(socket_directory: Path) -> str:
    # On the command line, because everybody who can connect is trusted: no file may open the server to others.
    quoted = '"' + str(socket_directory).replace('"', '""') + '"'
    forced = {
        "listen_addresses": "",
        "port": str(sockets.PORT),
        "unix_socket_directories": quoted,
        "unix_socket_permissions": "0700",
    }
    return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in forced.items())


def _flush(folder: Path) -> None:
    # The new name in the folder must survive a loss of power as surely as the data behind it.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
