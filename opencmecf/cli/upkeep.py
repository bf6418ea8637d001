"""Keeping the system and its records sound."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

from opencmecf.cli.commands import CHECKOUT, add, bring_up_to_date, set_up
from opencmecf.foundation.errors import Refused

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: a mail server keeps the mail and asks again
MOST_BYTES_OF_A_MAIL = 20 * 1024 * 1024


def add_to(commands: Any) -> None:
    """`cmecf notices`, `verify`, `migrate`, `check`, `keys` and `bench`."""
    notices = commands.add_parser("notices", help="what became of notices").add_subparsers(
        required=True, metavar="COMMAND"
    )
    add(notices, "bounced", notices_bounced, "note a notice that came back: cmecf notices bounced < message")
    one = add(commands, "verify", verify, "check a receipt of filing, and files against it, without any server")
    one.add_argument("receipt", type=Path, help="as it was downloaded: receipt-….json")
    one.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a PDF that was filed")
    one.add_argument("--keys", type=Path, help="the court's keys, from its /.well-known/receipt-keys.json")
    add(
        commands,
        "migrate",
        migrate,
        "bring the database in line with this version and these settings; run before every start",
    )
    one = add(
        commands, "check", check, "check the invariants over the whole database; exit status 1 when one is broken"
    )
    one.add_argument("--files", action="store_true", help="also read every stored file and compute its hash again")
    keys = commands.add_parser("keys", help="the keys of Central Sign-On").add_subparsers(
        required=True, metavar="COMMAND"
    )
    add(keys, "rotate", keys_rotate, "sign with new keys from now on; old ones stay published for a day")

    one = add(commands, "bench", bench, "measure the paths that must be fast, each against a floor in the same run")
    one.add_argument("names", nargs="*", help="such as sign_in; default: all")


def migrate(arguments: argparse.Namespace) -> int:
    """Bring the database in line with this version and these settings."""
    set_up()
    bring_up_to_date()
    return 0


def keys_rotate(arguments: argparse.Namespace) -> int:
    """Make new signing keys for Central Sign-On."""
    set_up()
    from opencmecf.central.signon import keys
    from opencmecf.foundation.access import system

    print("\n".join(keys.rotate(by=system("command line"))))
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Check the invariants over the whole database; prints one line per problem, and notes that are none."""
    set_up()
    from opencmecf.invariants import notes, problems

    found = 0
    for problem in problems(read_every_file=arguments.files):
        found += 1
        print(problem)
    for note in notes():
        print(f"note: {note}")
    print("clean" if not found else f"{found} problems", file=sys.stderr)
    return 1 if found else 0


def notices_bounced(arguments: argparse.Namespace) -> int:
    """Note from a delivery status notification that a notice did not arrive; says what was noted.

    A mail that tells of none of ours is no failure: a mail server would send it back. Returns 75, "try again later",
    while the database does not answer.
    """
    from django.db import OperationalError

    set_up()
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
    files = sorted((CHECKOUT / "bench").glob("bench_*.py"))
    chosen = [file for file in files if not arguments.names or file.stem.removeprefix("bench_") in arguments.names]
    return max((subprocess.call([sys.executable, str(file)], cwd=CHECKOUT) for file in chosen), default=0)
