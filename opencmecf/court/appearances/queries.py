"""Reading who on the court's dockets may be, and is, the holder of an account."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Left, Lower

from opencmecf.court.appearances.rules import Comparison, Holder, Printed, compared, listed_name
from opencmecf.court.cases.models import Appearance, Case, DeclinedAppearance
from opencmecf.court.docket import reading, rows
from opencmecf.court.filers.models import CourtAccount, FilerKind
from opencmecf.court.filers.rules import comparable_bar_number
from opencmecf.foundation.access import Actor, Role
from opencmecf.foundation.errors import NotFound

MOST_LOOKED_AT = 5000  # appearances
CASES_SHOWN = 5
_PAST_ALL = "\U0010ffff"
_SEE_ABOVE = "see above"
_JOINTS, _NEITHER_LETTER_NOR_DIGIT = "['’`.-]", "[^A-Za-z0-9]"  # what indexes of names and bar numbers leave out


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An attorney whom dockets print alike, and who may be the holder of an account."""

    key: str  # the same whenever the same is printed
    printed: Printed
    comparison: Comparison
    appearances: list[int] = field(default_factory=list)
    cases: dict[int, Case] = field(default_factory=dict)

    @property
    def shown_cases(self) -> list[Case]:
        """The first cases, in the order of their numbers."""
        return sorted(self.cases.values(), key=lambda case: case.number)[:CASES_SHOWN]

    @property
    def more_cases(self) -> int:
        """How many cases there are besides those shown."""
        return max(0, len(self.cases) - CASES_SHOWN)


def account(account_id: int, *, actor: Actor) -> CourtAccount:
    """Return an account that can appear in cases. Raises `NotFound` for another court's, staff's and an agent's."""
    found = CourtAccount.objects.select_related("court").get_for(actor, pk=account_id)
    if found.is_staff or found.is_agent:
        raise NotFound
    return found


def candidates(account: CourtAccount, actor: Actor) -> list[Candidate]:
    """Return the attorneys of dockets without an account who may be the holder of this one, the likeliest first.

    Only those of cases that `actor` may see, and none of whom a clerk has said that it is somebody else.
    """
    declined = DeclinedAppearance.objects.visible_to(actor).filter(court_account=account).values("appearance")
    return _grouped(account, _nameless(account, actor).exclude(pk__in=declined))


def declined(account: CourtAccount, actor: Actor) -> list[Candidate]:
    """Return those of whom a clerk has said that they are somebody else."""
    rows_of = DeclinedAppearance.objects.visible_to(actor).filter(court_account=account).values("appearance")
    found = Appearance.objects.visible_to(actor).filter(pk__in=rows_of, court_account=None)
    return _grouped(account, found, all_of_them=True)


def has_candidates(account: CourtAccount, actor: Actor) -> bool:
    """Return whether a clerk should look at dockets for this account."""
    return not (account.is_staff or account.is_agent) and bool(candidates(account, actor))


def accounts_to_look_at(actor: Actor) -> QuerySet[CourtAccount]:
    """Return the accounts whose holders may be attorneys of dockets without an account, by name.

    It looks at last name and initial, e-mail address and bar number, in cases that `actor` may see; `candidates` says
    who of them agrees well enough for a clerk to look.
    """
    nameless = Appearance.objects.visible_to(actor).filter(court_account=None, party__case__court_id=OuterRef("court"))
    nameless = nameless.exclude(declined__court_account=OuterRef("pk"))
    hints = (
        Q(index_name__gte=OuterRef("listed"), index_name__lt=_joined(OuterRef("listed"), Value(_PAST_ALL))),
        Q(email=Lower(OuterRef("email"))) & ~Q(email=""),
        Q(bar_number=OuterRef("comparable")) & ~Q(bar_number=""),
    )
    accounts = CourtAccount.objects.visible_to(actor).filter(role=Role.FILER, is_active=True)
    accounts = accounts.exclude(filer_kind=FilerKind.AGENT).alias(
        listed=Lower(_joined(_without(_JOINTS, "last_name"), Value(", "), Left("first_name", 1))),
        comparable=LTrim(Lower(_without(_NEITHER_LETTER_NOR_DIGIT, "bar_number")), Value("0")),
    )
    found = accounts.filter(reduce(or_, (Q(Exists(nameless.filter(hint))) for hint in hints)))
    return found.order_by("last_name", "first_name", "pk")


