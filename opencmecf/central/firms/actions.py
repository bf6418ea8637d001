"""Inviting people to a firm, answering, parting, and what the firm asks of client codes."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts import links
from opencmecf.central.accounts import queries as account_queries
from opencmecf.central.accounts.models import Account, ActivatedBy
from opencmecf.central.accounts.rules import may_happen_again
from opencmecf.central.firms import queries, rules
from opencmecf.central.firms.models import (
    OPEN,
    ApprovedBy,
    BillingPreferences,
    FirmApproval,
    FirmRule,
    Membership,
    MembershipState,
)
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.client_code import ClientCodeRule
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail

MISTYPED = "firm:member:mistype"


def invite_member(*, firm: Account, account_number: str, last_name: str, remark: str = "", actor: Actor) -> Membership:
    """An invitation to the account with that number, whose holder has that last name; the holder is written to.

    Inviting again while an invitation waits is no event. Raises `Refused` in the same words for a number that there
    is not and for another name, and after ten such tries within an hour.
    """
    actor.require(Permission.FIRM_MANAGE)
    rules.check_is_firm(firm)
    if not may_happen_again(account_queries.times_of(MISTYPED, firm), clock.now(), per_hour=rules.WRONG_NAMES_PER_HOUR):
        raise Refused("There were too many wrong account numbers or names.", "Wait an hour, then try again.")
    member = account_queries.by_number(account_number.strip())
    if member is None or not rules.can_be_invited(member, last_name):
        _note_mistyped(firm, actor)
        raise Refused(rules.NO_SUCH_ACCOUNT, "Ask the person for both. Their account must be their own and active.")
    return _invite(firm, member, remark, actor)


@transaction.atomic
def withdraw_invitation(*, membership: Membership, actor: Actor) -> None:
    """Take an invitation back; the holder is told. Raises `Refused` when it has been answered."""
    actor.require(Permission.FIRM_MANAGE)
    _own_side(membership, actor, firm=True)
    _end(membership, MembershipState.WITHDRAWN, since=MembershipState.INVITED)
    _record("firm:invitation:withdraw", membership, actor)
    _tell_member(membership, "firms/mail/withdrawn.txt")


@transaction.atomic
def accept_invitation(*, membership: Membership, actor: Actor) -> None:
    """The firm pays from now on. Accepting twice is one event; both sides are written to.

    Case search that waits for a card or a letter is activated when the firm has shown that it can pay.

    Raises `Refused` when the invitation is not open any more, the firm's account is locked, or another firm pays for
    the account.
    """
    actor.require(Permission.ACCOUNT_MANAGE)
    _own_side(membership, actor, firm=False)
    firm = _lock_account(membership.firm)  # its rule for client codes is read below
    _lock_account(membership.member)  # who may be accepting another firm in another window
    now = _locked(membership)
    if now.state == MembershipState.MEMBER:
        return
    if now.state != MembershipState.INVITED:
        raise Refused("This invitation is not open any more.", "If you want to join, ask the firm to invite you again.")
    rules.check_can_pay(firm)
    other = queries.current_of(actor)
    if other is not None:
        raise Refused(
            f"{rules.name_of_firm(other.firm)} pays for your account now, and only one firm can.",
            "Remove your account from that firm first, then accept.",
            links=(("Remove Your PACER Account from a PAA", "/manage/firms"),),
        )
    Membership.objects.filter(pk=now.pk).update(state=MembershipState.MEMBER, joined_at=Now())
    membership.refresh_from_db(fields=["state", "joined_at"])
    rule = queries.rule_of(membership.firm)
    _tell_rule(membership.member)
    if queries.approval_of(membership.firm) and membership.member.case_search == CaseSearch.PENDING_TOKEN:
        accounts.activate_case_search(account=membership.member, by=ActivatedBy.FIRM, actor=actor)
    _record("firm:invitation:accept", membership, actor)
    _tell_firm(membership, "firms/mail/accepted.txt")
    _tell_member(membership, "firms/mail/joined.txt", rule=rule)


@transaction.atomic
def decline_invitation(*, membership: Membership, actor: Actor) -> None:
    """Say no to an invitation; the firm is told. Raises `Refused` when it is not open any more."""
    actor.require(Permission.ACCOUNT_MANAGE)
    _own_side(membership, actor, firm=False)
    _end(membership, MembershipState.DECLINED, since=MembershipState.INVITED)
    _record("firm:invitation:decline", membership, actor)
    _tell_firm(membership, "firms/mail/declined.txt")


@transaction.atomic
def remove_member(*, membership: Membership, remark: str, actor: Actor) -> None:
    """Stop paying for an account; the holder is told. Raises `Refused` when the firm does not pay for it."""
    actor.require(Permission.FIRM_MANAGE)
    _own_side(membership, actor, firm=True)
    _part(membership, MembershipState.REMOVED, actor=actor)
    _record("firm:member:remove", membership, actor, remark=remark)
    _tell_member(membership, "firms/mail/removed.txt", remark=remark)


@transaction.atomic
def leave_firm(*, membership: Membership, actor: Actor) -> None:
    """Pay for oneself from now on; the firm is told. Raises `Refused` when the firm does not pay for the account."""
    actor.require(Permission.ACCOUNT_MANAGE)
    _own_side(membership, actor, firm=False)
    _part(membership, MembershipState.LEFT, actor=actor)
    _record("firm:member:leave", membership, actor)
    _tell_firm(membership, "firms/mail/left.txt")


@transaction.atomic
def approve_firm(*, firm: Account, reason: str, actor: Actor) -> None:
    """Let the firm's word be enough for the case search of its people, by the service center. Twice is one event.

    Raises `Refused` for an account that is no firm's, and for one's own.
    """
    actor.require(Permission.REGISTRATION_REVIEW)
    rules.check_may_approve(firm, is_own=firm.pk == actor.account_id)
    if _approve(firm, ApprovedBy.SERVICE_CENTER, reason, actor):
        mail.write(to=firm.email, template="firms/mail/approved.txt", firm=rules.name_of_firm(firm), reason=reason)


@transaction.atomic
def approve_by_card(*, firm: Account, actor: Actor) -> None:
    """The same, because the firm has stored a card."""
    _approve(firm, ApprovedBy.CARD, "a card was stored", actor)


@transaction.atomic
def end_approval_by_card(*, firm: Account, actor: Actor) -> None:
    """The firm has removed its last card: whoever joins from now on needs a card or a letter again."""
    if FirmApproval.objects.filter(firm=firm, by=ApprovedBy.CARD).delete()[0]:
        audit.record("firm:payment:unapprove", chain=firm.chain, by=actor)


@transaction.atomic
def set_client_code_rule(*, firm: Account, rule: ClientCodeRule, actor: Actor) -> None:
    """Ask this of the client codes of everybody in the firm from now on. Setting the same again is no event.

    Raises `Refused` when the example does not fit the form.
    """
    actor.require(Permission.FIRM_MANAGE)
    rules.check_is_firm(firm)
    _, problem = rules.rule_problem(rule)
    if problem:
        raise Refused(problem)
    _lock_account(firm)
    before = queries.rule_of(firm)
    if before == rule:
        return
    FirmRule.objects.update_or_create(firm=firm, defaults=_columns(rule))
    for one in queries.members_of(actor):
        _lock_account(one.member)
        if Membership.objects.filter(pk=one.pk, state=MembershipState.MEMBER).exists():  # who may be leaving just now
            _tell_rule(one.member)
    audit.record("firm:client-code-rule:set", chain=firm.chain, by=actor, before=before.facts(), now=rule.facts())


@transaction.atomic
def set_billing_preferences(*, account: Account, rule: ClientCodeRule, actor: Actor) -> None:
    """Set what the holder of `account` asks of his or her own client codes. The same rule again is no event.

    Raises `Refused` for an example that does not fit, and for a firm's account, which is charged nothing itself.
    """
    actor.require(Permission.ACCOUNT_MANAGE)
    rules.check_is_person(account)
    _, problem = rules.rule_problem(rule)
    if problem:
        raise Refused(problem)
    _lock_account(account)
    before, rule = queries.own_rule_of(account), replace(rule, is_own=True)
    if before == rule:
        return
    BillingPreferences.objects.update_or_create(account=account, defaults=_columns(rule))
    _tell_rule(account)
    audit.record(
        "account:billing-preferences:set", chain=account.chain, by=actor, before=before.facts(), now=rule.facts()
    )


@transaction.atomic
def end_memberships(*, account: Account, actor: Actor) -> None:
    """End whatever an account has with firms, because the account is being closed; the firms are told."""
    for one in Membership.objects.filter(member=account, state__in=OPEN).select_related("firm", "member"):
        _part(one, MembershipState.LEFT, since=MembershipState(one.state), actor=actor)
        _record("firm:member:leave", one, actor)
        _tell_firm(one, "firms/mail/left.txt")


def _approve(firm: Account, by: ApprovedBy, reason: str, actor: Actor) -> bool:
    """Whether that is new; the case search of people whom the firm pays for already is activated with it."""
    _lock_account(firm)
    before = queries.approval_of(firm)
    if before is not None and by in (before.by, ApprovedBy.CARD):
        return False  # a card adds nothing to an approval
    FirmApproval.objects.update_or_create(firm=firm, defaults={"by": by, "at": Now()})
    audit.record("firm:payment:approve", chain=firm.chain, by=actor, how=by.label, reason=reason)
    members = Membership.objects.filter(firm=firm, state=MembershipState.MEMBER).select_related("member")
    for one in members.filter(member__case_search=CaseSearch.PENDING_TOKEN).order_by("member_id"):
        accounts.activate_case_search(account=one.member, by=ActivatedBy.FIRM, actor=actor)
    return True


@transaction.atomic
def _note_mistyped(firm: Account, actor: Actor) -> None:
    audit.record("firm:member:mistype", chain=firm.chain, by=actor)


@transaction.atomic
def _invite(firm: Account, member: Account, remark: str, actor: Actor) -> Membership:
    _lock_account(firm)
    rows = Membership.objects.filter(firm=firm, member=member, state__in=OPEN)
    before = rows.first()
    if before is not None and before.state == MembershipState.MEMBER:
        raise Refused("Your firm pays for this account already.", "You find it in the list.")
    if before is not None:
        return before
    made = Membership.objects.create(firm=firm, member=member, remark=remark)
    _record("firm:member:invite", made, actor, remark=remark)
    _tell_member(made, "firms/mail/invited.txt", remark=remark)
    return made


def _part(
    membership: Membership, state: MembershipState, since: MembershipState = MembershipState.MEMBER, *, actor: Actor
) -> None:
    _end(membership, state, since=since)
    _tell_rule(membership.member)
    accounts.end_case_search_of_firm(account=membership.member, actor=actor)


def _end(membership: Membership, state: MembershipState, *, since: MembershipState) -> None:
    if _locked(membership).state != since:
        raise Refused("This has changed in the meantime.", "Go back to the list to see how it stands now.")
    Membership.objects.filter(pk=membership.pk).update(state=state, ended_at=Now())


def _columns(rule: ClientCodeRule) -> dict[str, object]:
    return {name: value for name, value in vars(rule).items() if name != "is_own"}


def _tell_rule(account: Account) -> None:
    """Have Central Sign-On tell courts the rule for client codes that holds for `account` now."""
    _lock_account(account)  # whose holder may be setting an own rule at this moment
    accounts.tell_courts(account=account, claim="client_code_rule", value=queries.rule_for(account).facts())


def _lock_account(account: Account) -> Account:
    """Let what is done in the name of a firm, or of one of its people, follow one after the other."""
    return Account.objects.select_for_update().get(pk=account.pk)


def _locked(membership: Membership) -> Membership:
    return Membership.objects.select_for_update().get(pk=membership.pk)


def _own_side(membership: Membership, actor: Actor, *, firm: bool) -> None:
    """Raise `Refused` when it is for the other side to act."""
    side = membership.firm_id if firm else membership.member_id
    if side != actor.account_id:
        raise Refused("This is for the other side to do.", "Go back to the list.")


def _record(act: str, membership: Membership, actor: Actor, **data: str) -> None:
    """Into the trail of either side, the firm's first."""
    firm, member = membership.firm, membership.member
    told = {"firm": rules.name_of_firm(firm), "firm_number": firm.number}
    for account, name in ((firm, membership.known_name), (member, member.name)):
        audit.record(act, chain=account.chain, by=actor, target=f"account:{member.number}", member=name, **told, **data)


def _tell_member(membership: Membership, template: str, **more: object) -> None:
    _write(membership, membership.member, template, "/manage/firms", **more)


def _tell_firm(membership: Membership, template: str) -> None:
    _write(membership, membership.firm, template, "/manage/firm")


def _write(membership: Membership, to: Account, template: str, path: str, **more: object) -> None:
    mail.write(
        to=to.email,
        template=template,
        firm=rules.name_of_firm(membership.firm),
        member=membership.member,
        known_name=membership.known_name,
        link=links.to(path),
        **more,
    )
