"""What the steps of a filing let one choose from: cases, entries to refer to; and who is served."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q

from opencmecf.court.cases.models import Association, Case
from opencmecf.court.cases.typed_number import cases_typed
from opencmecf.court.docket.events.event import EntryKind
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.filing.queries.known import known_cases, known_entries
from opencmecf.court.filing.surroundings import KnownCase, KnownEntry
from opencmecf.court.notices.service_list import service_list
from opencmecf.court.notices.values import Addressee
from opencmecf.foundation.access import Actor

MOST_FOUND = 50
MOST_ENTRIES = 200
LOOKED_THROUGH = 2_000
_NUMBERS = re.compile(r"(\d+)(?:\s*-\s*(\d+))?")


def cases_found(text: str, *, court_id: str, actor: Actor) -> list[KnownCase]:
    """Return the cases that a typed number may mean: *Find This Case*."""
    return _in_menu_order(cases_typed(court_id=court_id, text=text, actor=actor)[:MOST_FOUND], actor)


def associated_cases(cases: Sequence[int], *, court_id: str, actor: Actor) -> list[KnownCase]:
    """Return the cases of this court that the headers of these cases name as lead, member or related."""
    links = Association.objects.visible_to(actor).filter(case__in=cases)
    ids = {link.other_case_id for link in links} - {""}
    cores = {link.number_core for link in links} - {""}
    found = Case.objects.visible_to(actor).filter(
        Q(pacer_case_id__in=ids) | Q(number_core__in=cores), court_id=court_id
    )
    return _in_menu_order(list(found.exclude(pk__in=cases).order_by("-year", "serial", "pk")[:MOST_FOUND]), actor)


def entries_to_refer_to(
    cases: Sequence[int],
    *,
    court_id: str,
    kinds: Iterable[EntryKind],
    actor: Actor,
    since: date | None = None,
    until: date | None = None,
    numbers: str = "",
    always: Sequence[int] = (),
) -> list[KnownEntry]:
    """Return entries of these kinds that a filing may refer to, the latest first, at most `MOST_ENTRIES`.

    `numbers` is typed: "5", "5-12" or "5, 9-12". Entries in `always` are among them whatever the limits.
    """
    visible = DocketEntry.objects.with_text_visible_to(actor).filter(case__in=cases)
    found = visible
    if since:
        found = found.filter(date_filed__gte=since)
    if until:
        found = found.filter(date_filed__lte=until)
    if ranges := _NUMBERS.findall(numbers):
        within = Q()
        for first, last in ranges[:20]:
            within |= Q(number_value__range=(int(first[:9]), int((last or first)[:9])))
        found = found.filter(within)
    wanted = set(kinds)
    rows = known_entries(found.order_by("case", "-order")[:LOOKED_THROUGH], court_id, actor)
    listed = [entry for entry in rows if entry.kind in wanted][:MOST_ENTRIES]
    there = {entry.id for entry in listed}
    kept = known_entries(visible.filter(pk__in=[one for one in always if one not in there]), court_id, actor)
    return kept + listed


def served(cases: Sequence[int], *, actor: Actor) -> list[Addressee]:
    """Return who is served with a filing in these cases, each once, in the order of the first docket that has them."""
    found: dict[object, Addressee] = {}
    for case in Case.objects.visible_to(actor).filter(pk__in=cases).order_by("pk"):
        for addressee in service_list(case):
            found.setdefault(addressee.account or (addressee.name, addressee.postal), addressee)
    return list(found.values())


def _in_menu_order(cases: Sequence[Case], actor: Actor) -> list[KnownCase]:
    rows = Case.objects.visible_to(actor).filter(pk__in=[case.pk for case in cases])
    known = known_cases(list(rows), actor, None)
    return [known[case.pk] for case in cases if case.pk in known]
