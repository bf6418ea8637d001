"""Accepting a filing: entries, documents, a notice and a receipt, in one transaction or not at all.

Nothing is mailed or indexed before the commit: that is work for jobs, which are rows of the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from opencmecf.court.agents import queries as agents
from opencmecf.court.cases import numbers
from opencmecf.court.cases.models import Case, Party
from opencmecf.court.delegation import queries as delegation
from opencmecf.court.delegation import rules as delegations
from opencmecf.court.docket import actions as docket
from opencmecf.court.docket.events.event import Dictionary, Event
from opencmecf.court.docket.events.of_court import dictionary_of
from opencmecf.court.docket.json_form import from_data
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.docket.places import document_link, next_place
from opencmecf.court.docket.text import Link
from opencmecf.court.documents.actions import NewFile, file_documents
from opencmecf.court.documents.models import Document
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filing import queries
from opencmecf.court.filing.content import NotAContent
from opencmecf.court.filing.models import Draft, State
from opencmecf.court.filing.names import acting_for, agent_of, entered_by, filer_of, owner_of
from opencmecf.court.filing.values import FiledDocument, Filing, filing_of
from opencmecf.court.intake.actions import take_for_filing
from opencmecf.court.intake.models import Upload
from opencmecf.court.motions import actions as motions
from opencmecf.court.notices.actions import freeze_notice, keep_lists_of_cases
from opencmecf.court.notices.models import FiledNotice
from opencmecf.court.notices.rules import words_sha256
from opencmecf.court.notices.values import MAIN_DOCUMENT, Notice, NoticedCase, NoticedDocument
from opencmecf.court.profile.models import Court
from opencmecf.court.profile.rules import check_files
from opencmecf.court.receipts.actions import make_receipt
from opencmecf.court.receipts.models import Receipt
from opencmecf.court.receipts.queries import accepted_at, last_filings
from opencmecf.court.receipts.stamping import Signer, Stamped, stamps_of
from opencmecf.foundation import audit, reference
from opencmecf.foundation.access import Actor, Restriction
from opencmecf.foundation.database.prepared import PreparedFor, execute
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.failpoints import failpoint
from opencmecf.foundation.storage import Stored, default_store


@dataclass(frozen=True, slots=True)
class _Accepted:
    """What is settled before anything is entered: the filing, its time, and the rows that it is about."""

    filing: Filing
    court: Court
    at: datetime  # in the court's zone
    cases: Mapping[int, Case]
    uploads: Sequence[Upload]
    account: CourtAccount | None
    events: Sequence[tuple[Event, Mapping[str, Any]]]


_draft = PreparedFor(
    lambda actor, key: (
        Draft.objects.select_for_update(of=("self",))
        .select_related("court", "for_attorney")
        .visible_to(actor)
        .filter(pk=key)
    )
)
_cases = PreparedFor(
    lambda actor, court, ids: (
        Case.objects.select_for_update(of=("self",)).visible_to(actor).filter(court_id=court, pk__in=ids).order_by("pk")
    )
)
_SUBMITTED = "UPDATE filing_draft SET state = 'submitted' WHERE id = %s"
_NO_LATE_FORMS = "DELETE FROM filing_late_form WHERE draft_id = %s"


@transaction.atomic
def accept(*, draft_id: UUID, actor: Actor, revision: int | None) -> Receipt:
    """Accept a filing; everything in this transaction, the number of the entry last."""
    draft = _locked_draft(draft_id, actor)
    if draft.state == State.SUBMITTED:
        return Receipt.objects.get(key=draft.pk)
    if revision not in (None, draft.revision):
        raise _changed_elsewhere()
    filing, dictionary = _filing(draft, actor)
    cases = _locked_cases(filing, actor)
    signer, last = Signer.of(draft.court), last_filings(cases)
    accepted = _Accepted(
        filing=filing,
        court=draft.court,
        at=accepted_at(last).astimezone(reference.court(draft.court_id).zone),
        cases=cases,
        uploads=_uploads(filing, draft.court, actor),
        account=draft.for_attorney,
        events=[(dictionary.events[one.code], one.answers) for one in filing.events],
    )
    _join(accepted)
    stamped = _stamped(accepted, signer, actor)
    entries = _enter(accepted, stamped)
    notice = _notice(accepted, stamped, entries, actor)
    receipt = make_receipt(
        key=filing.key,
        court=draft.court,
        filer=filer_of(draft, actor),
        agent=agent_of(draft, actor),
        filed_for=owner_of(draft, actor),
        accepted_at=accepted.at.astimezone(UTC),
        filed_on=accepted.at.date(),
        docket_text=filing.text.words,
        dictionary_version=filing.dictionary_version,
        stamped=stamped,
        entries=[(cases[case], entry) for case, entry in entries.items()],
        last=last,
        notice=notice,
        signer=signer,
        actor=actor,
    )
    _finish(draft, accepted, entries, actor)
    failpoint("filing:before-commit")
    return receipt


def _locked_draft(draft_id: UUID, actor: Actor) -> Draft:
    draft = _draft.first(actor, key=draft_id)
    if draft is None:
        raise NotFound
    return draft


def _changed_elsewhere() -> Refused:
    return Refused(
        "This draft was changed in another window after you opened this page.",
        "Go on with this draft, read its final text again, and submit it if it is right.",
    )


def _filing(draft: Draft, actor: Actor) -> tuple[Filing, Dictionary]:
    """Return what is to be filed, by the court's dictionary of now. Raises `Refused` with all that is missing."""
    check_files(draft.court)
    if draft.state == State.DISCARDED:
        raise Refused("This draft was discarded.", "Begin a new filing.")
    if draft.for_attorney is not None:
        agents.lock_agency(draft.for_attorney, actor=actor)
    barred = queries.barred(draft.for_attorney, actor)
    if barred:
        raise barred
    try:
        space = queries.workspace_to_submit(draft, actor)
    except NotAContent as unreadable:
        raise Refused("This draft was made by another version.", "Begin a new filing.") from unreadable
    _check_limits(draft, space.content.menu.value, actor)
    filing = filing_of(
        key=draft.pk,
        court_id=draft.court_id,
        content=space.content,
        dictionary=space.dictionary,
        around=space.around,
    )
    return filing, dictionary_of(draft.court_id)


