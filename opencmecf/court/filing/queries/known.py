"""Cases, parties and entries, as far as a filing has to know them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from opencmecf.court.cases.models import Appearance, Case, Party
from opencmecf.court.docket.events.event import EntryKind
from opencmecf.court.docket.events.of_court import dictionary_of
from opencmecf.court.docket.events.recognizing import entry_kind, reliefs_of, short_words
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.filers.models import CourtAccount, NameParts
from opencmecf.court.filers.rules import is_same_attorney
from opencmecf.court.filing.surroundings import KnownCase, KnownEntry, KnownParty
from opencmecf.court.motions.queries import reliefs_by_entry
from opencmecf.court.profile.kinds import KINDS, KindProfile
from opencmecf.foundation import reference
from opencmecf.foundation.access import Actor, Restriction
from opencmecf.foundation.access.restriction import strictest
from opencmecf.foundation.database.prepared import PreparedFor

_parties = PreparedFor(
    lambda actor, cases: Party.objects.visible_to(actor).filter(case__in=cases).order_by("case", "order")
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


class _Counsel(NamedTuple):
    """An attorney of a party, by the printed name and, where it is known, the account."""

    name: str
    account: int | None


def known_cases(
    rows: Sequence[Case], actor: Actor, account: CourtAccount | None, *, with_counsel: bool = True
) -> dict[int, KnownCase]:
    """Return cases with their parties, of which `account` files for some."""
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
            kind=kind_of(row.court_id).case_kind(case_type=row.case_type, number_label=row.number_label),
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


def known_entries(entries: Iterable[DocketEntry], court_id: str, actor: Actor) -> list[KnownEntry]:
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


def kind_of(court_id: str) -> KindProfile:
    """Return what the kind of a court brings."""
    return KINDS[reference.court(court_id).kind]
