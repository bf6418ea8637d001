"""A notice as JSON, as its row keeps it, and back without loss."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from opencmecf.court.notices.values import Addressee, Notice, NoticedCase, NoticedDocument

Json = dict[str, Any]


def to_json(notice: Notice) -> Json:
    """Return the notice as JSON values; dates and times in ISO form."""
    written: Json = json.loads(json.dumps(asdict(notice), default=lambda day: day.isoformat()))
    return written


def from_json(written: Json) -> Notice:
    """Return the notice that `to_json` wrote."""
    times = {
        "entered_at": datetime.fromisoformat(written["entered_at"]),
        "filed_on": date.fromisoformat(written["filed_on"]),
    }
    cases = tuple(_case(one) for one in written["cases"])
    documents = tuple(NoticedDocument(**one) for one in written["documents"])
    return Notice(**(written | times | {"cases": cases, "documents": documents}))


def service_list_hash(notice: Notice) -> str:
    """Return the SHA-256 of who is served in which case, and where: what a receipt vouches for."""
    listed = [[case.case_id, [asdict(one) for one in case.service_list]] for case in notice.cases]
    return hashlib.sha256(json.dumps(listed, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _case(written: Json) -> NoticedCase:
    closed_on = written["closed_on"] and date.fromisoformat(written["closed_on"])
    service_list = tuple(_addressee(one) for one in written["service_list"])
    filers = tuple(written["filers"])
    return NoticedCase(**(written | {"closed_on": closed_on, "service_list": service_list, "filers": filers}))


def _addressee(written: Json) -> Addressee:
    lists = {"addresses": tuple(written["addresses"]), "postal": tuple(written["postal"])}
    return Addressee(**(written | lists))
