"""The folder of the server's unix socket: private, and with a path short enough for the system."""

import os
import stat
import sys
from pathlib import Path

from opencmecf.foundation.embedded_database.account import Account, Place, fingerprint
from opencmecf.foundation.embedded_database.errors import EmbeddedDatabaseError

PORT = 5432  # no TCP port: it only names the socket file
SOCKET_NAME = f".s.PGSQL.{PORT}"
LONGEST_PATH = 103 if sys.platform == "darwin" else 107  # bytes, without the closing zero
TEMPORARY = Path("/tmp")  # noqa: S108 - not $TMPDIR: every process must find the same folder


def directory(place: Place, home: Path) -> Path:
    """The socket's folder: beside the data, or in the system's temporary folder when that path cannot be used."""
    beside_data = place.folder / "run"
    # Clients read a comma as the end of one host in a list of hosts.
    if len(os.fsencode(beside_data / SOCKET_NAME)) <= LONGEST_PATH and "," not in str(beside_data):
        return beside_data
    return TEMPORARY / f"opencmecf-{place.account.uid}-{fingerprint(home)}"


def make_private(folder: Path, account: Account) -> None:
    """Make the socket's folder, or refuse one that another user prepared (EmbeddedDatabaseError)."""
    account.make_folder(folder)
    if is_private(folder, account):
        return
    raise EmbeddedDatabaseError(
        f"{folder}, the folder for the database's socket, must be a folder that belongs to you and is closed to "
        "others. Remove it, or close it with chmod 700, and start again."
    )


def is_private(folder: Path, account: Account) -> bool:
    """Whether `folder` is a real folder that belongs to `account` alone."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == account.uid and not status.st_mode & 0o077
