"""Drafts that are ready to be filed, for tests: real files in the store, taken in as people send them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf

from opencmecf.court.cases.models import Appearance, Case
from opencmecf.court.docket.events.event import Outcome
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.filing import actions
from opencmecf.court.filing.content import ChosenEvent, ChosenParty, Content, Paper, PartOutcome, Referred, Step
from opencmecf.court.filing.models import Draft
from opencmecf.court.filing.tests.cases import chosen
from opencmecf.court.intake import actions as intake
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor


def pdf(pages: int = 1, title: str = "") -> bytes:
    """A small PDF; another title makes another file."""
    written = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        made.docinfo["/Title"] = title
        made.save(written, deterministic_id=True)
    return written.getvalue()


def upload(court: Court, actor: Actor, name: str = "motion.pdf", pages: int = 2) -> str:
    """The id of a file that `actor` has uploaded."""
    return str(intake.receive(court=court, file_name=name, chunks=[pdf(pages, name)], actor=actor).pk)


def plaintiff_of(case: Case) -> ChosenParty:
    """The party for which Alice appears."""
    return ChosenParty(case=case.pk, party=Appearance.objects.get(party__case=case, name="Alice Moreno").party_id)


def motion(case: Case, actor: Actor, *codes: str, exhibits: int = 1, **more: Any) -> Content:
    """A motion of Alice's client, whole, with exhibits."""
    court = case.court
    papers = [upload(court, actor, f"exhibit-{number}.pdf", 1) for number in range(1, exhibits + 1)]
    return chosen(
        *(codes or ("motion-dismiss",)),
        cases=(case.pk,),
        filers=(plaintiff_of(case),),
        main=Paper(upload=upload(court, actor)),
        attachments=tuple(Paper(upload=one, category="Exhibit", description=f"no {one[:4]}") for one in papers),
        redaction_acknowledged=True,
        refers_to_none=True,
        **more,
    )


def order_on(entry: DocketEntry, actor: Actor, outcomes: dict[int, tuple[str, Outcome]]) -> Content:
    """An order of the court that rules on parts of a motion."""
    rulings = tuple(PartOutcome(part=part, relief=relief, outcome=done) for part, (relief, done) in outcomes.items())
    answers = {"judge": "Judge Ruth M. Alder", "signed_on": "2020-03-09"}
    return Content(
        events=(ChosenEvent(code="order-on-motion", answers=answers),),
        cases=(entry.case_id,),
        main=Paper(upload=upload(entry.case.court, actor, "order.pdf")),
        redaction_acknowledged=True,
        references=(Referred(case=entry.case_id, entry=entry.pk, rulings=rulings),),
    )


def draft_of(content: Content, court: Court, actor: Actor) -> Draft:
    """A draft with this content."""
    draft = actions.start(
        court=court, content=replace(Content(), events=content.events, menu=content.menu), actor=actor
    )
    return actions.save_step(draft=draft, step=Step.REVIEW, content=content, revision=0, actor=actor)
