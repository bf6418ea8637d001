"""Stamping documents (feature map 6.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from joserfc.jwk import OKPKey

from opencmecf.court.documents.models import Document
from opencmecf.court.profile.kinds import KINDS
from opencmecf.court.profile.models import Court
from opencmecf.court.receipts import facts, signing
from opencmecf.court.receipts.keys import current_key
from opencmecf.court.receipts.models import CourtKey
from opencmecf.foundation import reference


@dataclass(frozen=True, slots=True)
class Signer:
    """A court's key in use: its row, and what signs."""

    row: CourtKey
    key: OKPKey

    @classmethod
    def of(cls, court: Court) -> Signer:
        """Return the key that signs for the court now."""
        return cls(*current_key(court))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A document with its stamp, its place in the filing (0 is the main document) and what it is called there."""

    document: Document
    number: int
    description: str
    stamp: str


def stamps_of(documents: Sequence[Document], *, court_id: str, filed_on: date, signer: Signer) -> list[str]:
    """Return the stamps of the documents of one filing, in their order; the first names the serial of them all."""
    return [
        stamp_of(document, court_id=court_id, filed_on=filed_on, serial=documents[0].number, place=place, signer=signer)
        for place, document in enumerate(documents)
    ]


def stamp_of(document: Document, *, court_id: str, filed_on: date, serial: int, place: int, signer: Signer) -> str:
    """Return the stamp of one document."""
    vouched = facts.stamp_facts(
        court_id=court_id,
        document_id=document.document_id,
        filed_on=filed_on,
        sha256=document.sha256,
        length=document.bytes or 0,
    )
    return facts.stamp_text(
        prefix=KINDS[reference.court(court_id).kind].stamp_prefix,
        kid=signer.row.kid,
        filed_on=filed_on,
        serial=serial,
        place=place,
        digits=signing.stamp_digits(vouched, signer.key),
    )
