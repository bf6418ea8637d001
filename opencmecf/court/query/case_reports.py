"""What the pages of the case menu show: plain rows for their templates, read as the asking actor may see them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from opencmecf.court.cases.models import Case, Party
from opencmecf.court.cases.queries import associated_cases, counts_of, parties_of
from opencmecf.court.docket.json_form import from_data
from opencmecf.court.docket.queries import header_facts
from opencmecf.court.docket.text import Text, plain
from opencmecf.court.query.relations import motions
from opencmecf.foundation.access import Actor

_LINES = tuple[Text, ...]
_ALIAS = re.compile(
    r"(?P<how>also known as|a/?k/?a|formerly doing business as|doing business as|d/?b/?a|formerly known as|f/?k/?a"
    r"|now known as|n/?k/?a|other)\b[:.]?\s*(?P<name>.*)",
    re.IGNORECASE,
)
_ABOVE = "(see above for address)"


def summary(case: Case, actor: Actor) -> Mapping[str, Any]:
    """Return what the docket's header says, and the parties with their attorneys."""
    known = {"date filed", "date terminated"}
    facts: list[tuple[str, Any]] = [
        ("Office", _office(case)),
        ("Filed", case.date_filed),
        ("Terminated", case.date_terminated),
    ]
    facts += [
        (fact.label, "; ".join(plain(value) for value in (fact.value, *fact.more)))
        for fact in header_facts(case, actor)
        if fact.label and fact.label.lower() not in known
    ]
    if case.flags:
        facts.append(("Flags", ", ".join(case.flags)))
    return {
        "facts": [(label, value) for label, value in facts if value],
        "parties": [(party, [one.name for one in _counsel(party)]) for party in parties_of(case, actor)],
        "counts": counts_of(case, actor),
    }


def parties(case: Case, actor: Actor) -> Mapping[str, Any] | None:
    """Return each party with what the docket says below its name."""
    found = parties_of(case, actor)
    return {"parties": [(party, _lines(party.details)) for party in found]} if found else None


def trustees(case: Case, actor: Actor) -> Mapping[str, Any] | None:
    """Return the trustees among the parties."""
    found = [party for party in parties_of(case, actor) if "trustee" in party.type.lower()]
    return {"parties": [(party, _lines(party.details)) for party in found]} if found else None


def creditors(case: Case, actor: Actor) -> Mapping[str, Any] | None:
    """Return the creditors among the parties. Whom the debtor has listed is not on the docket."""
    found = [party for party in parties_of(case, actor) if "creditor" in party.type.lower()]
    return {"parties": [(party, _lines(party.details)) for party in found]} if found else None


def attorneys(case: Case, actor: Actor) -> Mapping[str, Any] | None:
    """Return each attorney once, by name, with address and everybody whom they represent."""
    found: dict[str, dict[str, Any]] = {}
    for party in parties_of(case, actor):
        for one in _counsel(party):
            row = found.setdefault(one.index_name, {"name": one.name, "lines": [], "represents": []})
            contact = [line for line in _lines(one.lines) if line not in one.roles and line.lower() != _ABOVE]
            row["lines"] = row["lines"] or contact
            row["represents"].append((party, one.roles))
    return {"attorneys": [found[name] for name in sorted(found)]} if found else None


def aliases(case: Case, actor: Actor) -> Mapping[str, Any] | None:
    """Return the other names of parties, which stand below their names: "doing business as Harbor Tours"."""
    rows = [(party, how, name) for party in parties_of(case, actor) for how, name in _aliases(_lines(party.details))]
    return {"aliases": rows} if rows else None


def associated(case: Case, actor: Actor) -> Mapping[str, Any] | None:
    """Return the cases that this one names, and those that name it."""
    found = associated_cases(case, actor)
    return {"associated": found} if found else None


def status(case: Case, actor: Actor) -> Mapping[str, Any]:
    """Return how case, parties, counts and motions stand."""
    ended = [party for party in parties_of(case, actor) if party.date_terminated]
    return {"ended": ended, "counts": counts_of(case, actor), "motions": motions(case, actor)}


def _office(case: Case) -> str:
    """Return the city in the last line above the case number, or the number of the office."""
    city = re.search(r"\(([^()]+)\)\s*$", case.heading[-1]) if case.heading else None
    return city[1] if city else case.office


def _counsel(party: Party) -> list[Any]:
    return sorted(party.appearances.all(), key=lambda one: one.order)


def _lines(data: Any) -> list[str]:
    return [line for line in map(plain, from_data(_LINES, data)) if line]


def _aliases(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Return how and as whom; the name may stand on the line below."""
    found: list[tuple[str, str]] = []
    waiting = ""
    for line in lines:
        match = _ALIAS.fullmatch(line)
        if match and match["name"]:
            found.append((match["how"], match["name"]))
        elif waiting:
            found.append((waiting, line))
        waiting = match["how"] if match and not match["name"] else ""
    return found
