"""Reading drafts, and what is known around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from opencmecf.court.admissions import queries as admissions
from opencmecf.court.agents import queries as agents
from opencmecf.court.cases.models import Appearance, Association, Case, Party
from opencmecf.court.cases.typed_number import cases_typed
from opencmecf.court.docket.events.event import Dictionary, EntryKind, Filer
from opencmecf.court.docket.events.of_court import dictionary_of
from opencmecf.court.docket.events.recognizing import entry_kind, reliefs_of, short_words
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.filers.models import CourtAccount, FilerKind, NameParts
from opencmecf.court.filers.rules import check_bar_status, is_same_attorney
from opencmecf.court.filing import names, rules, uploads
from opencmecf.court.filing.content import Content, NotAContent
from opencmecf.court.filing.models import Draft, LateForm, State
from opencmecf.court.filing.surroundings import KnownCase, KnownEntry, KnownParty, Surroundings
from opencmecf.court.motions.queries import reliefs_by_entry
from opencmecf.court.notices.service_list import service_list
from opencmecf.court.notices.values import Addressee
from opencmecf.court.profile.kinds import KINDS, KindProfile, TextStyle
from opencmecf.foundation import reference, secrets
from opencmecf.foundation.access import Actor, Permission, Restriction
from opencmecf.foundation.access.restriction import strictest
from opencmecf.foundation.database.prepared import Prepared, PreparedFor
from opencmecf.foundation.errors import Refused

MOST_FOUND = 50
MOST_ENTRIES = 200
LOOKED_THROUGH = 2_000
MOST_DRAFTS = 200
MOST_FILED = 20
_NUMBERS = re.compile(r"(\d+)(?:\s*-\s*(\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A draft with everything that its pages and rules need."""

    draft: Draft
    content: Content
    dictionary: Dictionary
    around: Surroundings


def draft_of(draft_id: UUID, *, actor: Actor) -> Draft:
    """Return one of the actor's own drafts. Raises `NotFound`, also for somebody else's."""
    return Draft.objects.select_related("court", "for_attorney").get_for(actor, pk=draft_id)


def open_drafts(actor: Actor) -> list[Draft]:
    """Return the actor's drafts that are being prepared, the latest first."""
    found = Draft.objects.visible_to(actor).filter(state=State.OPEN).select_related("for_attorney")
    return list(found.order_by("-saved_at", "id")[:MOST_DRAFTS])


def workspace(draft: Draft, actor: Actor) -> Workspace:
    """Return a draft with what is known around it. Raises `NotAContent` for one of another version."""
    content = Content.from_data(draft.content)
    return workspace_with(draft, content, actor)


def workspace_with(draft: Draft, content: Content, actor: Actor) -> Workspace:
    """Return a draft as if it had this content."""
    return Workspace(
        draft=draft,
        content=content,
        dictionary=dictionary_of(draft.court_id),
        around=surroundings(content, court_id=draft.court_id, actor=actor, filer=draft.for_attorney),
    )


def workspace_to_submit(draft: Draft, actor: Actor) -> Workspace:
    """Return what `workspace` does, of counsel only what decides for whom the filer appears. Raises `NotAContent`."""
    content = Content.from_data(draft.content)
    around = surroundings(content, court_id=draft.court_id, actor=actor, filer=draft.for_attorney, with_counsel=False)
    return Workspace(draft=draft, content=content, dictionary=dictionary_of(draft.court_id), around=around)


def surroundings(
    content: Content, *, court_id: str, actor: Actor, filer: CourtAccount | None = None, with_counsel: bool = True
) -> Surroundings:
    """Return what is known around a content, as far as `actor` may see it, in a constant number of queries.

    `filer` is the account that files: the actor's own where it is None, another one where the actor is its agent.
    Without counsel, the other attorneys who have accounts are left out: a case may have hundreds.
    """
    account = filer or account_of(actor)
    rows = _cases.all(actor, court=court_id, ids=list(content.cases))
    cases = _known_cases(rows, actor, account, with_counsel=with_counsel)
    referred = [one.entry for one in content.references]
    entries = _known_entries(_entries.all(actor, cases=list(cases), ids=referred), court_id, actor)
    filers, kind = rules.filers_of(actor.roles, [account.filer_kind] if account else ()), _kind_of(court_id)
    return Surroundings(
        filers=filers,
        barred=barred(account, actor),
        admitted=admissions.admitted_cases(account) if account else None,
        kind=kind,
        name=account.name if account else actor.name,
        signature=_signature(account, kind.text, filers),
        cases=cases,
        entries={entry.id: entry for entry in entries},
        files={file.id: file for file in uploads.files_of([paper.upload for paper in content.papers], actor=actor)},
    )


def barred(account: CourtAccount | None, actor: Actor) -> Refused | None:
    """Return why `actor` may not file as `account` now: its bar status, or an agency that has ended; None if so."""
    if account is None:
        return None
    try:
        agents.check_may_act_for(account, actor=actor)
        check_bar_status(account)
    except Refused as refused:
        return refused
    return None


