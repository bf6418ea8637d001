"""What a receipt says, what a stamp vouches for, and how the filings of a case are chained."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from opencmecf.court.receipts.signing import canonical

RECEIPT = "Open CM/ECF receipt, version 1"
ATTEMPT = "Open CM/ECF certificate of an attempt, version 1"
NO_FILING_BEFORE = "0" * 64
_STAMP = re.compile(
    r"\[STAMP (?P<prefix>dc|bk|ac)ecfStamp_ID=(?P<id>\d+) \[Date=(?P<date>[\d/]+)\] "
    r"\[FileNumber=(?P<serial>\d+)-(?P<place>\d+)\] \[(?P<digits>[0-9a-f]{128})\]\]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptDocument:
    """A document of the receipt; `number` is 0 for the main one. `length` counts bytes."""

    number: int
    document_id: str
    description: str
    file_name: str
    sha256: str
    length: int
    pages: int
    stamp: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainedEntry:
    """The entry of one case: its place among the filings of the case, and the hash of the filing before."""

    case_id: str
    case_number: str
    number: str
    de_seq_num: int
    place: int
    previous: str


def receipt_facts(
    *,
    court_id: str,
    key: UUID,
    filer: str,
    agent: str = "",
    accepted_at: datetime,
    filed_on: date,
    docket_text: str,
    service_list_hash: str,
    documents: Sequence[ReceiptDocument],
    entries: Sequence[ChainedEntry],
) -> dict[str, Any]:
    """Return what the receipt of a filing says, each entry with its `hash`, which covers everything else.

    `agent` names whoever acted for the filer, and is left out where nobody did.
    """
    said = {
        "kind": RECEIPT,
        "court": court_id,
        "key": str(key),
        "filer": filer,
        **({"agent": agent} if agent else {}),
        "accepted_at": accepted_at.isoformat(),
        "filed_on": filed_on.isoformat(),
        "docket_text": docket_text,
        "service_list_sha256": service_list_hash,
        "documents": [asdict(one) for one in documents],
    }
    return {**said, "entries": [{**asdict(one), "hash": entry_hash(said, asdict(one))} for one in entries]}


def entry_hash(said: dict[str, Any], entry: dict[str, Any]) -> str:
    """Return the hash that chains an entry of a receipt: over all that the receipt says, and the entry."""
    covered = {name: value for name, value in said.items() if name != "entries"}
    bare = {name: value for name, value in entry.items() if name != "hash"}
    return hashlib.sha256(canonical({**covered, "entry": bare})).hexdigest()


def stamp_facts(*, court_id: str, document_id: str, filed_on: date, sha256: str, length: int) -> dict[str, Any]:
    """Return what a document stamp vouches for: these bytes, under this number, on this day, at this court."""
    return {
        "kind": "Open CM/ECF document stamp, version 1",
        "court": court_id,
        "document": document_id,
        "filed_on": filed_on.isoformat(),
        "sha256": sha256,
        "length": length,
    }


def stamp_text(*, prefix: str, kid: str, filed_on: date, serial: int, place: int, digits: str) -> str:
    """Return a stamp as notices print it (feature map 6.4). Its id is made of that of the key."""
    day = f"{filed_on.month}/{filed_on.day}/{filed_on.year}"
    return f"[STAMP {prefix}ecfStamp_ID={stamp_id(kid)} [Date={day}] [FileNumber={serial}-{place}] [{digits}]]"


def stamp_id(kid: str) -> int:
    """Return the number by which stamps name the key that made them."""
    return int.from_bytes(hashlib.sha256(kid.encode()).digest()[:4])


def digits_of(stamp: str) -> str:
    """Return the digits of a stamp, also of one that was broken into lines; "" for what is none."""
    match = _STAMP.search(" ".join(stamp.split()))
    return match["digits"] if match else ""


def filed_on(said: dict[str, Any]) -> date:
    """Return the day of a receipt."""
    return date.fromisoformat(said["filed_on"])