def tied(account: CourtAccount, actor: Actor) -> QuerySet[Appearance]:
    """Return the appearances of an account in cases that `actor` may see, by case number."""
    found = Appearance.objects.visible_to(actor).filter(court_account=account).select_related("party__case")
    return found.order_by("party__case__number", "party__case", "party__order", "order")


def own_cases(actor: Actor) -> QuerySet[Case]:
    """Return the cases in which the acting filer appears, those that run first, of each the latest first."""
    own = Appearance.objects.visible_to(actor).filter(court_account=actor.court_account_id or 0)
    found = Case.objects.visible_to(actor).filter(court_id=actor.site, pk__in=own.values("party__case"))
    return found.order_by(F("date_terminated").desc(nulls_first=True), F("date_filed").desc(nulls_last=True), "-pk")


def _nameless(account: CourtAccount, actor: Actor) -> QuerySet[Appearance]:
    """Return appearances without an account that anything hints at: last name and initial, e-mail, bar number."""
    last, first = listed_name(account.name_parts)
    start = f"{last}, {first[:1]}"
    hints = Q(index_name__gte=start, index_name__lt=start + _PAST_ALL) if last and first else Q(pk__in=())
    if account.email:
        hints |= Q(email=account.email.lower())
    if number := comparable_bar_number(account.bar_number):
        hints |= Q(bar_number=number)
    return Appearance.objects.visible_to(actor).filter(hints, court_account=None, party__case__court=account.court_id)


def _grouped(account: CourtAccount, found: QuerySet[Appearance], *, all_of_them: bool = False) -> list[Candidate]:
    holder = Holder(name=account.name_parts, email=account.email, bar_number=account.bar_number, firm=account.firm_name)
    groups: dict[str, Candidate] = {}
    for appearance, printed in _printed(found.select_related("party__case").order_by("party__case", "pk")):
        comparison = compared(holder, printed)
        if not comparison.is_candidate and not all_of_them:
            continue
        key = _key_of(printed)
        group = groups.setdefault(key, Candidate(key=key, printed=printed, comparison=comparison))
        group.appearances.append(appearance.pk)
        group.cases[appearance.party.case_id] = appearance.party.case
    return sorted(groups.values(), key=lambda one: (one.comparison.weight, len(one.cases)), reverse=True)


def _printed(found: QuerySet[Appearance]) -> Iterable[tuple[Appearance, Printed]]:
    """Pair appearances with what is printed; "(See above for address)" is read as what stands above in the case."""
    above: dict[tuple[int, str], Printed] = {}
    for row in found[:MOST_LOOKED_AT]:
        counsel = rows.counsel_from(row)
        lines = tuple(line for line in reading.counsel_contact(counsel) if line.strip())
        printed = Printed(name=" ".join(row.name.split()), email=row.email, bar_number=row.bar_number, lines=lines)
        place = row.party.case_id, row.index_name
        if not lines or _SEE_ABOVE in lines[0].casefold():
            printed = above.get(place, printed)
        above.setdefault(place, printed)
        yield row, printed


def _joined(*parts: Any) -> Concat:
    return Concat(*parts, output_field=TextField())


def _without(characters: str, column: str) -> Func:
    return Func(
        F(column), Value(characters), Value(""), Value("g"), function="regexp_replace", output_field=TextField()
    )


class LTrim(Func):
    """A text without these characters before it."""

    function = "LTRIM"
    output_field = TextField()


def _key_of(printed: Printed) -> str:
    first_line = printed.lines[0] if printed.lines else ""
    words = f"{printed.name}\n{printed.email}\n{printed.bar_number}\n{first_line}".casefold()
    return hashlib.sha256(words.encode()).hexdigest()[:16]
