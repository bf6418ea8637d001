"""`cmecf`: everything that is done from the command line."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import django

from opencmecf.court.desk import commands as court_accounts
from opencmecf.foundation.errors import Refused

Command = Callable[[argparse.Namespace], int]
TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: a mail server keeps the mail and asks again
MOST_BYTES_OF_A_MAIL = 20 * 1024 * 1024
CHECKOUT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status (0 done, 1 refused or problems found, 2 wrong usage)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencmecf.config.settings")
    parsed = _parser().parse_args(arguments)
    command: Command = parsed.command
    try:
        if getattr(parsed, "needs_set_up", False):
            _set_up()
        return command(parsed)
    except Refused as refused:
        print(f"cmecf: {refused.message} {refused.remedy}".strip(), file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader has seen enough: `cmecf court list --all | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def demo(arguments: argparse.Namespace) -> int:
    """Start the demonstration, or say what is in it."""
    from opencmecf.demo.run import Demo
    from opencmecf.foundation.embedded_database import EmbeddedDatabaseError
    from opencmecf.foundation.processes import AlreadyRunning, NotReady, ProgramFailed

    if arguments.prepare:
        return _prepare_demo()
    running = _demo(arguments, Demo)
    if arguments.describe or arguments.table:
        os.environ.update(running.environment)
        return _describe_demo(as_table=arguments.table)
    if arguments.reset:
        running.reset()
        running = _demo(arguments, Demo)
    try:
        running.run()
    except (AlreadyRunning, NotReady, ProgramFailed, EmbeddedDatabaseError) as problem:
        print(f"cmecf: {problem}", file=sys.stderr)
        return 1
    return 0


def serve(arguments: argparse.Namespace) -> int:
    """Run the web server in this process's place."""
    _require_secret_key()
    server = [
        *(sys.executable, "-m", "gunicorn", "opencmecf.config.wsgi:application"),
        *("--bind", f"{arguments.host}:{arguments.port}", "--worker-class", "gthread", "--no-control-socket"),
        *("--workers", str(arguments.workers), "--threads", str(arguments.threads)),
        *("--graceful-timeout", "20", "--keep-alive", "30", "--log-level", "warning"),
    ]
    os.execv(sys.executable, server)  # noqa: S606 - our own interpreter with our own arguments


def worker(arguments: argparse.Namespace) -> int:
    """Do the jobs."""
    _set_up()
    from opencmecf.foundation.jobs.worker import run

    run(until_empty=arguments.until_empty)
    return 0


def migrate(arguments: argparse.Namespace) -> int:
    """Bring the database in line with this version and these settings."""
    _set_up()
    _bring_up_to_date()
    return 0


def keys_rotate(arguments: argparse.Namespace) -> int:
    """Make new signing keys for Central Sign-On."""
    _set_up()
    from opencmecf.central.signon import keys
    from opencmecf.foundation.access import system

    print("\n".join(keys.rotate(by=system("command line"))))
    return 0


def court_list(arguments: argparse.Namespace) -> int:
    """Print the courts of this deployment, or every federal court."""
    from opencmecf.foundation import reference

    if arguments.all:
        for court in reference.courts().values():
            print(f"{court.id:<6} {court.kind.value:<11} {court.name}")
        return 0
    _set_up()
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
    _set_up()
    _host(
        arguments.court_id,
        help_desk_telephone=arguments.help_desk_telephone,
        login_hint=arguments.login_hint,
    )
    print(f"{arguments.court_id} is added, as a CurrentGen court.")
    return 0


def court_go_live(arguments: argparse.Namespace) -> int:
    """Announce or carry out a court's move to NextGen."""
    _set_up()
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
    _set_up()
    from opencmecf.court.admissions.reading import BadRegistrationForm, form_of

    _require_federal_court(arguments.court_id)
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
    _set_up()
    from opencmecf.court.docket.events.of_court import dictionary_of
    from opencmecf.court.docket.events.reading import BadDictionary
    from opencmecf.court.docket.events.searching import search

    _require_federal_court(arguments.court_id)
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
    _set_up()
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


