"""The trail of an account in the words of its holder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opencmecf.central.accounts.models import Account
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.reference import courts

SENTENCES = {
    "account:activation-letter:send": "The letter with the token was put into the mail.",
    "account:activation-letter:write": "A letter with a token was ordered.",
    "account:activation-token:mistype": "A wrong token was typed.",
    "account:address:change": "The address or the telephone numbers were changed.",
    "account:any:look": "The PACER Service Center looked at the account ({reason}).",
    "account:billing-preferences:set": "The billing preferences were changed.",
    "account:card:begin": "The card processor’s page was opened.",
    "account:card:choose": "Which card is taken for which fees was changed.",
    "account:card:refuse": "No card was stored. {why}",
    "account:card:remove": "The card {card} was removed ({why}).",
    "account:card:store": "The card {card} was stored.",
    "account:case-search:activate": "Case search was activated ({how}).",
    "account:case-search:keep": "Case search does not rest on the firm alone any more ({how}).",
    "account:case-search:suspend": "Case search waits to be activated again: the firm does not pay any more.",
    "account:confirmation:resend": "The message to confirm the e-mail address was sent again.",
    "account:contact-change:answer": "{court} was told of a change: {answer}.",
    "account:contact-change:decide": "{court} has decided about a change: {decision} ({reason}).",
    "account:contact-change:send": "A change was sent to {courts}.",
    "account:email:cancel-change": "The change of the e-mail address to {email} was cancelled: {why}.",
    "account:email:change": "The e-mail address was changed from {before} to {after}.",
    "account:email:confirm": "The e-mail address {email} was confirmed.",
    "account:email:request-change": "A change of the e-mail address to {email} was asked for.",
    "account:exempt:merge": "Account {old} was merged into account {into} ({why}).",
    "account:exemption:grant": "Exemption: {kind}, {courts}, {first} to {last} ({reason}).",
    "account:exemption:withdraw": "The exemption {kind}, {first} to {last}, was withdrawn ({why}).",
    "account:fee:ask": "The {name} asks for a fee of {amount}: {what}.",
    "account:fee:close": "A fee of {amount} at the {name} is not to be paid by card any more.",
    "account:idle:deactivate": "The account was made inactive: it had not been used for two years.",
    "account:idle:warn": "A message was sent: the account has not been used for a long time.",
    "account:lost-mailbox:confirm": "The new e-mail address {email} was confirmed from its mailbox.",
    "account:lost-mailbox:mistype": "Whoever opened the link in the new mailbox did not know the account.",
    "account:lost-mailbox:remind": "A reminder was sent that the e-mail address is going to be {email}.",
    "account:lost-mailbox:replace": "The e-mail address was changed from {before} to {after} after the waiting time.",
    "account:lost-mailbox:report": (
        "The PACER Service Center was told that the mailbox is lost, and of the new address {email} ({reason})."
    ),
    "account:lost-mailbox:stop": "The e-mail address stays, and does not become {email}: {how}.",
    "account:name:change": "The name was changed from {before} to {after}.",
    "account:notice:write-at-court": "“{subject}” was also written to what {court} knows: {addresses}.",
    "account:own:create": "The account was set up.",
    "account:own:register": "The account was registered.",
    "account:own:upgrade": "The account was upgraded, with the username {username}.",
    "account:password-reset:request": "A link to set a new password was asked for.",
    "account:password:change": "The password was changed.",
    "account:password:mistype": "A wrong password was typed where a change asks for the right one.",
    "account:password:put-off": "Changing the password was put off.",
    "account:password:reset": "A new password was set with a link from an e-mail message.",
    "account:payment:approve": "{amount} was paid by card: {what}, receipt {receipt}, {card}.",
    "account:payment:begin": "A payment of {amount} was begun: {what}.",
    "account:payment:refuse": "A payment of {amount} was not made. {why}",
    "account:registration:compare": "An account with the same {alike} was found when this one was registered.",
    "account:registration:decide": "The PACER Service Center has looked at the registration: {decision} ({remark}).",
    "account:registration:hold": "The registration waits for the PACER Service Center ({why}).",
    "account:second-factor:look": "The PACER Service Center looked at the account, about its second factor.",
    "account:second-factor:remind-of-reset": "A reminder was sent that the second factor is going to be removed.",
    "account:second-factor:request-reset": "A reset of the second factor was requested ({reason}).",
    "account:second-factor:reset": "Every second factor was removed after the waiting time.",
    "account:second-factor:stop-reset": "The reset of the second factor was stopped: {how}.",
    "account:status:lock": "The PACER Service Center locked the account ({reason}).",
    "account:status:unlock": "The PACER Service Center unlocked the account ({reason}).",
    "account:username:change": "The username was changed from {before} to {after}.",
    "account:username:send": "The username was sent to the e-mail address.",
    "directory:filer:record": "The filing account of {filer_name} at the {name} was linked to this account.",
    "directory:filer:remove": "The filing account at the {name} was unlinked from this account ({reason}).",
    "efile:request:record": "{what} at the {name}: {state}.",
    "firm:client-code-rule:set": "The firm’s rule for client codes was changed.",
    "firm:invitation:accept": "{member} accepted: {firm} pays for the account.",
    "firm:invitation:decline": "{member} declined the invitation of {firm}.",
    "firm:invitation:withdraw": "{firm} withdrew its invitation of {member}.",
    "firm:member:invite": "{firm} invited {member} to have the firm pay.",
    "firm:member:leave": "{member} left {firm}, which pays no more.",
    "firm:member:mistype": "An invitation named an account number or a last name that does not fit.",
    "firm:member:remove": "{firm} removed {member} and pays no more.",
    "firm:payment:approve": "The firm has shown that it can pay: {how} ({reason}).",
    "firm:payment:unapprove": "The firm’s last card was removed; its invitations activate no case search any more.",
    "program:access:allow": "The program “{program}” was let in. It may know: {opened}.",
    "program:access:end": "The access of the program “{program}” was taken away.",
    "second-factor:app:add": "The authenticator app “{name}” was added.",
    "second-factor:app:delete": "The authenticator app “{name}” was deleted.",
    "second-factor:backup-code:use": "A backup code was used; {left} are left.",
    "second-factor:backup-codes:delete": "The backup codes were deleted.",
    "second-factor:backup-codes:make": "New backup codes were made.",
    "second-factor:code:send": "A security code was sent to the e-mail address, to set up a login method.",
    "second-factor:device:forget": "A remembered browser was forgotten.",
    "second-factor:device:remember": "A browser was remembered for 30 days.",
    "second-factor:enrolment:skip": "Setting up a second factor was put off.",
    "second-factor:passkey:add": "The passkey “{name}” was added.",
    "second-factor:passkey:delete": "The passkey “{name}” was deleted.",
    "second-factor:programs:allow": "Programs were allowed to sign in without a second factor.",
    "second-factor:programs:forbid": "Programs must show a second factor again.",
    "signon:new-place:tell": "A message was sent: logged in from a new device or place ({device}, {address}).",
    "signon:program-token:end": "A program logged out.",
    "signon:program-token:issue": "A program logged in.",
    "signon:refresh-token:reuse": "A key of the program “{program}” was shown twice; all keys of that login are void.",
    "signon:second-factor:waive": "A program logged in without a second factor, as you allow.",
    "signon:session:begin": "A browser logged in.",
    "signon:session:end": "A browser session ended: {reason}.",
    "signon:session:prove-again": "The second factor was shown again in a browser that was logged in.",
}


@dataclass(frozen=True)
class Happening:
    """One thing that happened to an account: when, which act, in words, and who did it."""

    at: datetime
    act: str
    what: str
    who: str


SHOWN = 500


class _Told(dict[str, Any]):
    """The data of an event; what it does not tell reads as a dash."""

    def __missing__(self, name: str) -> str:
        return "—"


def of_account(account: Account) -> list[Happening]:
    """The latest things that happened to `account`, newest first."""
    return [_happening(event, account) for event in trail.events_of(account.chain, limit=SHOWN)]


def sentence(act: str, data: Mapping[str, Any]) -> str:
    """An event in plain words; an act that this list does not know is named as it is recorded."""
    known = SENTENCES.get(act)
    if known is None:
        return f"Recorded as “{act}”."
    named = {key: _courts_named(data[key]) for key in ("court", "courts") if key in data}
    words = known.format_map(_Told({**data, **named})).removesuffix(" —")  # a reason, where none was recorded
    return words[:1].upper() + words[1:]


def doer(label: str, chain: str) -> str:
    """Who did it, from the `by` of an event on the chain `chain`."""
    if label == chain:
        return "You"
    if label == "anonymous":
        return "Somebody who had not logged in"
    scope, _, name = label.partition(":")
    if scope == "account":
        return f"PACER account {name}"
    if scope == "client":
        return "A program"
    if scope == "court":
        known = courts().get(name)
        return f"The {known.name}" if known else f"The court {name}"
    return "The system"


def _courts_named(ids: str) -> str:
    """Courts as their pages call them, where the trail has their ids: "flsd, ca11"."""
    known = courts()
    return ", ".join(f"the {known[one].name}" if one in known else one for one in ids.split(", "))


def _happening(event: Mapping[str, Any], account: Account) -> Happening:
    act, who = event["act"], doer(event["by"], account.chain)
    return Happening(event["at"], act, sentence(act, event["data"]), who)