def check_may_open_menu(actor: Actor) -> None:
    """Raise `Refused` where nothing can be filed with the actor's account now, before anything is begun."""
    account = account_of(actor)
    if account is None:
        return
    check_bar_status(account)
    if account.is_agent and not agents.principals_of(account):
        raise agents.no_principal()


def principals_of(actor: Actor) -> list[CourtAccount]:
    """Return the filers for whom a filing agent files, by name; nobody for everybody else."""
    account = account_of(actor)
    return agents.principals_of(account) if account and account.is_agent else []


def role_in_words(actor: Actor) -> str:
    """Return what the actor is at the court: "Creditor", "Clerk"."""
    account = account_of(actor)
    if account is None:
        return ""
    return account.role_in_words if account.is_staff else str(FilerKind(account.filer_kind).label)


def menus_of(actor: Actor) -> frozenset[Filer]:
    """Return whose menus `actor` has: a filing agent has those of everybody for whom it files."""
    account = account_of(actor)
    if account is None:
        return rules.filers_of(actor.roles)
    kinds = [one.filer_kind for one in agents.principals_of(account)] if account.is_agent else [account.filer_kind]
    return rules.filers_of(actor.roles, kinds)


def account_of(actor: Actor) -> CourtAccount | None:
    """Return the account that the court has issued to the actor, or None."""
    return _account.first(key=actor.court_account_id) if actor.court_account_id else None


_account = Prepared(lambda key: CourtAccount.objects.filter(pk=key))
_cases = PreparedFor(lambda actor, court, ids: Case.objects.visible_to(actor).filter(court_id=court, pk__in=ids))
_parties = PreparedFor(
    lambda actor, cases: Party.objects.visible_to(actor).filter(case__in=cases).order_by("case", "order")
)
_entries = PreparedFor(
    lambda actor, cases, ids: DocketEntry.objects.with_text_visible_to(actor).filter(case__in=cases, pk__in=ids)
)


def _counsel_named(actor: Actor, cases: Any) -> QuerySet[Appearance]:
    named = Appearance.objects.visible_to(actor).filter(party__case__in=cases)
    return named.only("party_id", "name", "roles", "court_account_id").order_by("party", "order")


_appearances = PreparedFor(_counsel_named)
_own_appearances = PreparedFor(  # and those of whom only the printed name is known
    lambda actor, cases, account: _counsel_named(actor, cases).filter(
        Q(court_account=account) | Q(court_account__isnull=True)
    )
)


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
    rows = _known_entries(found.order_by("case", "-order")[:LOOKED_THROUGH], court_id, actor)
    listed = [entry for entry in rows if entry.kind in wanted][:MOST_ENTRIES]
    there = {entry.id for entry in listed}
    kept = _known_entries(visible.filter(pk__in=[one for one in always if one not in there]), court_id, actor)
    return kept + listed


def served(cases: Sequence[int], *, actor: Actor) -> list[Addressee]:
    """Return who is served with a filing in these cases, each once, in the order of the first docket that has them."""
    found: dict[object, Addressee] = {}
    for case in Case.objects.visible_to(actor).filter(pk__in=cases).order_by("pk"):
        for addressee in service_list(case):
            found.setdefault(addressee.account or (addressee.name, addressee.postal), addressee)
    return list(found.values())


def late_form(key: str, *, draft: Draft, step: str) -> LateForm | None:
    """Return what the browser with this key sent to a step after its session had ended, or None."""
    return LateForm.objects.filter(draft=draft, step=step, key_fingerprint=secrets.fingerprint(key)).first()


def _in_menu_order(cases: Sequence[Case], actor: Actor) -> list[KnownCase]:
    rows = Case.objects.visible_to(actor).filter(pk__in=[case.pk for case in cases])
    known = _known_cases(list(rows), actor, None)
    return [known[case.pk] for case in cases if case.pk in known]


def _known_cases(
    rows: Sequence[Case], actor: Actor, account: CourtAccount | None, *, with_counsel: bool = True
) -> dict[int, KnownCase]:
    ids = [row.pk for row in rows]
    if with_counsel:
        appearances = _appearances.all(actor, cases=ids)
    else:
        appearances = _own_appearances.all(actor, cases=ids, account=account.pk if account else 0)
    parties = _known_parties(_parties.all(actor, cases=ids), appearances, account)
    return {
        row.pk: KnownCase(
            id=row.pk,
            number=row.number,
            core=row.number_core or row.number,
            title=row.title,
            kind=_kind_of(row.court_id).case_kind(case_type=row.case_type, number_label=row.number_label),
            judge=row.assigned_to,
            chapter=row.chapter,
            closed_on=row.date_terminated,
            is_restricted=row.restriction != Restriction.PUBLIC,
            parties=tuple(parties[row.pk]),
        )
        for row in rows
    }


