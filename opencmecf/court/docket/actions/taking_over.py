"""Taking a docket sheet over into the records of the court: new, or what it adds to what is known."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import connection, transaction
from django.db.models import Q

from opencmecf.court.cases import numbers
from opencmecf.court.cases.actions import follow_lead_cases
from opencmecf.court.cases.models import Case
from opencmecf.court.cases.queries import cases_led_by
from opencmecf.court.docket import rows
from opencmecf.court.docket.actions.entries import EntryWriter, add_entries, note_last_entry, numbers_needed
from opencmecf.court.docket.actions.heads import add_to_head, write_head
from opencmecf.court.docket.case_number import case_number_parts
from opencmecf.court.docket.json_form import json_chunks
from opencmecf.court.docket.models import Docket, TakenOver
from opencmecf.court.docket.printed_rows import ROWS_FORM
from opencmecf.court.docket.restrictions import Restrictions
from opencmecf.court.docket.sheet import DocketSheet
from opencmecf.court.profile.models import Court
from opencmecf.foundation import audit, reference
from opencmecf.foundation.access import Actor, Permission, Restriction
from opencmecf.foundation.errors import Refused

OPEN = Restrictions()


class Outcome(StrEnum):
    """What taking a sheet over came to."""

    IMPORTED = "imported"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOverDocket:
    """What became of a sheet: the case, and how many entries it added."""

    outcome: Outcome
    case: Case
    entries: int = 0


def take_over(
    *,
    sheet: DocketSheet,
    court: Court,
    actor: Actor,
    fingerprint: str = "",
    restrictions: Restrictions = OPEN,
) -> TakenOverDocket:
    """Store a docket sheet whole, or add to a case that is here what the sheet has more; nothing else changes.

    The same sheet again changes nothing. `fingerprint` is that of the file it came from; `restrictions` close what is
    not here yet, and never open or close what is. Raises `Refused` for a sheet of another court, and for one whose
    numbers contradict the records. Running numbers are taken in a transaction before: a long docket takes seconds, in
    which nobody else of the court could file.
    """
    actor.require_at(Permission.DOCKET_IMPORT, court.pk)
    _check(sheet, court)
    digest = _digest(sheet)
    reserved = _reserved(sheet, digest)
    return _take_over(sheet, digest, reserved, court=court, actor=actor, fingerprint=fingerprint, closed=restrictions)


def _reserved(sheet: DocketSheet, digest: str) -> numbers.Reserved:
    """Take the numbers that the sheet will need, as far as can be seen now."""
    if not any(numbers_needed(None, sheet)):
        return numbers.none_reserved(sheet.court_id)
    case = _known_case(sheet)
    if case and Docket.objects.filter(pk=case.pk, sheet_hash=digest).exists():
        return numbers.none_reserved(sheet.court_id)
    documents, entries = numbers_needed(case, sheet)
    return numbers.reserve(court_id=sheet.court_id, documents=documents, entries=entries)


@transaction.atomic
def _take_over(
    sheet: DocketSheet,
    digest: str,
    reserved: numbers.Reserved,
    *,
    court: Court,
    actor: Actor,
    fingerprint: str,
    closed: Restrictions,
) -> TakenOverDocket:
    _wait_for_others(sheet)
    case = _known_case(sheet)
    if case:
        taken = _update(case, sheet, digest, reserved=reserved, restrictions=closed, actor=actor)
    else:
        taken = _import(sheet, digest, reserved, closed, actor)
    if fingerprint:
        TakenOver.objects.get_or_create(court=court, fingerprint=fingerprint, defaults={"case": taken.case})
    return taken


def _import(
    sheet: DocketSheet, digest: str, reserved: numbers.Reserved, restrictions: Restrictions, actor: Actor
) -> TakenOverDocket:
    made = numbers.take_numbers(court_id=sheet.court_id, series=numbers.CASES, count=0 if sheet.pacer_case_id else 1)
    case_id = sheet.pacer_case_id or _free_case_id(sheet.court_id, made)
    case = rows.case_row(sheet, case_id=case_id, has_made_id=bool(made), restriction=restrictions.case)
    case.save()
    write_head(case, sheet)
    follow_lead_cases(cases=[case, *(cases_led_by(case) if case.restriction != Restriction.PUBLIC else ())])
    docket = rows.docket_row(case, sheet)
    docket.sheet_hash = digest
    docket.rows_form = ROWS_FORM
    docket.save()
    EntryWriter(case, restrictions, reserved).write((order, order, entry) for order, entry in enumerate(sheet.entries))
    note_last_entry(case)
    audit.record(
        "docket:sheet:import",
        chain=case.chain,
        by=actor,
        entries=len(sheet.entries),
        restriction=restrictions.case.value,
    )
    return TakenOverDocket(outcome=Outcome.IMPORTED, case=case, entries=len(sheet.entries))


def _update(
    case: Case,
    sheet: DocketSheet,
    digest: str,
    *,
    reserved: numbers.Reserved,
    restrictions: Restrictions,
    actor: Actor,
) -> TakenOverDocket:
    case = Case.objects.select_for_update().get(pk=case.pk)  # first of all, as whoever files in it does
    docket = Docket.objects.select_for_update().get(pk=case.pk)
    if docket.sheet_hash == digest:
        return TakenOverDocket(outcome=Outcome.UNCHANGED, case=case)
    in_head = add_to_head(case, docket, sheet)
    if in_head:
        follow_lead_cases(cases=[Case.objects.get(pk=case.pk)])
    entries = add_entries(case, sheet, restrictions, reserved)
    if entries:
        note_last_entry(case)
    Docket.objects.filter(pk=case.pk).update(sheet_hash=digest)
    if not entries and not in_head:
        return TakenOverDocket(outcome=Outcome.UNCHANGED, case=case)
    audit.record("docket:sheet:update", chain=case.chain, by=actor, entries=entries, header=sorted(in_head))
    return TakenOverDocket(outcome=Outcome.UPDATED, case=case, entries=entries)


def _check(sheet: DocketSheet, court: Court) -> None:
    if sheet.court_id != court.pk:
        raise Refused(f"This is a docket of {sheet.court_id}, not of {court.pk}.")
    if sheet.kind is not reference.court(court.pk).kind:
        raise Refused(f"This is a docket of another kind of court than {court.pk}.")
    if not sheet.case_number.strip():
        raise Refused("The docket has no case number.")


def _wait_for_others(sheet: DocketSheet) -> None:
    """Let one sheet of a court after the other in: a case may have no row to lock yet, and dockets share documents."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 20200127))", [f"docket:{sheet.court_id}"])


