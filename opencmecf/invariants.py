"""What must hold at any moment, checked over the whole database by `cmecf check`."""

from __future__ import annotations

from collections.abc import Iterator

from opencmecf.court.clerk.invariants import broken_revisions
from opencmecf.court.docket.invariants import broken_dockets
from opencmecf.court.documents.invariants import broken_files
from opencmecf.court.filers.invariants import broken_links
from opencmecf.court.receipts.invariants import broken_filings
from opencmecf.foundation.audit.queries import broken_links as broken_chains


def problems(*, read_every_file: bool = False) -> Iterator[str]:
    """One sentence for each thing that is not as it must be; `read_every_file` also reads every file of the store."""
    yield from broken_chains()
    yield from broken_links()
    yield from broken_dockets()
    yield from broken_filings()
    yield from broken_revisions()
    yield from broken_files(read_everything=read_every_file)
