"""A draft with what is known around it."""

from __future__ import annotations

from dataclasses import dataclass

from opencmecf.court.admissions import queries as admissions
from opencmecf.court.cases.models import Case
from opencmecf.court.docket.events.event import Dictionary, Filer
from opencmecf.court.docket.events.of_court import dictionary_of
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.filers.models import CourtAccount, FilerKind
from opencmecf.court.filing import rules, uploads
from opencmecf.court.filing.content import Content
from opencmecf.court.filing.models import Draft
from opencmecf.court.filing.queries.filer import account_of, barred
from opencmecf.court.filing.queries.known import kind_of, known_cases, known_entries
from opencmecf.court.filing.surroundings import Surroundings
from opencmecf.court.profile.kinds import TextStyle
from opencmecf.foundation.access import Actor
from opencmecf.foundation.database.prepared import PreparedFor

_cases = PreparedFor(lambda actor, court, ids: Case.objects.visible_to(actor).filter(court_id=court, pk__in=ids))
_entries = PreparedFor(
    lambda actor, cases, ids: DocketEntry.objects.with_text_visible_to(actor).filter(case__in=cases, pk__in=ids)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A draft with everything that its pages and rules need."""

    draft: Draft
    content: Content
    dictionary: Dictionary
    around: Surroundings


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
    cases = known_cases(rows, actor, account, with_counsel=with_counsel)
    referred = [one.entry for one in content.references]
    entries = known_entries(_entries.all(actor, cases=list(cases), ids=referred), court_id, actor)
    filers, kind = rules.filers_of(actor.roles, [account.filer_kind] if account else ()), kind_of(court_id)
    return Surroundings(
        filers=filers,
        barred=barred(account, actor),
        admitted=admissions.admitted_cases(account) if account else None,
        kind=kind,
        name=account.name if account else actor.name,
        firm=account.firm_name if account and account.filer_kind == FilerKind.CREDITOR else "",
        signature=_signature(account, kind.text, filers),
        cases=cases,
        entries={entry.id: entry for entry in entries},
        files={file.id: file for file in uploads.files_of([paper.upload for paper in content.papers], actor=actor)},
    )


def _signature(account: CourtAccount | None, style: TextStyle, filers: frozenset[Filer]) -> str:
    """Return how an entry is signed: at most courts filers as "Moreno, Alice", court staff as "cr"."""
    if account is None:
        return ""
    parts = (account.first_name, account.middle_name, account.last_name)
    initials = "".join(part[:1] for part in parts).casefold()
    pattern = style.staff_signature if filers & {Filer.STAFF, Filer.CHAMBERS} else style.signature
    return pattern.format(first=account.first_name, last=account.last_name, initials=initials)
