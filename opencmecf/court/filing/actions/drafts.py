"""What is done to a draft before it is submitted."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.court.delegation import queries as delegation
from opencmecf.court.delegation import rules as delegations
from opencmecf.court.docket.events.of_court import dictionary_of
from opencmecf.court.filers import links
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filing import names, queries, rules, uploads
from opencmecf.court.filing.content import ChosenEvent, Content, NotAContent, Step
from opencmecf.court.filing.models import Draft, DraftFile, LateForm, State
from opencmecf.court.profile.models import Court
from opencmecf.court.profile.rules import check_files
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail


class ChangedMeanwhile(Refused):
    """The draft was saved from another window after this page had been opened."""

    def __init__(self) -> None:
        super().__init__(
            "This draft was changed in another window after you opened this page.",
            "What you have typed is below, and is not saved yet. Compare it, and save it again if it is right.",
        )


@transaction.atomic
def start(*, court: Court, content: Content, actor: Actor, acting_for: CourtAccount | None = None) -> Draft:
    """Begin a draft with the chosen events. Raises `Refused` where the actor cannot file, and for events not theirs.

    `acting_for` is the account that files where `actor` does it on somebody else's behalf, as a filing agent must.
    """
    actor.require_at(Permission.DOCUMENT_FILE, court.pk)
    check_files(court)
    own = queries.account_of(actor)
    if own is None:
        raise Refused("No filing account of this court belongs to you.", "Call the court's help desk.")
    filer = CourtAccount.objects.get(pk=acting_for.pk) if acting_for else own  # as it is now
    if filer.is_agent:
        raise Refused("Say for whom you file.", "Choose one of the filers who have named you as their agent.")
    barred = queries.barred(filer, actor)
    if barred:
        raise barred
    delegations.check_menu(delegation.limits_of(filer, actor), content.menu.value, principal=filer.name)
    _check_events(content.events, content, court, filer, actor)
    if Draft.objects.visible_to(actor).filter(state=State.OPEN).count() >= queries.MOST_DRAFTS:
        raise Refused(
            f"You have {queries.MOST_DRAFTS} drafts.", "Discard some.", links=(("My drafts", "/filing/drafts"),)
        )
    draft = Draft.objects.create(
        court=court,
        owner=actor.owner,
        for_attorney=filer,
        step=Step.CASE.value,
        content=content.to_data(),
        dictionary_version=dictionary_of(court.pk).version,
    )
    events = [one.code for one in content.events]
    on_behalf = names.acting_for(draft, actor)
    audit.record("filing:draft:begin", chain=draft.chain, by=actor, events=events, **on_behalf)
    return draft


@transaction.atomic
def save_step(*, draft: Draft, step: Step, content: Content, revision: int, actor: Actor) -> Draft:
    """Keep what was typed at a step, and clear what depends on what is not chosen any more.

    `revision` is that of the page; raises `ChangedMeanwhile` when the draft was saved since, and `Refused` when it is
    not being prepared any more.
    """
    draft = _locked(draft, actor)
    if draft.revision != revision:
        raise ChangedMeanwhile
    dictionary = dictionary_of(draft.court_id)
    data = rules.settled(content, dictionary).to_data()
    if data == draft.content and draft.step == step.value:
        return draft
    draft.content, draft.step = data, step.value
    draft.dictionary_version = dictionary.version
    draft.revision += 1
    draft.saved_at = Now()
    draft.save(update_fields=["content", "step", "dictionary_version", "revision", "saved_at"])
    _hold_files(draft, content, actor)
    audit.record("filing:draft:save", chain=draft.chain, by=actor, step=step.value, revision=draft.revision)
    return draft


@transaction.atomic
def duplicate(*, draft: Draft, actor: Actor) -> Draft:
    """Return a new draft with the same content; what is confirmed about the documents is to be confirmed anew."""
    actor.require_at(Permission.DOCUMENT_FILE, draft.court_id)
    original = Draft.objects.get_for(actor, pk=draft.pk)
    content = {**original.content, "redaction_acknowledged": False}
    content["done"] = [step for step in content.get("done", ()) if step != Step.DOCUMENTS]
    copy = Draft.objects.create(
        court_id=original.court_id,
        owner=actor.owner,
        for_attorney_id=original.for_attorney_id,
        step=original.step,
        content=content,
        dictionary_version=original.dictionary_version,
    )
    _hold_files(copy, Content.from_data(content), actor)
    audit.record("filing:draft:duplicate", chain=copy.chain, by=actor, of=str(original.pk))
    return copy


@transaction.atomic
def discard(*, draft: Draft, actor: Actor) -> Draft:
    """Put a draft away for good. Twice is one event; what was filed cannot be discarded."""
    actor.require_at(Permission.DOCUMENT_FILE, draft.court_id)
    draft = Draft.objects.select_for_update(of=("self",)).get_for(actor, pk=draft.pk)
    if draft.state == State.DISCARDED:
        return draft
    if draft.state == State.SUBMITTED:
        raise Refused("This has been filed. It is no draft any more.")
    draft.state = State.DISCARDED
    draft.save(update_fields=["state"])
    LateForm.objects.filter(draft=draft).delete()
    DraftFile.objects.filter(draft=draft).delete()
    audit.record("filing:draft:discard", chain=draft.chain, by=actor)
    return draft


@transaction.atomic
def hand_over(*, draft: Draft, actor: Actor) -> Draft:
    """Give a draft to the filer for whom it was begun, with its files; that filer is written to, and goes on with it.

    Files that another draft of the actor holds too, such as a duplicate, are given as copies. Raises `Refused` for a
    draft of one's own filing.
    """
    draft = _locked(draft, actor)
    filer = draft.for_attorney
    if filer is None or filer.pk == actor.court_account_id:
        raise Refused("This draft is your own filing.", "Submit it yourself.")
    _hand_files_over(draft, filer.chain, actor)
    draft.owner, draft.prepared_by = filer.chain, f"{actor.name} ({actor.label})"
    draft.save(update_fields=["owner", "prepared_by", "content", "revision"])
    audit.record(
        "filing:draft:hand-over", chain=draft.chain, by=actor, to=filer.chain, **names.acting_for(draft, actor)
    )
    link = links.to(draft.court_id, f"/filing/{draft.pk}")
    mail.write(to=filer.email, template="filing/mail/handed_over.txt", name=actor.name, filer=filer, link=link)
    return draft


def _hand_files_over(draft: Draft, owner: str, actor: Actor) -> None:
    files = list(DraftFile.objects.filter(draft=draft).values_list("upload_id", flat=True))
    elsewhere = DraftFile.objects.filter(upload__in=files).exclude(draft=draft)
    copies = uploads.hand_over(files, kept=set(elsewhere.values_list("upload_id", flat=True)), to=owner, actor=actor)
    if not copies:
        return
    try:
        draft.content = Content.from_data(draft.content).with_files(copies).to_data()
    except NotAContent as unreadable:
        raise Refused("This draft was made by another version.", "Begin a new filing.") from unreadable
    draft.revision += 1
    DraftFile.objects.filter(draft=draft, upload__in=copies).delete()
    DraftFile.objects.bulk_create(DraftFile(draft=draft, upload_id=UUID(one)) for one in copies.values())


def _hold_files(draft: Draft, content: Content, actor: Actor) -> None:
    """Keep the files of the draft from being swept away, and let go of those that it does not name any more."""
    named = {file.id for file in uploads.files_of([paper.upload for paper in content.papers], actor=actor)}
    DraftFile.objects.filter(draft=draft).exclude(upload__in=named).delete()
    DraftFile.objects.bulk_create((DraftFile(draft=draft, upload_id=one) for one in named), ignore_conflicts=True)


def _locked(draft: Draft, actor: Actor) -> Draft:
    actor.require_at(Permission.DOCUMENT_FILE, draft.court_id)
    locked = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("court", "for_attorney")
        .get_for(actor, pk=draft.pk)
    )
    if locked.state == State.SUBMITTED:
        raise Refused("This has been filed already. Nothing can be changed any more.", "See the notice of the filing.")
    if locked.state == State.DISCARDED:
        raise Refused("This draft was discarded.", "Begin a new filing.")
    return locked


def _check_events(
    events: tuple[ChosenEvent, ...], content: Content, court: Court, filer: CourtAccount, actor: Actor
) -> None:
    around = queries.surroundings(content, court_id=court.pk, actor=actor, filer=filer)
    lacking = rules.missing_at(Step.EVENTS, rules.missing(content, dictionary_of(court.pk), around))
    if lacking:
        raise Refused(lacking[0].message, " ".join(one.message for one in lacking[1:]))
