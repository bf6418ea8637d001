"""The store of files: each is kept once, under the SHA-256 of its bytes, and never changes.

Bytes are written and on the disk (fsync of the file and of its folder) before `put` returns, so that a transaction may
name them at once. A file that no row names is left over from an act that did not come to its end, and harms nobody.
"""

from opencmecf.foundation.storage.store import Arriving, Store, Stored, default_store

__all__ = ["Arriving", "Store", "Stored", "default_store"]