def import_dockets(arguments: argparse.Namespace) -> int:
    """Take saved docket sheets over; prints one line per file, and how far it has come on standard error."""
    _set_up()
    from opencmecf.court.profile.models import Court
    from opencmecf.court.profile.queries import hosted_court
    from opencmecf.exchange import importer
    from opencmecf.foundation.access import Role, system
    from opencmecf.foundation.progress import Progress

    _require_federal_court(arguments.court)
    files = importer.files_in(arguments.files)
    hosted = hosted_court(arguments.court)
    if hosted is None and any(importer.holds_docket_of(file, arguments.court) for file in files):
        _host(arguments.court, is_archive=True)
        print(f"{arguments.court} is added, as an archive court: to read and to search.", file=sys.stderr)
        hosted = hosted_court(arguments.court)
    court = hosted.settings if hosted else Court(court_id=arguments.court)  # not added: every file will be refused
    actor = system("command line", arguments.court, frozenset({Role.COURT_ADMIN, Role.CLERK}))
    refused = 0
    progress = Progress(len(files), sys.stderr)
    for report in importer.import_files(files, court=court, actor=actor):
        print(report.line, flush=True)
        refused += report.is_refused
        progress.step(report.outcome)
    progress.end()
    return 1 if refused else 0


def export_dockets(arguments: argparse.Namespace) -> int:
    """Write cases as JSON: one to standard output, or each to a file of a directory."""
    _set_up()
    from opencmecf.court.cases.queries import find_case
    from opencmecf.exchange import docket_json
    from opencmecf.foundation.access import Role, system
    from opencmecf.foundation.errors import NotFound

    actor = system("command line", arguments.court, frozenset({Role.COURT_ADMIN, Role.CLERK}))
    if len(arguments.cases) > 1 and arguments.to is None:
        raise Refused("Several cases do not go into one file.", "Name a directory with --to.")
    missing = 0
    for wanted in arguments.cases:
        try:
            case = find_case(court_id=arguments.court, wanted=wanted, actor=actor)
        except NotFound:
            print(f"cmecf: {arguments.court} has no case {wanted}.", file=sys.stderr)
            missing += 1
            continue
        if arguments.to is None:
            sys.stdout.writelines(docket_json.case_chunks(case, actor))
            continue
        arguments.to.mkdir(parents=True, exist_ok=True)
        path = arguments.to / f"{arguments.court}_{case.pacer_case_id}.json"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(docket_json.case_chunks(case, actor))
        print(path)
    return 1 if missing else 0


def check(arguments: argparse.Namespace) -> int:
    """Check the invariants over the whole database; prints one line per problem."""
    _set_up()
    from opencmecf.invariants import problems

    found = 0
    for problem in problems(read_every_file=arguments.files):
        found += 1
        print(problem)
    print("clean" if not found else f"{found} problems", file=sys.stderr)
    return 1 if found else 0


def notices_bounced(arguments: argparse.Namespace) -> int:
    """Note from a delivery status notification that a notice did not arrive; says what was noted.

    A mail that tells of none of ours is no failure: a mail server would send it back. Returns 75, "try again later",
    while the database does not answer.
    """
    from django.db import OperationalError

    _set_up()
    from opencmecf.court.notices.actions import note_bounce

    raw = sys.stdin.buffer.read(MOST_BYTES_OF_A_MAIL)
    try:
        delivery = note_bounce(raw=raw)
    except OperationalError:
        print("cmecf: the database does not answer; nothing was noted", file=sys.stderr)
        return TRY_AGAIN
    if delivery is None:
        print("nothing noted: this mail does not say that a notice of ours failed for good")
        return 0
    print(f"noted: notice {delivery.notice_id} did not reach {delivery.address}: {delivery.last_error}")
    return 0


def verify(arguments: argparse.Namespace) -> int:
    """Check a receipt and the files that were filed with it; needs no database and no network."""
    from opencmecf.court.receipts.verifying import read_keys, read_receipt
    from opencmecf.court.receipts.verifying import verify as check_receipt

    try:
        keys = read_keys(arguments.keys) if arguments.keys else []
        findings = check_receipt(read_receipt(arguments.receipt), arguments.files, keys)
    except (OSError, ValueError) as error:
        raise Refused(str(error), "Name the receipt as it was downloaded, then the files.") from error
    for finding in findings:
        print(f"{'right' if finding.is_right else 'WRONG'}  {finding.message}")
    return 0 if all(finding.is_right for finding in findings) else 1


