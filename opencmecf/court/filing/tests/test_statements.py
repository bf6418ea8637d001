"""What a step of a filing costs in statements does not depend on the size of the case."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.sheet import Counsel, Party
from opencmecf.court.docket.tests.sheets import entry
from opencmecf.court.docket.text import text_of
from opencmecf.court.filing.tests.cases import civil_case
from opencmecf.court.filing.tests.wizard.browsing import begin, party, pdf, send, step_of
from opencmecf.court.filing.tests.wizard.browsing import entry as chosen_entry
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Role
from opencmecf.testing.people import Browser, House


def case_of_size(court: Court, serial: int, *, entries: int, parties: int) -> Case:
    """A case in which Alice appears for the first party, and every tenth entry is a motion of two parts."""
    listed = tuple(
        Party(
            type="Plaintiff" if place == 0 else "Defendant",
            name=text_of(f"Party {place}"),
            counsel=(Counsel(name=f"Counsel {place}" if place else "Alice Moreno", lines=()),),
        )
        for place in range(parties)
    )
    words = ("NOTICE of Unavailability", "MOTION to Dismiss , MOTION to Strike")
    docket = tuple(
        entry(number, f"{words[number % 10 == 0]} by Party {number % parties}.") for number in range(1, entries + 1)
    )
    return civil_case(
        court, pacer_case_id=f"5700{serial}", case_number=f"1:20-cv-300{serial}-RMA", parties=listed, entries=docket
    )


class Counted:
    """A browser that counts the statements of each request, by the step that it leads to."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.statements: dict[str, int] = {}

    def post(self, path: str, data: dict[str, Any]) -> Any:
        """Send a form and follow where it leads."""
        with CaptureQueriesContext(connection) as captured:
            page = self._browser.post(path, data)
        self.statements[f"to {step_of(page)}"] = len(captured)
        return page


def statements_of_a_motion(browser: Browser, case: Case) -> dict[str, int]:
    """File a motion that refers to an entry, and return what each step has cost."""
    counted: Any = Counted(browser)
    page = begin(counted, "motions", "motion-extension-answer")
    page = send(counted, page, number=case.number_core)
    page = send(counted, page)
    page = send(counted, page, filer=[party(case, 0), party(case, 1)])
    key = party(case, 1).replace(":", "-")
    page = send(counted, page, **{f"appear.{key}": "on", f"notice.{key}": "on"})
    page = send(counted, page, main=pdf(f"{case.pk}.pdf"), redaction="on")
    page = send(counted, page, entry=[chosen_entry(case, "10")])
    page = send(counted, page, **{"motion-extension-answer.until": "3/9/2020"})
    page = send(counted, page, free_text="as agreed")
    draft = page.context["draft"]
    counted.post(f"/filing/{draft.pk}/submit", {"revision": draft.revision})
    return dict(counted.statements)


def statements_of_an_order(browser: Browser, case: Case) -> dict[str, int]:
    """File an order on a motion, and return what each step has cost."""
    counted: Any = Counted(browser)
    page = begin(counted, "orders", "order-on-motion")
    page = send(counted, page, number=case.number_core)
    page = send(counted, page)
    page = send(counted, page, main=pdf(f"order-{case.pk}.pdf"), redaction="on")
    page = send(counted, page, entry=[chosen_entry(case, "20")])
    motion = case.entries.get(number="20").pk
    outcomes = {f"ruling.{motion}.0": "granted", f"ruling.{motion}.1": "denied"}
    answers = {"order-on-motion.judge": "Judge Ruth M. Alder", "order-on-motion.signed_on": "3/9/20"}
    page = send(counted, page, **outcomes, **answers)
    page = send(counted, page)
    draft = page.context["draft"]
    counted.post(f"/filing/{draft.pk}/submit", {"revision": draft.revision})
    return dict(counted.statements)


@pytest.mark.parametrize(
    ("login", "role", "file"),
    [("alice", Role.FILER, statements_of_a_motion), ("carla", Role.CLERK, statements_of_an_order)],
    ids=["a motion", "an order"],
)
def test_a_step_costs_the_same_in_a_large_case(login: str, role: Role, file: Any, house: House) -> None:
    small = case_of_size(house.flsd, 10, entries=50, parties=5)
    large = case_of_size(house.flsd, 20, entries=1000, parties=200)
    house.linked(login, role=role)
    browser = house.signed_in(login, house.flsd)
    file(browser, case_of_size(house.flsd, 30, entries=50, parties=5))  # the first filing makes the court's key
    few = file(browser, small)
    assert few == file(browser, large)
    assert max(few.values()) < 60, few