def _check_limits(draft: Draft, menu: str, actor: Actor) -> None:
    """Raise `Refused` where the filer has not let `actor` submit, or not events of this menu."""
    if draft.for_attorney is None:
        return
    limits, name = delegation.limits_of(draft.for_attorney, actor), draft.for_attorney.name
    delegations.check_menu(limits, menu, principal=name)
    delegations.check_submit(limits, principal=name)


def _locked_cases(filing: Filing, actor: Actor) -> dict[int, Case]:
    """Return the cases, locked in one order for everybody, the one that was named first."""
    found = {case.pk: case for case in _cases.all(actor, court=filing.court_id, ids=list(filing.case_ids))}
    if len(found) != len(filing.case_ids):
        raise Refused("One of the cases is not there any more.", "Choose the cases again.")
    return {pk: found[pk] for pk in filing.case_ids}


def _uploads(filing: Filing, court: Court, actor: Actor) -> list[Upload]:
    """Return the files in the order of the documents; each is in the store, whole as far as its length says."""
    ids = [document.upload_id for document in filing.documents]
    uploads = take_for_filing(court=court, upload_ids=ids, actor=actor) if ids else []
    store = default_store()
    for upload in uploads:
        if not store.has_length(upload.sha256, upload.length):
            raise Refused(f"The file {upload.file_name} is not here any more.", "Upload it again.")
    return uploads


