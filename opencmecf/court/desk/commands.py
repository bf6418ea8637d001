"""`cmecf court account …`: what the accounts desk does, from the command line."""

from __future__ import annotations

import argparse
from typing import Any

from opencmecf.foundation.errors import Refused

FILER_KINDS = (  # as `FilerKind` has them; the command line names them before Django is loaded
    *("attorney", "agent", "court_reporter", "creditor", "interested_party", "party", "pro_se", "trustee"),
    "us_trustee",
)


def add_to(courts: Any) -> None:
    """Add the commands to `cmecf court`."""
    account = courts.add_parser("account", help="accounts that a court has issued").add_subparsers(
        required=True, metavar="COMMAND"
    )
    one = _add(account, "list", list_accounts, "the accounts of a court")
    one.add_argument("words", nargs="*", help="parts of a name, login or e-mail address; a PACER account number")
    one = _add(account, "issue", issue, "issue an account and mail the invitation; a password is never mailed")
    one.add_argument("login", help="such as cs512584")
    one.add_argument("--first-name", required=True)
    one.add_argument("--last-name", required=True)
    one.add_argument("--email", required=True, help="where the invitation goes")
    one.add_argument("--role", default="filer", choices=("filer", "clerk", "judge", "court_admin"))
    one.add_argument("--kind", default="attorney", choices=FILER_KINDS, dest="filer_kind")
    one.add_argument("--bar-number", default="")
    one.add_argument(
        "--pacer-account", default="", dest="reserved_for", help="the one PACER account that may be linked"
    )
    _with_login(account, "invite", invite, "mail the invitation once more")
    for name, command, summary in (
        ("disable", disable, "let nobody act with an account any more"),
        ("enable", enable, "let the holder act with it again"),
        ("unlink", unlink, "end the link to a PACER account"),
    ):
        _with_login(account, name, command, summary).add_argument("--reason", required=True, help="its holder reads it")


def list_accounts(arguments: argparse.Namespace) -> int:
    """Print the accounts of a court, or those that fit some words."""
    from opencmecf.court.desk import queries

    for row in queries.accounts(_actor(arguments), words=" ".join(arguments.words)):
        linked = f"linked to {row.person.account_number}" if row.person else "not linked"
        state = linked if row.is_active else f"{linked}, disabled"
        print(f"{row.login:<16} {row.role:<12} {row.name:<32} {row.email:<32} {state}")
    return 0


def issue(arguments: argparse.Namespace) -> int:
    """Issue an account and mail the invitation."""
    from django.db import transaction

    from opencmecf.court.appearances import queries as appearances
    from opencmecf.court.filers import actions, links
    from opencmecf.court.profile.models import Court

    facts = ("login", "first_name", "last_name", "email", "role", "filer_kind", "bar_number", "reserved_for")
    told = {name: getattr(arguments, name) for name in facts}
    if told["reserved_for"] and not (told["reserved_for"].isdigit() and len(told["reserved_for"]) == 7):
        raise Refused("A PACER account number has seven digits.")
    if told["role"] != "filer" and not told["reserved_for"]:
        raise Refused("An account of court staff names its PACER account.", "Add --pacer-account.")
    actor = _actor(arguments)
    with transaction.atomic():
        account = actions.issue_account(court=Court.objects.get(pk=arguments.court_id), actor=actor, **told)
        actions.invite(account=account, actor=actor)
    print(f"{account.login} is issued; the invitation goes to {account.email}.")
    if appearances.has_candidates(account, actor):
        page = links.to(account.court_id, f"/court/accounts/{account.pk}/appearances")
        print(f"Dockets print attorneys who may be {account.name}. A clerk ties them to the account: {page}")
    return 0


def invite(arguments: argparse.Namespace) -> int:
    """Mail the invitation once more."""
    from opencmecf.court.filers import actions

    actions.invite(account=_account(arguments), actor=_actor(arguments))
    return 0


def disable(arguments: argparse.Namespace) -> int:
    """Disable an account."""
    from opencmecf.court.desk import actions

    actions.disable_account(account=_account(arguments), reason=arguments.reason, actor=_actor(arguments))
    return 0


def enable(arguments: argparse.Namespace) -> int:
    """Enable an account."""
    from opencmecf.court.desk import actions

    actions.enable_account(account=_account(arguments), reason=arguments.reason, actor=_actor(arguments))
    return 0


def unlink(arguments: argparse.Namespace) -> int:
    """Unlink an account."""
    from opencmecf.court.filers import actions

    actions.unlink_account(account=_account(arguments), reason=arguments.reason, actor=_actor(arguments))
    return 0


def rehearse(court: Any, actor: Any) -> int:
    """Print whose PACER account is ready for the move and whose is not."""
    from opencmecf.court.desk import queries, rules

    rows = queries.rehearsal(court, actor)
    for row in rows:
        print(f"{row.login:<16} {row.name:<32} {row.email:<32} {row.label}")
    for label, _, count in rules.counted(rows):
        print(f"{count:>7,}  {label}")
    return 0


def undo_go_live(court: Any, actor: Any, *, reason: str) -> int:
    """Make a court CurrentGen again."""
    from opencmecf.court.desk import actions

    links = actions.reverse_go_live(court=court.settings, reason=reason, actor=actor)
    print(f"{court.court_id} is CurrentGen again; the worker ends {links} links.")
    return 0


def _add(commands: Any, name: str, command: Any, summary: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.add_argument("court_id", help="such as flsd")
    parser.set_defaults(command=command, needs_set_up=True)
    return parser


def _with_login(commands: Any, name: str, command: Any, summary: str) -> argparse.ArgumentParser:
    parser = _add(commands, name, command, summary)
    parser.add_argument("login", help="the login that the court has issued")
    return parser


def _actor(arguments: argparse.Namespace) -> Any:
    """The command line, acting as the court's administrator. Raises `Refused` for a court that is not here."""
    from opencmecf.court.profile.queries import hosted_court
    from opencmecf.foundation.access import Role, system

    if hosted_court(arguments.court_id) is None:
        raise Refused(f"This deployment does not host {arguments.court_id}.", "`cmecf court list` shows what it hosts.")
    return system("command line", arguments.court_id, frozenset({Role.COURT_ADMIN}))


def _account(arguments: argparse.Namespace) -> Any:
    from opencmecf.court.desk import queries

    found = queries.accounts(_actor(arguments)).filter(login__iexact=arguments.login).first()
    if found is None:
        raise Refused(
            f"{arguments.court_id} has no account {arguments.login}.", "`cmecf court account list` shows them all."
        )
    return found
