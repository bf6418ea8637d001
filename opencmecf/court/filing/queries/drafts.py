"""The drafts of a person, and what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.events.of_court import dictionary_of
from opencmecf.court.filing import names, rules
from opencmecf.court.filing.content import Content, NotAContent
from opencmecf.court.filing.models import Draft, LateForm, State
from opencmecf.court.receipts.models import Receipt
from opencmecf.foundation import secrets
from opencmecf.foundation.access import Actor

MOST_DRAFTS = 200
MOST_FILED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft as the list shows it."""

    draft: Draft
    title: str
    cases: tuple[str, ...]
    is_readable: bool = True
    acting_for: str = ""  # the filer in whose name an agent files
    filed_by: str = ""  # the agent who has filed it in the reader's name


def draft_of(draft_id: UUID, *, actor: Actor) -> Draft:
    """Return one of the actor's own drafts. Raises `NotFound`, also for somebody else's."""
    return Draft.objects.select_related("court", "for_attorney").get_for(actor, pk=draft_id)


def open_drafts(actor: Actor) -> list[Draft]:
    """Return the actor's drafts that are being prepared, the latest first."""
    found = Draft.objects.visible_to(actor).filter(state=State.OPEN).select_related("for_attorney")
    return list(found.order_by("-saved_at", "id")[:MOST_DRAFTS])


def draft_rows(actor: Actor) -> list[DraftRow]:
    """Return the actor's drafts that are being prepared, with what they are about."""
    return rows_of(open_drafts(actor), actor)


def filed_rows(actor: Actor) -> list[DraftRow]:
    """Return what became of the actor's latest drafts that were submitted."""
    found = Draft.objects.visible_to(actor).filter(state=State.SUBMITTED).select_related("for_attorney")
    return rows_of(list(found.order_by("-saved_at", "id")[:MOST_FILED]), actor)


def rows_filed_for(actor: Actor) -> list[DraftRow]:
    """Return the latest filings that somebody else has made in the actor's name, with the names of those people."""
    found = Receipt.objects.visible_to(actor).filter(filed_for=actor.owner).exclude(filed_by=actor.owner)
    receipts = list(found.order_by("-accepted_at", "key")[:MOST_FILED])
    drafts = Draft.objects.select_related("for_attorney").in_bulk([receipt.key for receipt in receipts])
    rows = rows_of([drafts[receipt.key] for receipt in receipts], actor)
    return [replace(row, filed_by=str(one.facts.get("agent", ""))) for row, one in zip(rows, receipts, strict=True)]


def rows_of(drafts: Sequence[Draft], actor: Actor) -> list[DraftRow]:
    """Return what drafts are about, in two queries for any number of them."""
    contents = {draft.pk: _readable(draft) for draft in drafts}
    wanted = {case for content in contents.values() if content for case in content.cases}
    cases = dict(Case.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", "number_core"))
    rows = [_row(draft, contents[draft.pk], cases) for draft in drafts]
    filers = [names.acting_for(row.draft, actor).get("acting_for_name", "") for row in rows]
    return [replace(row, acting_for=filer) for row, filer in zip(rows, filers, strict=True)]


def late_form(key: str, *, draft: Draft, step: str) -> LateForm | None:
    """Return what the browser with this key sent to a step after its session had ended, or None."""
    return LateForm.objects.filter(draft=draft, step=step, key_fingerprint=secrets.fingerprint(key)).first()


def late_step(key: str, *, draft: Draft) -> str:
    """Return the step to which the browser with this key sent something after its session had ended; "" for none."""
    kept = LateForm.objects.filter(draft=draft, key_fingerprint=secrets.fingerprint(key)).first() if key else None
    return kept.step if kept else ""


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