def _join(accepted: _Accepted) -> None:
    """Add the filing's new parties to their cases, and let the filer appear for the parties for whom it says so."""
    added = {
        (one.case_id, one.key): docket.add_party(
            case=accepted.cases[one.case_id], type_=one.type, name=one.name, description=one.text
        )
        for one in accepted.filing.new_parties
    }
    made = accepted.filing.appearances
    if accepted.account is None or not made:
        return
    there = Party.objects.in_bulk([one.party.party_id for one in made if one.party.party_id])
    for one in made:
        key = one.party
        party = there[key.party_id] if key.party_id else added[(key.case_id, key.new_party)]
        docket.add_appearance(
            party=party,
            account=accepted.account,
            is_lead=one.is_lead,
            is_noticed=one.is_noticed,
            is_pro_hac_vice=one.is_pro_hac_vice,
        )


def _stamped(accepted: _Accepted, signer: Signer, actor: Actor) -> list[Stamped]:
    """File the documents; returns each with its number, what notices call it, and its stamp."""
    documents = _documents(accepted, actor)
    stamps = stamps_of(documents, court_id=accepted.court.pk, filed_on=accepted.at.date(), signer=signer)
    return [
        Stamped(document=document, number=one.number, description=_description(one), stamp=text)
        for document, one, text in zip(documents, accepted.filing.documents, stamps, strict=True)
    ]


def _documents(accepted: _Accepted, actor: Actor) -> Sequence[Document]:
    taken = numbers.take_numbers(
        court_id=accepted.court.pk, series=numbers.DOCUMENTS, count=len(accepted.filing.documents)
    )
    return file_documents(
        court_id=accepted.court.pk,
        numbers_taken=taken,
        files=[
            NewFile(stored=Stored(upload.sha256, upload.length), pages=upload.pages or 0, file_name=upload.file_name)
            for upload in accepted.uploads
        ],
        restriction=accepted.filing.restriction,
        stored_at=accepted.at,
        actor=actor,
    )


def _enter(accepted: _Accepted, stamped: Sequence[Stamped]) -> dict[int, DocketEntry]:
    """Enter the filing in every case; returns the entries by case."""
    sequences = numbers.take_numbers(
        court_id=accepted.court.pk, series=numbers.ENTRIES, count=len(accepted.filing.case_ids)
    )
    links = _links_of_references(accepted.filing)
    entries = {}
    for case, sequence in zip(accepted.cases.values(), sequences, strict=True):
        entries[case.pk] = _enter_in(case, sequence, accepted, stamped, links)
        _take_effect(case, entries[case.pk], accepted)
    return entries


def _enter_in(
    case: Case, sequence: int, accepted: _Accepted, stamped: Sequence[Stamped], links: Mapping[str, Link]
) -> DocketEntry:
    attached = {
        str(one.number): document_link(case=case, de_seq_num=sequence, document=one.document)
        for one in stamped
        if one.number
    }
    return docket.enter(
        case=case,
        place=next_place(case),
        de_seq_num=sequence,
        text=accepted.filing.text.runs(entry_link=links.get, attachment_link=attached.get),
        filed_on=accepted.at.date(),
        entered_at=accepted.at,
        restriction=accepted.filing.restriction,
        held=[
            docket.Held(
                document=one.document,
                attachment_number=one.number,
                description="" if one.number == 0 else one.description,
            )
            for one in stamped
        ],
    )


def _links_of_references(filing: Filing) -> dict[str, Link]:
    """Return where the numbers of the entries lead to which the filing refers."""
    if not filing.references:
        return {}
    there = DocketEntry.objects.filter(pk__in=[one.entry_id for one in filing.references])
    return {row.number: from_data(Link, row.link) for row in there if row.number and row.link}


def _take_effect(case: Case, entry: DocketEntry, accepted: _Accepted) -> None:
    """Do what the events do besides making an entry."""
    opened = [event.short for event, _ in accepted.events if event.effects.opens_motion]
    if opened:
        motions.open_motion(entry=entry, reliefs=opened)
    for event, _ in accepted.events:
        effects = event.effects
        if effects.closes_case:
            docket.close_case(case=case, on=accepted.at.date())
        if effects.reopens_case:
            docket.reopen_case(case=case)
        docket.change_flags(case=case, set_=effects.sets_flags, clear=effects.clears_flags)
    _rule(case, entry, accepted.filing)


