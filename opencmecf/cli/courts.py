"""The courts of a deployment: hosting them, moving them, what they take."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import Any

from opencmecf.cli.commands import add, host, require_federal_court, set_up
from opencmecf.court.desk import commands as court_accounts
from opencmecf.foundation.errors import Refused


def add_to(commands: Any) -> None:
    """`cmecf court …`."""
    court = commands.add_parser("court", help="list, add and move courts").add_subparsers(
        required=True, metavar="COMMAND"
    )
    one = add(court, "list", court_list, "the courts of this deployment")
    one.add_argument("--all", action="store_true", help="every federal court of the reference data")
    one = add(court, "add", court_add, "host one more court, at first as a CurrentGen one")
    one.add_argument("court_id", help="such as flsd")
    one.add_argument("--help-desk-telephone", default="", help="shown in the footer and wherever a login is asked for")
    one.add_argument("--login-hint", default="", help="how this court forms the logins that it issues")
    court_accounts.add_to(court)
    one = add(court, "go-live", court_go_live, "move a court to NextGen now, announce the date, rehearse it or undo it")
    one.add_argument("court_id", help="such as flsb")
    one.add_argument("--on", type=date.fromisoformat, help="announce this date (YYYY-MM-DD) instead of moving now")
    one.add_argument("--rehearse", action="store_true", help="only say whose PACER account is ready and whose is not")
    one.add_argument("--undo", metavar="REASON", help="make it CurrentGen again, until the first document is filed")
    one = add(court, "events", court_events, "the events that can be docketed at a court; checks its dictionary")
    one.add_argument("court_id", help="such as flsd")
    one.add_argument("--search", default="", metavar="WORDS", help="only those that people find by these words")
    one = add(court, "registration", court_registration, "what applicants are offered at a court; checks its form")
    one.add_argument("court_id", help="such as flsd")

    one = add(court, "uploads", court_uploads, "show or change what files a court takes")
    one.add_argument("court_id", help="such as flsd")
    one.add_argument("--file-megabytes", type=int, help="the most for one file; default: 35")
    one.add_argument("--filing-megabytes", type=int, help="the most for all files of one filing; default: 200")
    one.add_argument("--pages", type=int, help="the most pages of one file; default: 5000")
    one.add_argument(
        "--severity",
        action="append",
        type=lambda text: tuple(text.split("=", 1)),
        metavar="FINDING=SEVERITY",
        help="such as no-text=refuse or form=warn; replaces all that was set before",
    )


def court_list(arguments: argparse.Namespace) -> int:
    """Print the courts of this deployment, or every federal court."""
    from opencmecf.foundation import reference

    if arguments.all:
        for court in reference.courts().values():
            print(f"{court.id:<6} {court.kind.value:<11} {court.name}")
        return 0
    set_up()
    from opencmecf.court.profile.queries import hosted_courts

    for hosted in hosted_courts():
        day = f" goes live on {hosted.settings.go_live_on}" if hosted.settings.go_live_on else ""
        state = (
            "archive"
            if hosted.settings.is_archive
            else hosted.settings.generation + ("" if hosted.settings.is_nextgen else day)
        )
        print(f"{hosted.court_id:<6} {state:<32} {hosted.reference.name}")
    return 0


def court_add(arguments: argparse.Namespace) -> int:
    """Host one more court."""
    set_up()
    host(
        arguments.court_id,
        help_desk_telephone=arguments.help_desk_telephone,
        login_hint=arguments.login_hint,
    )
    print(f"{arguments.court_id} is added, as a CurrentGen court.")
    return 0


def court_go_live(arguments: argparse.Namespace) -> int:
    """Announce or carry out a court's move to NextGen."""
    set_up()
    from opencmecf.court.profile import actions
    from opencmecf.court.profile.queries import hosted_court
    from opencmecf.foundation.access import Role, system

    court = hosted_court(arguments.court_id)
    if court is None:
        raise Refused(f"This deployment does not host {arguments.court_id}.", "`cmecf court list` shows what it hosts.")
    actor = system("command line", arguments.court_id, frozenset({Role.COURT_ADMIN}))
    if arguments.rehearse:
        return court_accounts.rehearse(court, actor)
    if arguments.undo:
        return court_accounts.undo_go_live(court, actor, reason=arguments.undo)
    if arguments.on:
        actions.schedule_go_live(court=court.settings, on=arguments.on, actor=actor)
    else:
        actions.go_live(court=court.settings, actor=actor)
    return 0


def court_registration(arguments: argparse.Namespace) -> int:
    """Print what a court offers to applicants, or everything that is wrong with its form."""
    set_up()
    from opencmecf.court.admissions.reading import BadRegistrationForm, form_of

    require_federal_court(arguments.court_id)
    try:
        form = form_of(arguments.court_id)
    except BadRegistrationForm as bad:
        raise Refused(f"The registration form of {arguments.court_id} cannot be used.\n{bad}") from bad
    for choice in form.choices:
        fee = choice.fee_in_words if choice.fee_cents else "no fee"
        print(f"{choice.applicants:<13} {choice.code:<20} {choice.name} ({fee})")
    print(f"version {form.version}", file=sys.stderr)
    return 0


def court_events(arguments: argparse.Namespace) -> int:
    """Print the events of a court's dictionary, or everything that is wrong with it."""
    set_up()
    from opencmecf.court.docket.events.of_court import dictionary_of
    from opencmecf.court.docket.events.reading import BadDictionary
    from opencmecf.court.docket.events.searching import search

    require_federal_court(arguments.court_id)
    try:
        dictionary = dictionary_of(arguments.court_id)
    except BadDictionary as bad:
        raise Refused(f"The events of {arguments.court_id} cannot be used.\n{bad}") from bad
    events = list(dictionary.events.values())
    if arguments.search:
        events = search(events, arguments.search)
    for event in events:
        print(f"{event.code:<32} {event.category:<18} {', '.join(sorted(event.filers)):<28} {event.name}")
    print(f"{len(events):,} events, version {dictionary.version}", file=sys.stderr)
    return 0


def court_uploads(arguments: argparse.Namespace) -> int:
    """Say what files a court takes; without options only show it."""
    set_up()
    from opencmecf.court.intake import actions
    from opencmecf.court.intake.models import MEGABYTE
    from opencmecf.court.intake.queries import policy_of
    from opencmecf.court.profile.queries import hosted_court
    from opencmecf.foundation.access import Role, system

    court = hosted_court(arguments.court_id)
    if court is None:
        raise Refused(f"This deployment does not host {arguments.court_id}.", "`cmecf court list` shows what it hosts.")
    changes = {
        "most_bytes": arguments.file_megabytes and arguments.file_megabytes * MEGABYTE,
        "most_bytes_of_a_filing": arguments.filing_megabytes and arguments.filing_megabytes * MEGABYTE,
        "most_pages": arguments.pages,
        "severities": dict(arguments.severity) if arguments.severity else None,
    }
    changes = {name: value for name, value in changes.items() if value is not None}
    if changes:
        actor = system("command line", arguments.court_id, frozenset({Role.COURT_ADMIN}))
        actions.set_policy(court=court.settings, actor=actor, **changes)
    print(json.dumps(policy_of(court.settings).as_json(), indent=2))
    return 0
