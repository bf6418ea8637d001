"""Tying appearances to an account, loosing them, and saying that an attorney is somebody else."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from opencmecf.court.appearances import queries
from opencmecf.court.appearances.queries import Candidate
from opencmecf.court.cases.models import Appearance, DeclinedAppearance
from opencmecf.court.filers import links
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filers.rules import require_manage
from opencmecf.foundation import audit, reference
from opencmecf.foundation.access import Actor, Restriction
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail

CASES_IN_A_MAIL = 50


@transaction.atomic
def tie_appearances(*, account: CourtAccount, keys: Collection[str], actor: Actor) -> int:
    """Make the appearances of these candidates those of the account, from now on; returns how many there were.

    The holder is on the service lists of their cases then, files as counsel in them, and is written to. Tied before is
    no event. Raises `NotAllowed`, `NotFound` for staff and agents, and `Refused` where none is chosen.
    """
    account = _locked(account, actor)
    chosen = _chosen(account, keys, actor)
    ids = [one for candidate in chosen for one in candidate.appearances]
    rows = list(
        Appearance.objects.select_for_update(of=("self",))
        .visible_to(actor)
        .filter(pk__in=ids, court_account=None)
        .select_related("party__case")
        .order_by("pk")
    )
    if not rows:
        return 0
    Appearance.objects.filter(pk__in=[row.pk for row in rows]).update(court_account=account)
    _record(account, "tie", [candidate.printed.name for candidate in chosen], len(rows), actor)
    _record_in_cases("connect", rows, account, actor)
    _write(account, rows)
    return len(rows)


@transaction.atomic
def untie_appearance(*, account: CourtAccount, appearance_id: int, actor: Actor) -> None:
    """Take an appearance off the account: its holder is not counsel there any more. Twice is one event.

    Raises `NotAllowed`, and `NotFound` for one that `actor` may not see.
    """
    account = _locked(account, actor)
    rows = Appearance.objects.select_for_update(of=("self",)).select_related("party__case")
    row = rows.get_for(actor, pk=appearance_id)
    if row.court_account_id != account.pk:
        return
    Appearance.objects.filter(pk=row.pk).update(court_account=None)
    _record(account, "untie", [row.name], 1, actor)
    _record_in_cases("disconnect", [row], account, actor)


@transaction.atomic
def decline_appearances(*, account: CourtAccount, keys: Collection[str], actor: Actor) -> int:
    """Note that these candidates are somebody else, so that nobody is asked again; returns how many appearances.

    Declined before is no event. Raises as `tie_appearances` does.
    """
    account = _locked(account, actor)
    chosen = _chosen(account, keys, actor)
    ids = [one for candidate in chosen for one in candidate.appearances]
    DeclinedAppearance.objects.bulk_create(
        (DeclinedAppearance(appearance_id=one, court_account=account) for one in ids), ignore_conflicts=True
    )
    if ids:
        _record(account, "decline", [candidate.printed.name for candidate in chosen], len(ids), actor)
    return len(ids)


@transaction.atomic
def look_again(*, account: CourtAccount, actor: Actor) -> None:
    """Forget what was declined for an account in cases that `actor` may see. Raises `NotAllowed`."""
    account = _locked(account, actor)
    rows = DeclinedAppearance.objects.visible_to(actor).filter(court_account=account)
    forgotten, _ = DeclinedAppearance.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
    if forgotten:
        audit.record("filer:appearances:look-again", chain=account.chain, by=actor, count=forgotten)


def _locked(account: CourtAccount, actor: Actor) -> CourtAccount:
    require_manage(account, actor)
    queries.account(account.pk, actor=actor)
    return CourtAccount.objects.select_for_update(of=("self",)).select_related("court").get(pk=account.pk)


def _chosen(account: CourtAccount, keys: Collection[str], actor: Actor) -> list[Candidate]:
    if not keys:
        raise Refused("No attorney is ticked.", "Tick those whom you mean.")
    return [one for one in queries.candidates(account, actor) if one.key in keys]


def _record(account: CourtAccount, verb: str, names: Sequence[str], count: int, actor: Actor) -> None:
    """Put it on the account's trail, without the cases: whoever reads that may not see each of them."""
    told = sorted(set(names))
    audit.record(f"filer:appearances:{verb}", chain=account.chain, by=actor, names=told, count=count)


def _record_in_cases(verb: str, rows: Sequence[Appearance], account: CourtAccount, actor: Actor) -> None:
    data = {"to" if verb == "connect" else "former": account.chain}
    act = f"case:appearance:{verb}"
    audit.record_all(
        records=[
            audit.Record(act, chain=row.party.case.chain, target=f"appearance:{row.pk}", data=data) for row in rows
        ],
        by=actor,
    )


def _write(account: CourtAccount, rows: Sequence[Appearance]) -> None:
    """Write to the holder; cases that not everybody may see are counted and not named in a mail."""
    cases = {row.party.case_id: row.party.case for row in rows}
    named = [case for case in cases.values() if case.restriction == Restriction.PUBLIC][:CASES_IN_A_MAIL]
    mail.write(
        to=account.email,
        template="appearances/mail/tied.txt",
        account=account,
        cases=sorted(named, key=lambda case: case.number),
        more=len(cases) - len(named),
        court_name=reference.court(account.court_id).name,
        link=links.to(account.court_id, "/utilities/cases"),
    )