def _rule(case: Case, entry: DocketEntry, filing: Filing) -> None:
    """Note what the filing says of motions of this case."""
    for one in filing.references:
        if one.case_id == case.pk and one.rulings:
            motions.rule_on(
                entry_id=one.entry_id,
                reliefs=one.reliefs,
                rulings={ruling.part: ruling.outcome for ruling in one.rulings},
                ruling=entry,
            )


def _notice(
    accepted: _Accepted, stamped: Sequence[Stamped], entries: Mapping[int, DocketEntry], actor: Actor
) -> FiledNotice:
    """Freeze the notice: what it says, and whom it tells."""
    filing = accepted.filing
    notice = Notice(
        court_id=filing.court_id,
        entered_by=entered_by(accepted.account, actor),
        entered_at=accepted.at,
        filed_on=accepted.at.date(),
        event=filing.short_name,
        docket_text=filing.text.words,
        cases=tuple(_noticed(case, entries[case.pk], filing, stamped) for case in accepted.cases.values()),
        documents=tuple(
            NoticedDocument(
                document_id=one.document.document_id,
                description=one.description,
                original_filename=one.document.file_name,
                stamp=one.stamp,
            )
            for one in stamped
        ),
    )
    lists = keep_lists_of_cases(cases=[accepted.cases[case] for case in sorted(accepted.cases)])
    by_case = dict(zip(sorted(accepted.cases), lists, strict=True))
    closed = any(case.restriction != Restriction.PUBLIC for case in accepted.cases.values())
    return freeze_notice(
        notice=notice,
        lists=[by_case[case] for case in accepted.cases],
        is_sealed=closed or filing.restriction != Restriction.PUBLIC,
        entered_for=accepted.account.chain if accepted.account else "",
        actor=actor,
    )


def _noticed(case: Case, entry: DocketEntry, filing: Filing, stamped: Sequence[Stamped]) -> NoticedCase:
    return NoticedCase(
        number=case.number,
        name=case.title,
        case_id=case.pacer_case_id,
        filers=tuple(one.name for one in filing.filers if one.case_id == case.pk),
        document_number=entry.number,
        de_seq_num=entry.de_seq_num,
        document_id=stamped[0].document.document_id if stamped else "",
        words_sha256=words_sha256(entry.words),
        closed_on=case.date_terminated,
        chapter=case.chapter,
    )


def _finish(draft: Draft, accepted: _Accepted, entries: Mapping[int, DocketEntry], actor: Actor) -> None:
    """Close the draft, and put the filing on the trail of every case."""
    execute(_SUBMITTED, [draft.pk])
    execute(_NO_LATE_FORMS, [draft.pk])
    events = [event.code for event, _ in accepted.events]
    facts = {"events": events, **acting_for(draft, actor)}
    submitted = audit.Record("filing:draft:submit", chain=draft.chain, data=facts)
    entered = [_on_trail(case, entries[case.pk], facts, draft) for case in accepted.cases.values()]
    audit.record_all(records=[submitted, *entered], by=actor)


def _on_trail(case: Case, entry: DocketEntry, facts: Mapping[str, Any], draft: Draft) -> audit.Record:
    data = {"number": entry.number, **facts, "filing": str(draft.pk)}
    return audit.Record("docket:entry:file", chain=case.chain, target=f"entry:{entry.pk}", data=data)


def _description(document: FiledDocument) -> str:
    """Return what notices call a document: "Main Document", "Exhibit A - Invoices"."""
    if document.number == 0:
        return MAIN_DOCUMENT
    return " ".join(f"{document.category} {document.description}".split()) or f"Attachment {document.number}"
