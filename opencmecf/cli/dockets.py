"""Docket sheets taken over and given out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from opencmecf.cli.commands import add, host, require_federal_court, set_up
from opencmecf.foundation.errors import Refused


def add_to(commands: Any) -> None:
    """`cmecf import` and `export`."""
    one = add(
        commands, "import", import_dockets, "take over docket sheets: pages saved from CM/ECF, or JSON of `export`"
    )
    one.add_argument("--court", required=True, help="whose dockets they are, such as nysd; added as an archive if new")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a saved page, or a directory of them")
    one = add(commands, "export", export_dockets, "write cases as JSON, with all that `import` needs to take them back")
    one.add_argument("--court", required=True, help="such as flsd")
    one.add_argument("--to", type=Path, metavar="DIRECTORY", help="a file for each case, instead of standard output")
    one.add_argument("cases", nargs="+", metavar="CASE", help="case id, or number such as 1:20-cv-20001")


def import_dockets(arguments: argparse.Namespace) -> int:
    """Take saved docket sheets over; prints one line per file, and how far it has come on standard error."""
    set_up()
    from opencmecf.court.profile.models import Court
    from opencmecf.court.profile.queries import hosted_court
    from opencmecf.exchange import importer
    from opencmecf.foundation.access import Role, system
    from opencmecf.foundation.progress import Progress

    require_federal_court(arguments.court)
    files = importer.files_in(arguments.files)
    hosted = hosted_court(arguments.court)
    if hosted is None and any(importer.holds_docket_of(file, arguments.court) for file in files):
        host(arguments.court, is_archive=True)
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
    set_up()
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