def bench(arguments: argparse.Namespace) -> int:
    """Measure the paths in bench/; each prints a ratio against its floor."""
    import subprocess

    files = sorted((CHECKOUT / "bench").glob("bench_*.py"))
    chosen = [file for file in files if not arguments.names or file.stem.removeprefix("bench_") in arguments.names]
    return max((subprocess.call([sys.executable, str(file)], cwd=CHECKOUT) for file in chosen), default=0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cmecf",
        description="Open CM/ECF: court case management and electronic filing with one sign-on for every court.",
        epilog="Settings come from the environment; docs/operations/settings.md lists them. Start with `cmecf demo`.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    _add_running(commands)
    _add_courts(commands)
    _add_dockets(commands)
    _add_upkeep(commands)
    return parser


def _add_running(commands: Any) -> None:
    one = _add(commands, "demo", demo, "start a complete try-out on this machine: courts, people, mailbox")
    one.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="default: PORT or 8000")
    one.add_argument("--var", type=Path, default=None, help="where data is kept; default: CMECF_VAR or ./var")
    one.add_argument(
        "--reset", action="store_true", default=os.environ.get("RESET") == "1", help="begin anew (or RESET=1)"
    )
    one.add_argument("--describe", action="store_true", help="print sites and people of the running demo as JSON")
    one.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    one.add_argument("--table", action="store_true", help=argparse.SUPPRESS)

    one = _add(commands, "serve", serve, "run the web server for every site")
    one.add_argument("--host", default="127.0.0.1", help="address to listen on; default: 127.0.0.1")
    one.add_argument("--port", type=int, default=8000, help="default: 8000")
    one.add_argument("--workers", type=int, default=2, help="processes; default: 2")
    one.add_argument("--threads", type=int, default=8, help="threads of each process; default: 8")

    one = _add(commands, "worker", worker, "do the jobs that acts have left: mail, notices between sites")
    one.add_argument("--until-empty", action="store_true", help="end when nothing is left to do now")


def _add_courts(commands: Any) -> None:
    court = commands.add_parser("court", help="list, add and move courts").add_subparsers(
        required=True, metavar="COMMAND"
    )
    one = _add(court, "list", court_list, "the courts of this deployment")
    one.add_argument("--all", action="store_true", help="every federal court of the reference data")
    one = _add(court, "add", court_add, "host one more court, at first as a CurrentGen one")
    one.add_argument("court_id", help="such as flsd")
    one.add_argument("--help-desk-telephone", default="", help="shown in the footer and wherever a login is asked for")
    one.add_argument("--login-hint", default="", help="how this court forms the logins that it issues")
    court_accounts.add_to(court)
    one = _add(
        court, "go-live", court_go_live, "move a court to NextGen now, announce the date, rehearse it or undo it"
    )
    one.add_argument("court_id", help="such as flsb")
    one.add_argument("--on", type=date.fromisoformat, help="announce this date (YYYY-MM-DD) instead of moving now")
    one.add_argument("--rehearse", action="store_true", help="only say whose PACER account is ready and whose is not")
    one.add_argument("--undo", metavar="REASON", help="make it CurrentGen again, until the first document is filed")
    one = _add(court, "events", court_events, "the events that can be docketed at a court; checks its dictionary")
    one.add_argument("court_id", help="such as flsd")
    one.add_argument("--search", default="", metavar="WORDS", help="only those that people find by these words")
    one = _add(court, "registration", court_registration, "what applicants are offered at a court; checks its form")
    one.add_argument("court_id", help="such as flsd")

    one = _add(court, "uploads", court_uploads, "show or change what files a court takes")
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


def _add_dockets(commands: Any) -> None:
    one = _add(
        commands, "import", import_dockets, "take over docket sheets: pages saved from CM/ECF, or JSON of `export`"
    )
    one.add_argument("--court", required=True, help="whose dockets they are, such as nysd; added as an archive if new")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a saved page, or a directory of them")
    one = _add(
        commands, "export", export_dockets, "write cases as JSON, with all that `import` needs to take them back"
    )
    one.add_argument("--court", required=True, help="such as flsd")
    one.add_argument("--to", type=Path, metavar="DIRECTORY", help="a file for each case, instead of standard output")
    one.add_argument("cases", nargs="+", metavar="CASE", help="case id, or number such as 1:20-cv-20001")


