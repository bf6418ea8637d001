"""Rules about how the code is written that a machine can check."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib import import_module
from typing import Any

from procrastinate.contrib.django import app
from source import PACKAGE, ROOT, calls, first_text, modules

from opencmecf.foundation.access import Permission

ACT = re.compile(r"[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*")
CLOCKS = re.compile(r"(.*\.)?(datetime\.(now|utcnow|today)|date\.today|timezone\.(now|localtime|localdate)|time\.time)")

# The one clock is the database's (foundation/clock.py). These read the process's own, and why they may:
OWN_CLOCK = {
    "opencmecf/central/signon/keys.py": "the times inside a token, which its reader compares with a clock of its own",
    "opencmecf/central/signon/event_tokens.py": "the same",
    "opencmecf/central/signon/tokens.py": "the same",
    "opencmecf/central/signon/assurance.py": "max_age counts seconds on the clock of whoever asked",
}
# A view or a job calls these by position, or they are no acts:
BY_POSITION = {
    "opencmecf/central/second_factor/actions": {"amr_of": "a function of one value"},
    "opencmecf/central/signon/actions.py": {
        "begin_session": "shared by the ways of signing in, each of which names its facts",
        "end_program_token": "the token is all there is to say",
        "tell_site": "a job's work, with the row that it is about",
    },
    "opencmecf/court/filers/actions.py": {"check_ready_to_link": "a question about one person, no act"},
    "opencmecf/foundation/audit/actions.py": {
        "body_of": "as in `record`",
        "record": "the act comes first, as its name",
        "canonical": "a function of one value",
    },
    "opencmecf/foundation/mail/actions.py": {"send": "a job's work, with the row that it is about"},
}
HASHES_FIRST = "a password is hashed outside the transaction, which the writing that follows opens"
# These open a transaction further in, or run in their caller's:
NOT_ATOMIC = {
    "opencmecf/court/filing/actions": {
        "submit": "an attempt that fails is certified in a transaction of its own",
    },
    "opencmecf/court/docket/actions": {
        "take_over": "running numbers are taken in a transaction of their own: a long docket takes seconds",
    },
    "opencmecf/court/admissions/actions": {
        **dict.fromkeys(
            ("record_payment", "reject", "start_fee", "take_over_payment", "waive_fee", "withdraw"),
            "the national layer is asked outside of transactions; what follows opens one",
        ),
        "attach_paper": "checks a file first, which takes seconds, and keeps it in a transaction of its own",
    },
    "opencmecf/court/notices/actions": {
        "send_deliveries": "each mail is a transaction of its own: what was sent stays sent",
        "send_summaries": "each mail is a transaction of its own: what was sent stays sent",
    },
    "opencmecf/central/accounts/actions": {
        "request_email_change": HASHES_FIRST,
        "change_password": HASHES_FIRST,
        "change_username": HASHES_FIRST,
        "change_name": HASHES_FIRST,
        "prove_own": "a wrong password stays counted; it writes nothing else",
        "upgrade_account": HASHES_FIRST,
        "confirm_email": "that an account may exist is noted before it is told",
        "confirm_new_mailbox": "a wrong answer stays counted; what follows opens the transaction",
        **dict.fromkeys(
            ("give_up_unconfirmed_mailboxes", "remind_of_lost_mailboxes", "replace_lost_mailboxes"),
            "one transaction for each account",
        ),
    },
    "opencmecf/central/activation/actions.py": {
        "activate_with_token": "a wrong token stays counted; what follows opens the transaction",
    },
    "opencmecf/central/payments/actions": dict.fromkeys(
        ("begin_storing", "cancel_payment", "close_fee", "go_on", "look_up", "look_up_open", "record_outcome"),
        "the card processor is asked outside of transactions; what follows opens one",
    ),
    "opencmecf/central/firms/actions.py": {
        "invite_member": "a wrong name stays counted; what follows opens the transaction",
    },
    "opencmecf/central/second_factor/actions": {
        name: reason
        for reason, names in {
            "one statement": (
                "forget_expired_devices",
                "forget_old_enrolments",
                "is_remembered",
            ),
            "writes nothing, or one row of its own": ("amr_of", "take_challenge"),
            HASHES_FIRST: ("make_backup_codes",),
            "a wrong proof stays counted; what follows opens the transaction": (
                "add_passkey",
                "confirm_enrolment",
                "prove_by_code",
                "prove_by_passkey",
            ),
            "one transaction for each account": ("send_reminders", "carry_out_resets"),
        }.items()
        for name in names
    },
    "opencmecf/central/desk/actions.py": dict.fromkeys(
        ("warn_idle", "deactivate_idle"), "one transaction for each account"
    ),
    "opencmecf/central/signon/actions.py": {
        "sign_in": HASHES_FIRST,
        "sign_in_program": HASHES_FIRST,
        "prove": HASHES_FIRST,
        "begin_session": "is one statement, a transaction by itself or a part of that of its caller",
        "tell_site": "waits for another server, and writes one row",
    },
    "opencmecf/court/filers/actions.py": {
        "prove_account": HASHES_FIRST,
        "begin_link": HASHES_FIRST,
        "check_ready_to_link": "writes nothing",
        "remember_person": "reads, and seldom writes one row",
        "request_password": "one transaction for each account that has the address",
    },
    "opencmecf/court/intake/actions.py": {
        "receive": "waits for the file to arrive and to be checked, and then records it in one transaction",
        "receive_arrived": "waits for the check, and then records it in one transaction",
        "mend": "waits for the file to be written anew and checked, and then records it in one transaction",
        "sweep": "one transaction for each thousand, and files between them",
    },
    "opencmecf/court/metering/actions.py": {
        "charge": "is one statement, mostly in the transaction of its caller",
    },
    "opencmecf/court/sessions/actions.py": {
        "begin_by_court_login": HASHES_FIRST,
        "begin_by_sign_on": "is one statement, a transaction by itself",
    },
    "opencmecf/court/viewing/actions.py": {
        "give_out": "is one statement, a transaction by itself",
        "retrieve": "the second of two at once gives its charge back, and reads what the first has written",
    },
    "opencmecf/foundation/audit/actions.py": {
        "record": "runs in the transaction of the act that it records, and refuses to run outside one",
        "record_all": "as record does",
        "body_of": "writes nothing",
        "canonical": "writes nothing",
    },
    "opencmecf/foundation/mail/actions.py": {
        "write": "runs in the transaction of the act that writes, as a job is enqueued",
        "post": "runs in the transaction of the act that writes, as a job is enqueued",
        "send": "waits for a mail server, and writes one row",
    },
}
# Names of acts that come in by a parameter; the literals are checked where they are passed on.
ACT_BY_PARAMETER = {
    "opencmecf/central/exemptions/actions.py": "granting and withdrawing, each recorded with all of the grant",
    "opencmecf/central/firms/actions.py": "what is between a firm and its people, recorded in the trail of either",
    "opencmecf/central/programs/actions.py": "registering and deciding, each on the chain of the client",
    "opencmecf/central/accounts/actions/requests.py": "asking for mails, counted under several names",
    "opencmecf/court/admissions/actions/moving.py": "every change of an application's state, recorded and told alike",
    "opencmecf/court/appearances/actions.py": "tying and its undoing, recorded for the account and in each case",
    "opencmecf/court/agents/actions.py": "beginning and ending an agency, recorded on the trails of both accounts",
    "opencmecf/court/delegation/actions.py": "what becomes of an offer, recorded on the trails of both sides",
    "opencmecf/court/docket/actions/restricting.py": "entries and their texts are closed alike, each by its own act",
    "opencmecf/central/second_factor/actions/saving.py": "a change of methods, recorded and told in one place",
}


def test_time_comes_from_the_database() -> None:
    readers = {
        name
        for name, tree in modules()
        if not name.startswith("opencmecf/foundation/") and any(CLOCKS.fullmatch(called) for called, _ in calls(tree))
    }
    assert readers <= set(OWN_CLOCK), "use foundation/clock.py or Now()"
    assert set(OWN_CLOCK) <= readers, "these read the process's clock no more; take them off the list"


def test_actions_are_called_by_keyword() -> None:
    wrong = [
        f"{place}: {function.name}"
        for place, function in _public_actions()
        if (function.args.posonlyargs or function.args.args) and function.name not in BY_POSITION.get(place, {})
    ]
    assert not wrong, "name every argument: def act(*, thing, actor)"


def test_actions_are_atomic() -> None:
    wrong = [
        f"{place}: {function.name}"
        for place, function in _public_actions()
        if not _is_atomic(function) and function.name not in NOT_ATOMIC.get(place, {})
    ]
    assert not wrong, "decorate it with @transaction.atomic or @part_of_an_act, or list it with its reason"


def test_exceptions_are_still_needed() -> None:
    actions = {(place, function.name): function for place, function in _public_actions()}
    stale = [
        f"{place}: {name}" for place, names in NOT_ATOMIC.items() for name in names if (place, name) not in actions
    ]
    stale += [
        f"{place}: {name}"
        for (place, name), one in actions.items()
        if name in NOT_ATOMIC.get(place, {}) and _is_atomic(one)
    ]
    stale += [
        f"{place}: {name}"
        for place, names in BY_POSITION.items()
        for name in names
        if (place, name) not in actions or not actions[place, name].args.args
    ]
    assert not stale


def test_acts_on_the_trail_are_named_scope_subject_verb() -> None:
    named, unnamed = set(), set()
    for name, tree in modules():
        for called, call in calls(tree):
            if called in {"audit.record", "audit.Record", "audit.body_of"}:
                act = first_text(call)
                named.add(act) if act else unnamed.add(name)
            elif called.endswith(("counts_as_request", "may_ask", "note_unknown")) and (act := first_text(call)):
                named.add(act)
    assert unnamed == set(ACT_BY_PARAMETER)
    assert len(named) > 20
    assert not [act for act in named if not ACT.fullmatch(act or "")]


def test_permissions_are_named_scope_subject_verb() -> None:
    assert not [permission for permission in Permission if not ACT.fullmatch(permission.value)]


def test_jobs_that_are_enqueued_are_those_that_are_declared() -> None:
    enqueued, declared, by_the_clock = set(), set(), set()
    for name, tree in modules():
        for called, call in calls(tree):
            ways = ("enqueue", "enqueue_all", "enqueue_in_turn", "enqueue_once", "enqueue_outside")
            kinds = dict.fromkeys(ways, enqueued) | {"job": declared, "periodic": by_the_clock}
            if called in kinds:
                job = first_text(call)
                assert job, f"{name}: the name of a job is written out where it is used"
                kinds[called].add(job)
    import_module("opencmecf.foundation.jobs.worker")  # which the worker imports by name
    assert enqueued == declared
    assert declared | by_the_clock <= set(app.tasks), "the worker does not know these: is the module named jobs.py?"


def test_every_setting_is_in_the_manual() -> None:
    tree = ast.parse((PACKAGE / "config" / "settings.py").read_text())
    read = {first_text(call) for called, call in calls(tree) if called.startswith(("env.", "os.environ."))} - {None}
    assert len(read) > 15
    manual = (ROOT / "docs" / "operations" / "settings.md").read_text()
    missing = {name for name in read if f"`{name}`" not in manual}
    assert not missing


def test_locks_name_no_place() -> None:
    locks = sorted(ROOT.glob("requirements*.lock"))
    assert len(locks) >= 3
    assert not [lock.name for lock in locks if "://" in lock.read_text()], "see docs/adr/0007-locks-without-places.md"


def test_people_of_the_demonstration_have_no_password_in_the_repository() -> None:
    plan = tomllib.loads((PACKAGE / "demo" / "people.toml").read_text())
    assert not [key for key in _keys(plan) if "password" in key or "secret" in key]


def _public_actions() -> list[tuple[str, ast.FunctionDef]]:
    """The functions that other packages call, with their file, or their folder where actions are a folder."""
    found = []
    for name, tree in modules():
        folder, _, file = name.rpartition("/")
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
        if file == "actions.py":
            found += [(name, function) for function in functions]
        elif folder.endswith("/actions"):
            offered = (ROOT / folder / "__init__.py").read_text()
            found += [(folder, function) for function in functions if f'"{function.name}"' in offered]
    return found


def _is_atomic(function: ast.FunctionDef) -> bool:
    kinds = ("transaction.atomic", "part_of_an_act")
    return any(ast.unparse(decorator).startswith(kinds) for decorator in function.decorator_list)


def _keys(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for one in value.values() for key in _keys(one))]
    return [key for one in value for key in _keys(one)] if isinstance(value, list) else []