def _known_case(sheet: DocketSheet) -> Case | None:
    """Return the case of this sheet: by its id, or by its number where either side has no id of the court's own."""
    here = Case.objects.filter(court_id=sheet.court_id)
    if sheet.pacer_case_id:
        known = here.filter(pacer_case_id=sheet.pacer_case_id, has_made_id=False).first()
        if known is not None:
            return known
    parts = case_number_parts(sheet.case_number)
    same = Q(number_core=parts.core, defendant=parts.defendant) if parts else Q(number=sheet.case_number)
    made = Q(has_made_id=True) if sheet.pacer_case_id else Q()
    found = list(here.filter(same, made)[:2])
    if len(found) > 1:
        raise Refused("Several cases have this number, and the page does not say which of them it is.")
    return found[0] if found else None


def _free_case_id(court_id: str, made: range) -> str:
    number = made[0]
    while Case.objects.filter(court_id=court_id, pacer_case_id=str(number)).exists():
        number = numbers.take_numbers(court_id=court_id, series=numbers.CASES, count=1)[0]
    return str(number)


def _digest(sheet: DocketSheet) -> str:
    """Return the hash of a sheet; entry by entry, so that a long one is never one string."""
    digest = hashlib.sha256()
    for chunk in json_chunks(replace(sheet, entries=()), sheet.entries):
        digest.update(chunk.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
