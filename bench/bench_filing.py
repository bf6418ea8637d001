"""Submitting a filing, against its object on disk and the bare SQL of the same rows.

In the path: the bytes of the main document into the store, and `submit` for a draft of a motion with one attachment in
a case of 200 entries: everything of the architecture's one transaction. In the floor: the same bytes into the same
store, and the statements that the same rows need at the least, written by hand, in one transaction on the disk: the
locks on draft, case and uploads, the end of the case's chain of receipts, and every row that has to be there after the
commit, with one job for each document and one for the notice. Not in the path: the check of the PDF, which was done
when it was uploaded, and HTTP.

A second comparison is the same filing with 500 recipients on its service list instead of 5. A third one is eight who
file in the same case at once, each in a process of its own, and the floor likewise.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from typing import Any

import town
from filing_floor import bare_filing
from measure import compare

ROUNDS = 35  # all drafts are made beforehand, and nobody may have more than 200
ENTRIES = 200
AT_ONCE, EACH, RUSHES = 8, 5, 9  # eight who file five times each, nine times over


def main() -> int:
    """Measure; returns the exit status."""
    house = town.open_town()
    from opencmecf.court.filing import actions
    from opencmecf.court.filing.models import Draft
    from opencmecf.court.filing.tests.filings import draft_of, motion
    from opencmecf.court.receipts.stamping import Signer
    from opencmecf.foundation.storage import default_store

    alice = _alice(house)
    small, large = _case(house, alice, "560001", 5), _case(house, alice, "560002", 500)
    contents = {case: motion(case, alice) for case in (small, large)}
    uploads, kid = [paper.upload for paper in contents[small].papers], Signer.of(house.flsd).row.kid
    store = default_store()

    def drafts(case: Any, count: int) -> list[Any]:
        return [draft_of(contents[case], house.flsd, alice) for _ in range(count)]

    def submit(draft: Any) -> None:
        store.put([os.urandom(20_000)])
        actions.submit(draft=draft, actor=alice)

    def bare(draft: Any) -> None:
        store.put([os.urandom(20_000)])
        bare_filing(case=small.pk, draft=draft.pk, uploads=uploads, kid=kid)

    waiting = drafts(small, 2 * ROUNDS + 20)
    slow = compare(
        "filing submit",
        floor=lambda: bare(waiting.pop()),
        path=lambda: submit(waiting.pop()),
        must=4.0,
        stretch=1 / 0.45,
        rounds=ROUNDS,
    )
    few_told, many_told = drafts(small, ROUNDS + 10), drafts(large, ROUNDS + 10)
    many = compare(
        "500 recipients instead of 5",
        floor=lambda: submit(few_told.pop()),
        path=lambda: submit(many_told.pop()),
        must=1.3,
        stretch=1.05,
        rounds=ROUNDS,
    )
    team = Team({"bare": bare, "submit": submit})
    rush = compare(
        f"{AT_ONCE} who file in one case at once",
        floor=lambda: team.work("bare"),
        path=lambda: team.work("submit"),
        must=1 / 0.3,
        stretch=1 / 0.45,
        rounds=RUSHES,
        between=lambda: team.hand_out(drafts(small, 2 * AT_ONCE * EACH)),
    )
    assert Draft.objects.filter(state="submitted").count() > 2 * ROUNDS + RUSHES * AT_ONCE * EACH
    return max(slow, many, rush)


class Team:
    """Eight processes with connections of their own, which begin at the same time and are done when the last one is."""

    def __init__(self, tasks: dict[str, Callable[[Any], None]]) -> None:
        from django.db import connection

        connection.close()  # it must not be shared
        fork = multiprocessing.get_context("fork")
        self._pipes = []
        for _ in range(AT_ONCE):
            ours, theirs = fork.Pipe()
            fork.Process(target=_member, args=(theirs, tasks), daemon=True).start()
            self._pipes.append(ours)

    def hand_out(self, drafts: list[Any]) -> None:
        """Give everybody what they are to file."""
        share = len(drafts) // AT_ONCE
        for place, pipe in enumerate(self._pipes):
            pipe.send(drafts[place * share : (place + 1) * share])
            pipe.recv()

    def work(self, task: str) -> None:
        """Have everybody file, and wait for the last one."""
        for pipe in self._pipes:
            pipe.send(task)
        for pipe in self._pipes:
            pipe.recv()


def _member(pipe: Any, tasks: dict[str, Callable[[Any], None]]) -> None:
    held: list[Any] = []
    while True:
        told = pipe.recv()
        if isinstance(told, list):
            held.extend(told)
        else:
            for _ in range(EACH):
                tasks[told](held.pop())
        pipe.send("done")


def _alice(house: Any) -> Any:
    from opencmecf.court.filing.tests.cases import actor_of

    return actor_of(house.flsd.courtaccount_set.get(login="cm-alice"))


def _case(house: Any, alice: Any, case_id: str, recipients: int) -> Any:
    """A case with counsel of record who are told by e-mail, `recipients` of them."""
    from opencmecf.court.cases.models import Appearance, Case
    from opencmecf.court.docket.tests.sheets import entry
    from opencmecf.court.filers.models import CourtAccount
    from opencmecf.court.filing.tests.cases import civil_case

    entries = tuple(entry(number, f"NOTICE number {number} by Robert Okafor.") for number in range(1, ENTRIES + 1))
    case: Case = civil_case(house.flsd, pacer_case_id=case_id, entries=entries)
    own = Appearance.objects.filter(party__case=case, name="Alice Moreno").first()
    assert own is not None
    Appearance.objects.filter(pk=own.pk).update(court_account=alice.court_account_id)
    accounts = CourtAccount.objects.bulk_create(
        CourtAccount(
            court=house.flsd,
            login=f"{case_id}-{number}",
            first_name="Counsel",
            last_name=f"Number{number}",
            email=f"counsel{number}@{case_id}.example",
        )
        for number in range(recipients - 1)
    )
    Appearance.objects.bulk_create(
        Appearance(party=own.party, order=10 + place, name=account.name, court_account=account)
        for place, account in enumerate(accounts)
    )
    return case


if __name__ == "__main__":
    sys.exit(main())
