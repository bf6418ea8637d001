"""A notice as JSON, as its row keeps it, and back without loss."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from opencmecf.court.notices.values import Addressee, Notice, NoticedCase, NoticedDocument

Json = dict[str, Any]


def to_json(notice: Notice) -> Json:
    """Return the notice without its service lists as JSON values; dates and times in ISO form."""
    return {
        **_plain(notice),
        "entered_at": notice.entered_at.isoformat(),
        "filed_on": notice.filed_on.isoformat(),
        "cases": [_case_to_json(case) for case in notice.cases],
        "documents": [_plain(document) for document in notice.documents],
    }


def from_json(written: Json, lists: Sequence[Sequence[Json]]) -> Notice:
    """Return the notice that `to_json` wrote; `lists` are the service lists of its cases, from `people_to_json`."""
    times = {
        "entered_at": datetime.fromisoformat(written["entered_at"]),
        "filed_on": date.fromisoformat(written["filed_on"]),
    }
    cases = tuple(_case(one, people) for one, people in zip(written["cases"], lists, strict=True))
    documents = tuple(NoticedDocument(**one) for one in written["documents"])
    return Notice(**(written | times | {"cases": cases, "documents": documents}))


def people_to_json(people: Iterable[Addressee]) -> list[Json]:
    """Return a service list as JSON values."""
    return [_addressee_to_json(one) for one in people]


def list_hash(people: Sequence[Json]) -> str:
    """Return the SHA-256 under which a service list is kept."""
    return _digest(people)


def service_list_hash(written: Json, lists: Sequence[str]) -> str:
    """Return the SHA-256 of who is served in which case, and where: what a receipt vouches for.

    `lists` are the hashes of the lists of its cases.
    """
    return _digest([[case["case_id"], of_list] for case, of_list in zip(written["cases"], lists, strict=True)])


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _plain(value: Notice | NoticedCase | NoticedDocument | Addressee) -> Json:
    """Return the fields of a value by name; ten times as fast as `dataclasses.asdict`, which copies them deeply."""
    return {one.name: getattr(value, one.name) for one in fields(value)}


def _case_to_json(case: NoticedCase) -> Json:
    written = _plain(case)
    del written["service_list"]
    closed_on = case.closed_on.isoformat() if case.closed_on else None
    return {**written, "filers": list(case.filers), "closed_on": closed_on}


def _addressee_to_json(one: Addressee) -> Json:
    lists = {"addresses": list(one.addresses), "postal": list(one.postal)}
    return {"name": one.name, "account": one.account, **lists}


def _case(written: Json, people: Sequence[Json]) -> NoticedCase:
    closed_on = written["closed_on"] and date.fromisoformat(written["closed_on"])
    service_list = tuple(_addressee(one) for one in people)
    filers = tuple(written["filers"])
    return NoticedCase(**(written | {"closed_on": closed_on, "service_list": service_list, "filers": filers}))


def _addressee(written: Json) -> Addressee:
    lists = {"addresses": tuple(written["addresses"]), "postal": tuple(written["postal"])}
    return Addressee(**(written | lists))
