"""Who runs the server, and in which folder: PostgreSQL refuses to run as root.

An ordinary user runs it directly. Root runs it in a user namespace, in which root's own files appear to belong to an
ordinary user: nothing is created, nothing changes hands, and the data may lie under a closed home folder. Where
namespaces are refused (some containers), root lends the data to an unprivileged user that exists already.
"""

import functools
import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from opencmecf.foundation.embedded_database import binaries
from opencmecf.foundation.embedded_database.errors import EmbeddedDatabaseError

UNPRIVILEGED_USERS = ("courtdb", "postgres", "nobody")
LENT_DATA = Path("/var/lib/opencmecf")  # for data that root lends, when the home folder is closed to the borrower


@dataclass(frozen=True)
class Account:
    """How the server's programs are run. `uid` and `gid` own the files, as seen from outside."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()
    lent: bool = False

    def run(
        self, command: Sequence[str], *, folder: Path, pass_fds: Sequence[int] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Run `command` in `folder`; its output comes back as one text in `stdout`."""
        return subprocess.run(
            [*self.prefix, *command],
            cwd=folder,
            env=_environment(),
            pass_fds=pass_fds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            start_new_session=True,  # Ctrl-C in the person's terminal must not stop initdb half-way
            user=self.uid if self.lent else None,
            group=self.gid if self.lent else None,
            extra_groups=[] if self.lent else None,
        )

    def reaches(self, folder: Path) -> bool:
        """Whether this account gets to `folder` (or to where it will be made) and may run the PostgreSQL programs."""
        nearest = next(path for path in (folder, *folder.parents) if path.exists())
        postgres = str(binaries.directory() / "postgres")
        return self.run(["test", "-x", postgres, "-a", "-x", str(nearest)], folder=Path("/")).returncode == 0

    def make_folder(self, folder: Path) -> None:
        """Make `folder`, closed to everybody else, when it is missing."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.lent:
            os.chown(folder, self.uid, self.gid)


@dataclass(frozen=True)
class Place:
    """The account that runs the server and the folder that holds its data."""

    account: Account
    folder: Path


def find_place(home: Path) -> Place:
    """The account and folder for the server of `home`: those of the data that is there, else the best possible.

    Raises EmbeddedDatabaseError when this user can neither use the data that is there nor run a new server.
    """
    existing = [folder for folder in (home, lent_folder(home)) if (folder / "data").exists()]
    if existing:
        return Place(_account_of_owner(existing[0] / "data"), existing[0])
    if os.geteuid() != 0:
        return Place(_own_account(), home)
    return _place_for_root(home)


def lent_folder(home: Path) -> Path:
    """Where root puts the data of `home` when the user who runs the server cannot reach `home`."""
    return LENT_DATA / fingerprint(home)


def make_lent_folder(folder: Path) -> None:
    """Make the folder that lent_folder() named, so that the borrower passes through whatever root's umask."""
    for path in (LENT_DATA, folder):
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o755)


def fingerprint(home: Path) -> str:
    """A short name that is always the same for the same path."""
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:12]


def namespace_account() -> Account | None:
    """An account in a user namespace, or None where the system refuses one."""
    unshare, user = shutil.which("unshare"), _unprivileged_user()
    if unshare is None or user is None:
        return None
    # initdb asks for the name of its user: the number must be one that the system knows.
    prefix = (unshare, "--user", f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}", "--")
    return Account(os.geteuid(), os.getegid(), prefix) if _works(prefix) else None


@functools.cache
def _works(prefix: tuple[str, ...]) -> bool:
    return subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0


def _account_of_owner(data: Path) -> Account:
    owner = data.stat().st_uid
    if owner == os.geteuid():
        return _own_account()
    if os.geteuid() == 0:
        return Account(owner, data.stat().st_gid, lent=True)
    raise EmbeddedDatabaseError(
        f"The database in {data} belongs to the user {_name(owner)}, but you are {_name(os.geteuid())}. "
        f"Run this command as {_name(owner)}, or choose another folder."
    )


def _own_account() -> Account:
    if os.geteuid() != 0 and _is_known(os.geteuid()):
        return Account(os.geteuid(), os.getegid())
    account = namespace_account()
    if account is None:
        raise EmbeddedDatabaseError(
            "PostgreSQL does not run as root or as a user without a name, and this system refuses the user namespace "
            "(unshare, from util-linux) that would help. " + _advice()
        )
    return account


def _place_for_root(home: Path) -> Place:
    account = namespace_account()
    if account is not None and account.reaches(home):
        return Place(account, home)
    user = _unprivileged_user()
    if user is None:
        raise EmbeddedDatabaseError("PostgreSQL does not run as root. " + _advice())
    borrower = Account(user.pw_uid, user.pw_gid, lent=True)
    for folder in (home, lent_folder(home)):
        if borrower.reaches(folder):
            return Place(borrower, folder)
    raise EmbeddedDatabaseError(
        f"PostgreSQL does not run as root, and the user {user.pw_name} who would run it cannot reach "
        f"{binaries.directory()}, {home} or {lent_folder(home)}. " + _advice()
    )


def _unprivileged_user() -> pwd.struct_passwd | None:
    for name in UNPRIVILEGED_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def _is_known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _name(uid: int) -> str:
    return pwd.getpwuid(uid).pw_name if _is_known(uid) else str(uid)


def _advice() -> str:
    return (
        "Run it as an ordinary user, with the product and its data in folders that this user can reach, "
        "or set DATABASE_URL to a PostgreSQL server of your own."
    )


def _environment() -> Mapping[str, str]:
    # The person's own PostgreSQL settings (PGDATA, PGPORT, PGOPTIONS ...) are meant for another server.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}