def _add_upkeep(commands: Any) -> None:
    notices = commands.add_parser("notices", help="what became of notices").add_subparsers(
        required=True, metavar="COMMAND"
    )
    _add(notices, "bounced", notices_bounced, "note a notice that came back: cmecf notices bounced < message")
    one = _add(commands, "verify", verify, "check a receipt of filing, and files against it, without any server")
    one.add_argument("receipt", type=Path, help="as it was downloaded: receipt-….json")
    one.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a PDF that was filed")
    one.add_argument("--keys", type=Path, help="the court's keys, from its /.well-known/receipt-keys.json")
    _add(
        commands,
        "migrate",
        migrate,
        "bring the database in line with this version and these settings; run before every start",
    )
    one = _add(
        commands, "check", check, "check the invariants over the whole database; exit status 1 when one is broken"
    )
    one.add_argument("--files", action="store_true", help="also read every stored file and compute its hash again")
    keys = commands.add_parser("keys", help="the keys of Central Sign-On").add_subparsers(
        required=True, metavar="COMMAND"
    )
    _add(keys, "rotate", keys_rotate, "sign with new keys from now on; old ones stay published for a day")

    one = _add(commands, "bench", bench, "measure the paths that must be fast, each against a floor in the same run")
    one.add_argument("names", nargs="*", help="such as sign_in; default: all")


def _add(commands: Any, name: str, command: Command, summary: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(command=command)
    return parser


def _demo(arguments: argparse.Namespace, kind: Any) -> Any:
    var = arguments.var or Path(os.environ.get("CMECF_VAR") or CHECKOUT / "var")
    return kind(var=var.resolve(), port=arguments.port, external_database=os.environ.get("DATABASE_URL", ""))


def _prepare_demo() -> int:
    _set_up()
    from opencmecf.demo import people

    _bring_up_to_date()
    people.make_all()
    return 0


def _bring_up_to_date() -> None:
    """Schema, the web role's rights, the first signing keys, and our own sites' addresses at Central Sign-On."""
    from opencmecf.central.signon import clients, keys
    from opencmecf.foundation.access import system
    from opencmecf.foundation.database.migrate import migrate as bring_schema_up_to_date

    bring_schema_up_to_date()
    keys.make_first(by=system("command line"))
    clients.take_over_site_names(by=system("command line"))


def _describe_demo(*, as_table: bool) -> int:
    _set_up()
    from django.db import OperationalError, ProgrammingError

    from opencmecf.demo import people
    from opencmecf.demo.table import table

    try:
        described = people.describe()
    except (OperationalError, ProgrammingError) as error:
        raise Refused("The demonstration is not running.", "Start it with `make demo` or `cmecf demo`.") from error
    print(table(described) if as_table else json.dumps(described, indent=2))
    return 0


def _host(court_id: str, **settings: Any) -> None:
    """Add a court to this deployment and make it known to Central Sign-On."""
    from django.db import transaction

    from opencmecf.central.signon import clients
    from opencmecf.court.profile import actions
    from opencmecf.foundation.access import Role, system
    from opencmecf.foundation.secrets import new_token

    actor, secret = system("command line", roles=frozenset({Role.OPERATOR})), new_token()
    with transaction.atomic():
        actions.add_court(court_id=court_id, client_secret=secret, actor=actor, **settings)
        clients.add_court(court_id=court_id, secret=secret, by=actor)


def _require_federal_court(court_id: str) -> None:
    from opencmecf.foundation import reference

    if court_id not in reference.courts():
        raise Refused(f"There is no federal court with the id {court_id}.", "`cmecf court list --all` shows the ids.")


def _set_up() -> None:
    _require_secret_key()
    django.setup()


def _require_secret_key() -> None:
    if not os.environ.get("SECRET_KEY"):
        raise Refused("SECRET_KEY is not set.", "Set it to a long random text that stays the same for this deployment.")


if __name__ == "__main__":
    sys.exit(main())
