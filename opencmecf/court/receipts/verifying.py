"""Checking a receipt offline: with the receipt, the files, and the court's public keys, and nothing of ours."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opencmecf.court.receipts import facts, signing


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked, and whether it is right."""

    is_right: bool
    message: str


def verify(receipt: dict[str, Any], files: Sequence[Path], keys: Sequence[dict[str, Any]] = ()) -> list[Finding]:
    """Check a receipt, as it was downloaded, and files against it.

    `keys` are the court's public keys, from a source that is trusted; without them the key in the receipt itself is
    taken, which shows only that nothing was changed since somebody signed it.
    """
    said, signature = receipt.get("receipt"), receipt.get("signature")
    if not isinstance(said, dict) or not isinstance(signature, str) or said.get("kind") != facts.RECEIPT:
        return [Finding(False, "This is no receipt that this program knows.")]
    signer = signing.signing_key(said, signature, keys or [receipt.get("key") or {}])
    if signer is None:
        return [Finding(False, "The signature is not that of the court over this receipt: it was changed, or forged.")]
    trusted = "" if keys else " Compare the key with the one that the court publishes: " + signing.thumbprint(signer)
    checked = [Finding(True, f"Signed by {said['court']} at {said['accepted_at']}.{trusted}")]
    checked += [_chained(said, entry) for entry in said["entries"]]
    checked += [_stamped(said, document, signer) for document in said["documents"]]
    return [*checked, *(_filed(said, path) for path in files)]


def read_receipt(path: Path) -> dict[str, Any]:
    """Return a receipt from its file. Raises `ValueError` for what is none."""
    held = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(held, dict):
        raise ValueError("This is no receipt.")
    return held


def read_keys(path: Path) -> list[dict[str, Any]]:
    """Return the keys of a JSON Web Key Set in a file. Raises `ValueError` for anything else."""
    held = json.loads(path.read_text(encoding="utf-8"))
    keys = held.get("keys") if isinstance(held, dict) else None
    if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
        raise ValueError("This is no JSON Web Key Set.")
    return keys


def _chained(said: dict[str, Any], entry: dict[str, Any]) -> Finding:
    is_right = facts.entry_hash(said, entry) == entry["hash"]
    where = f"Entry {entry['number']} of {entry['case_number']}, filing {entry['place']} of the case"
    return Finding(is_right, f"{where}{'' if is_right else ': its hash does not fit'}.")


def _stamped(said: dict[str, Any], document: dict[str, Any], signer: Any) -> Finding:
    vouched = facts.stamp_facts(
        court_id=said["court"],
        document_id=document["document_id"],
        filed_on=facts.filed_on(said),
        sha256=document["sha256"],
        length=document["length"],
    )
    is_right = signing.has_stamped(vouched, facts.digits_of(document["stamp"]), signer)
    return Finding(is_right, f"Stamp of {document['description']}{'' if is_right else ' is not the court’s'}.")


def _filed(said: dict[str, Any], path: Path) -> Finding:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    named = next((document for document in said["documents"] if document["sha256"] == found), None)
    if named is None:
        return Finding(False, f"{path.name} is not one of the files of this filing, or it was changed.")
    return Finding(True, f"{path.name} is {named['description']} as it was filed.")
