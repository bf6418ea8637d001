"""What the clerk decides."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opencmecf.court.admissions import queries
from opencmecf.court.admissions.actions.cases import admit_to_case
from opencmecf.court.admissions.actions.fees import end_card_payment
from opencmecf.court.admissions.actions.moving import decided, move
from opencmecf.court.admissions.models import Application, State
from opencmecf.court.admissions.registration_form import Choice, RegistrationForm
from opencmecf.court.admissions.rules import LONGEST_TEXT
from opencmecf.court.cases.models import Case
from opencmecf.court.filers import actions as filers
from opencmecf.court.notices import actions as notices
from opencmecf.court.notices.models import MailFormat, Sending
from opencmecf.foundation.access import Actor, Role
from opencmecf.foundation.errors import Refused


@transaction.atomic
def approve(
    *, application: Application, login: str, bar_number: str = "", cases: Sequence[Case] = (), actor: Actor
) -> Application:
    """Issue the account that was asked for, linked to the applicant's PACER account; it files from this moment on.

    An account that is limited to cases needs at least one. Raises `NotAllowed`, `LoginTaken`, and `Refused` when the
    request does not wait any more or the applicant has got an account otherwise.
    """
    found = decided(application, "approve", actor, is_locked=True)
    form, choice = queries.form_and_choice(found)
    if choice.is_limited_to_cases and not cases:
        raise Refused("Name at least one case.", "This kind of account files in the named cases alone.")
    account = filers.issue_linked(
        person=found.person,
        login=login,
        actor=actor,
        role=Role.FILER.value,
        filer_kind=choice.filer_kind,
        is_limited_to_cases=choice.is_limited_to_cases,
        **{**_columns(form, choice, found), "bar_number": bar_number},
    )
    for case in cases if choice.is_limited_to_cases else ():
        admit_to_case(account=account, case=case, actor=actor)
    notices.set_newcomers_address(
        account=account,
        sending=_word(Sending, found.answers.get("email_frequency"), Sending.PER_FILING),
        mail_format=_word(MailFormat, found.answers.get("email_format"), MailFormat.HTML),
        actor=actor,
    )
    facts = {"login": account.login, "account": account.chain}
    return move(found, "approve", State.APPROVED, actor, facts=facts, account=account)


def reject(*, application: Application, reason: str, actor: Actor) -> Application:
    """Say no; the applicant reads the reason, and can apply again. Raises `NotAllowed`, `Refused` as above.

    A fee that is due cannot be paid by card any more then; raises `Refused` where it was paid a moment ago.
    """
    end_card_payment(application=decided(application, "reject", actor), actor=actor)
    reason = reason[:LONGEST_TEXT]
    with transaction.atomic():
        found = decided(application, "reject", actor, is_locked=True)
        return move(found, "reject", State.REJECTED, actor, facts={"reason": reason}, reason=reason)


@transaction.atomic
def ask(*, application: Application, question: str, actor: Actor) -> Application:
    """Ask the applicant for more, who can then change answers and documents. Raises `NotAllowed`, `Refused`."""
    found = decided(application, "ask", actor, is_locked=True)
    question = question[:LONGEST_TEXT]
    return move(found, "ask", State.ASKED, actor, facts={"question": question}, question=question)


def _columns(form: RegistrationForm, choice: Choice, found: Application) -> dict[str, str]:
    """The columns of the account that answers fill."""
    questions = [question for section in form.sections_of(choice) for question in section.questions]
    return {one.fills: str(found.answers.get(one.code, "")).strip() for one in questions if one.fills}


def _word(words: type[Sending] | type[MailFormat], value: object, default: str) -> str:
    return str(value) if value in words.values else default
