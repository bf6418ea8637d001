"""Reading cases."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from opencmecf.court.cases.models import Association, Associations, Case, Count, Party
from opencmecf.foundation.access import Actor, Restriction
from opencmecf.foundation.database.prepared import PreparedFor
from opencmecf.foundation.errors import NotFound, Refused

SHOWN = 500
_LEAD = "Lead"
_OF_LEAD = {"Lead BK Title": "title", "Lead BK Chapter": "chapter"}
_CHAPTER = re.compile(r"Chapter \d+$")


def case_by_id(*, court_id: str, case_id: str, actor: Actor) -> Case:
    """Return the case with this id. Raises `NotFound`, also for a case that `actor` may not see."""
    case = _case_by_id.first(actor, court_id=court_id, case_id=case_id)
    if case is None:
        raise NotFound
    return case


_case_by_id: PreparedFor[Case] = PreparedFor(
    lambda actor, court_id, case_id: Case.objects.visible_to(actor).filter(court_id=court_id, pacer_case_id=case_id)
)


def cases_by_number(*, court_id: str, number: str, actor: Actor) -> list[Case]:
    """Return the cases with this number, without judges' initials and defendant, that `actor` may see."""
    found = Case.objects.visible_to(actor).filter(court_id=court_id, number_core=number)
    return list(found.order_by("defendant", "pk"))


def cases_by_serial(
    *, court_id: str, year: int, serial: int, office: str = "", case_type: str = "", actor: Actor
) -> list[Case]:
    """Return the cases with this year, of two digits, and running number that `actor` may see.

    An office or a type of case narrows them, except where the court prints numbers without. At most `SHOWN` are
    returned.
    """
    years = [century + year for century in (1900, 2000)]
    found = Case.objects.visible_to(actor).filter(court_id=court_id, year__in=years, serial=serial)
    if office:
        found = found.filter(office__in=(office, ""))
    if case_type:
        found = found.filter(Q(case_type__iexact=case_type) | Q(case_type=""))
    return list(found.order_by("-year", "office", "case_type", "defendant", "pk")[:SHOWN])


def find_case(*, court_id: str, wanted: str, actor: Actor) -> Case:
    """Return the case with this id or, as printed or without judges' initials, this number.

    Raises `NotFound`, and `Refused` when several cases have the number.
    """
    found = list(
        Case.objects.visible_to(actor)
        .filter(Q(pacer_case_id=wanted) | Q(number=wanted) | Q(number_core=wanted), court_id=court_id)
        .order_by("pk")
    )
    exact = [case for case in found if wanted in {case.pacer_case_id, case.number}] or found
    if not exact:
        raise NotFound
    if len(exact) > 1:
        raise Refused(
            f"Several cases have the number {wanted}.",
            "Name one by its id: " + ", ".join(case.pacer_case_id for case in exact) + ".",
        )
    return exact[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociatedCase:
    """Another case and what it is to this one; `case` is None where the other case is not kept here."""

    relation: str
    number: str
    case: Case | None


def associated_cases(case: Case, actor: Actor) -> list[AssociatedCase]:
    """Return the cases that this one names, in order, then those that name this one, as `actor` may see them.

    A case that is kept here and hidden from the actor is left out; so is what names it.
    """
    own = list(_without_hidden_cases(Association.objects.visible_to(actor).filter(case=case), actor).order_by("order"))
    numbers = {one.number_core for one in own if one.number_core}
    ids = {one.other_case_id for one in own if one.other_case_id}
    here = Case.objects.visible_to(actor).filter(
        Q(number_core__in=numbers) | Q(pacer_case_id__in=ids), court_id=case.court_id
    )
    known = list(here.exclude(pk=case.pk).order_by("pk")[:SHOWN]) if own else []
    found = [
        AssociatedCase(relation=one.relation, number=one.number_core or one.words, case=_named(one, known))
        for one in own
    ]
    seen = {one.case.pk for one in found if one.case}
    names_it = Association.objects.visible_to(actor).filter(
        Q(other_case_id=case.pacer_case_id) | Q(number_core=case.number_core), case__court_id=case.court_id
    )
    others = names_it.exclude(case=case).select_related("case").order_by("case__number", "case_id", "order")[:SHOWN]
    for other in others:
        if other.case_id not in seen:
            seen.add(other.case_id)
            found.append(
                AssociatedCase(relation=f"Names this case: {other.relation}", number=other.case.number, case=other.case)
            )
    return found


def parties_of(case: Case, actor: Actor) -> list[Party]:
    """Return the parties in the order of the docket, their attorneys fetched with them as `appearances`."""
    return list(Party.objects.visible_to(actor).filter(case=case).order_by("order").prefetch_related("appearances"))


def counts_of(case: Case, actor: Actor) -> list[Count]:
    """Return counts, complaints and offense levels, each with its section and defendant."""
    found = Count.objects.visible_to(actor).filter(section__party__case=case).select_related("section__party")
    return list(found.order_by("section__party__order", "section__order", "order"))


def cases_led_by(case: Case) -> list[Case]:
    """Return the cases of the court whose headers name this one as their lead case, whoever may see them."""
    named = Q(number_core=case.number_core) | Q(other_case_id=case.pacer_case_id)
    leading = Association.objects.filter(named, relation__istartswith=_LEAD)
    return list(Case.objects.filter(court_id=case.court_id, pk__in=leading.values("case")).exclude(pk=case.pk))


def has_closed_lead(case: Case) -> bool:
    """Return whether a case that the header names as lead case is kept here and closed to anybody."""
    leading = Association.objects.filter(case=case, relation__istartswith=_LEAD)
    named = [(one.number_core, one.other_case_id) for one in leading]
    same = Q(number_core__in={number for number, _ in named} - {""}) | Q(pacer_case_id__in={one for _, one in named})
    closed = Case.objects.filter(same, court_id=case.court_id).exclude(restriction=Restriction.PUBLIC)
    return closed.exclude(pk=case.pk).exists()


def lead_facts(case: Case) -> dict[str, str]:
    """Return by column what a case has of its lead case alone: the title, the chapter, or neither."""
    lines = case.facts.filter(label__in=["", *_OF_LEAD]).order_by("column", "order").values_list("label", "words")
    said = {_OF_LEAD[label]: words for label, words in lines if label in _OF_LEAD}
    if case.caption or case.parties.filter(type__istartswith="debtor").exists():
        said.pop("title", None)
    if any(_CHAPTER.match(words) for label, words in lines if not label):
        said.pop("chapter", None)
    return said


def _without_hidden_cases(associations: Associations, actor: Actor) -> Associations:
    mine = Case.objects.visible_to(actor).filter(pk=OuterRef("pk"))
    same = Q(pacer_case_id=OuterRef("other_case_id")) | Q(number_core=OuterRef("number_core"))
    others = Case.objects.filter(same, court_id=OuterRef("case__court_id"))
    return associations.exclude(Exists(others.exclude(Exists(mine))))


def _named(association: Association, cases: list[Case]) -> Case | None:
    for case in cases:
        if association.other_case_id and association.other_case_id == case.pacer_case_id:
            return case
    return next((case for case in cases if case.number_core == association.number_core), None)