def _known_parties(
    rows: Sequence[Party], appearances: Sequence[Appearance], account: CourtAccount | None
) -> dict[int, list[KnownParty]]:
    counsel: dict[int, list[_Counsel]] = defaultdict(list)
    for one in appearances:
        if not any("terminated" in role.casefold() for role in one.roles):
            counsel[one.party_id].append(_Counsel(" ".join(one.name.split()).replace(" ,", ","), one.court_account_id))
    found: dict[int, list[KnownParty]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(
            KnownParty(
                id=row.pk,
                case=row.case_id,
                name=row.name,
                type=row.type,
                is_terminated=row.date_terminated is not None,
                is_mine=account is not None and _is_mine(row, counsel[row.pk], account),
                counsel=tuple(one.name for one in counsel[row.pk]),
            )
        )
    return found


class _Counsel(NamedTuple):
    """An attorney of a party, by the printed name and, where it is known, the account."""

    name: str
    account: int | None


def _is_mine(party: Party, counsel: Sequence[_Counsel], account: CourtAccount) -> bool:
    """Return whether an account files for a party: as its attorney, or as the party itself."""
    if any(_is_of(one, account) for one in counsel):
        return True
    speaks_for_itself = not (account.is_attorney or account.is_staff)
    return speaks_for_itself and is_same_attorney(party.name, account.name_parts)


def _is_of(counsel: _Counsel, account: CourtAccount) -> bool:
    """Return whether an appearance is that of an account: by the account it names, else by the printed name."""
    if counsel.account is not None:
        return counsel.account == account.pk
    name: NameParts = account.name_parts
    return is_same_attorney(counsel.name, name)


def _known_entries(entries: Iterable[DocketEntry], court_id: str, actor: Actor) -> list[KnownEntry]:
    """Return entries with what their motions ask for: as filed here, else as their words say."""
    found, rows, kinds = [], list(entries), dictionary_of(court_id).entry_kinds
    filed = reliefs_by_entry([row.pk for row in rows], actor)
    for row in rows:
        words = " ".join(row.words.split())
        kind = EntryKind.MOTION if row.pk in filed else entry_kind(words, among=kinds)
        found.append(
            KnownEntry(
                id=row.pk,
                case=row.case_id,
                number=row.number or "",
                de_seq_num=row.de_seq_num,
                filed_on=row.date_filed,
                words=words,
                kind=kind,
                short=short_words(words),
                reliefs=filed.get(row.pk) or (reliefs_of(words) if kind is EntryKind.MOTION else ()),
                level=strictest([row.restriction, row.text_restriction]),
            )
        )
    return found


def _kind_of(court_id: str) -> KindProfile:
    return KINDS[reference.court(court_id).kind]


def _signature(account: CourtAccount | None, style: TextStyle, filers: frozenset[Filer]) -> str:
    """Return how an entry is signed: at most courts filers as "Moreno, Alice", court staff as "cr"."""
    if account is None:
        return ""
    parts = (account.first_name, account.middle_name, account.last_name)
    initials = "".join(part[:1] for part in parts).casefold()
    pattern = style.staff_signature if filers & {Filer.STAFF, Filer.CHAMBERS} else style.signature
    return pattern.format(first=account.first_name, last=account.last_name, initials=initials)


def may_file(actor: Actor) -> bool:
    """Return whether the actor may begin drafts here."""
    return actor.may(Permission.DOCUMENT_FILE) and actor.court_account_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft as the list shows it."""

    draft: Draft
    title: str
    cases: tuple[str, ...]
    is_readable: bool = True
    acting_for: str = ""  # the filer in whose name an agent files


def draft_rows(actor: Actor) -> list[DraftRow]:
    """Return the actor's drafts that are being prepared, with what they are about."""
    return rows_of(open_drafts(actor), actor)


def filed_rows(actor: Actor) -> list[DraftRow]:
    """Return what became of the actor's latest drafts that were submitted."""
    found = Draft.objects.visible_to(actor).filter(state=State.SUBMITTED).select_related("for_attorney")
    return rows_of(list(found.order_by("-saved_at", "id")[:MOST_FILED]), actor)


def rows_of(drafts: Sequence[Draft], actor: Actor) -> list[DraftRow]:
    """Return what drafts are about, in two queries for any number of them."""
    contents = {draft.pk: _readable(draft) for draft in drafts}
    wanted = {case for content in contents.values() if content for case in content.cases}
    cases = dict(Case.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", "number_core"))
    rows = [_row(draft, contents[draft.pk], cases) for draft in drafts]
    filers = [names.acting_for(row.draft, actor).get("acting_for_name", "") for row in rows]
    return [replace(row, acting_for=filer) for row, filer in zip(rows, filers, strict=True)]


def _row(draft: Draft, content: Content | None, cases: dict[int, str]) -> DraftRow:
    if content is None:
        return DraftRow(draft=draft, title="A draft of another version", cases=(), is_readable=False)
    events = rules.events_of(content, dictionary_of(draft.court_id))
    title = ", ".join(event.name for event, _ in events) or "No event selected"
    return DraftRow(draft=draft, title=title, cases=tuple(cases[case] for case in content.cases if case in cases))


def _readable(draft: Draft) -> Content | None:
    try:
        return Content.from_data(draft.content)
    except NotAContent:
        return None
