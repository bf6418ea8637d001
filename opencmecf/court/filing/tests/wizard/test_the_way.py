"""From the menu to the final text."""

from __future__ import annotations

from opencmecf.court.cases.models import Case
from opencmecf.court.filing.tests.cases import criminal_case
from opencmecf.court.filing.tests.wizard.browsing import begin, entry, party, pdf, send, step_of
from opencmecf.testing.people import Browser, House


def test_the_menu_has_categories_by_heading_and_a_search(alice: Browser) -> None:
    page = alice.get("/civil")
    text = page.content.decode()
    assert "Motions and Related Filings" in text
    assert "Court Events" not in text
    found = alice.get("/civil?q=ext+ans").content.decode()
    assert '<a href="/civil/motions?event=motion-extension-answer">Extension of Time to File Answer</a>' in found
    assert "No civil event has the words “zzz”" in alice.get("/civil?q=zzz").content.decode()
    assert "Charging Instruments and Pleas" not in text


def test_court_staff_have_more(carla: Browser) -> None:
    assert "Minute Entries" in carla.get("/criminal").content.decode()
    assert "Order on Motion" in carla.get("/civil/orders").content.decode()


def test_the_search_of_the_menu_bar_finds_events(alice: Browser) -> None:
    text = alice.get("/search?q=deposition").content.decode()
    assert '<a href="/civil/discovery?event=notice-of-taking-deposition">' in text
    assert '<a href="/criminal/discovery?event=notice-of-taking-deposition">' in text


def test_a_motion_goes_from_the_menu_to_the_final_text(alice: Browser, case: Case) -> None:
    page = begin(alice, "motions", "motion-extension-answer", "motion-stay")
    assert step_of(page) == "case"
    page = send(alice, page, number="20-20001")
    assert step_of(page) == "questions"
    assert "Okafor v. Harbor Pilots" in page.content.decode()
    page = send(alice, page)
    assert step_of(page) == "filers"
    page = send(alice, page, filer=[party(case, 0)])
    assert step_of(page) == "documents"
    page = send(
        alice,
        page,
        main=pdf(),
        redaction="on",
        **{"file.1": pdf("exhibit.pdf"), "category.1": "Exhibit", "description.1": "A"},
    )
    assert step_of(page) == "references"
    page = send(alice, page, entry=[entry(case, "1")])
    assert step_of(page) == "details"
    page = send(alice, page, **{"motion-extension-answer.until": "3/9/2020", "motion-stay.what": "Discovery"})
    assert step_of(page) == "text"
    page = send(alice, page, prefix="Unopposed", free_text="as agreed")
    assert step_of(page) == "review"
    assert page.context["everything_missing"] == ()
    assert page.context["text"].words == (
        "Unopposed MOTION for Extension of Time to File Answer until 3/9/2020 , MOTION to Stay Discovery re [1] "
        "COMPLAINT by Robert Okafor. as agreed (Attachments: # (1) Exhibit A)(Moreno, Alice)"
    )
    assert "commit this transaction" in page.content.decode()
    assert alice.get(f"/filing/{page.context['draft'].pk}").request["PATH_INFO"].endswith("/review")


def test_an_order_rules_on_each_part_of_a_motion(carla: Browser, case: Case) -> None:
    page = begin(carla, "orders", "order-on-motion")
    page = send(carla, page, number="20-20001")
    page = send(carla, page)
    assert step_of(page) == "documents"
    page = send(carla, page, main=pdf("order.pdf"), redaction="on")
    page = send(carla, page, entry=[entry(case, "2")])
    assert step_of(page) == "details"
    assert "Motion to Strike" in page.content.decode()
    pk = case.entries.get(number="2").pk
    outcomes = {f"ruling.{pk}.0": "granted", f"ruling.{pk}.1": "denied_as_moot"}
    answers = {"order-on-motion.judge": "Judge Ruth M. Alder", "order-on-motion.signed_on": "3/9/20"}
    page = send(carla, page, **outcomes, **answers)
    assert page.context["text"].words == (
        "ORDER granting [2] Motion to Dismiss; denying as moot [2] Motion to Strike. Signed by Judge Ruth M. Alder on "
        "3/9/2020. (cr)"
    )


def test_the_judge_of_the_case_stands_there_already(carla: Browser) -> None:
    page = send(carla, begin(carla, "orders", "paperless-order"), number="20-20001")
    page = send(carla, send(carla, page), none="on")
    assert step_of(page) == "details"
    assert 'value="Judge Ruth M. Alder"' in page.content.decode()


def test_a_criminal_waiver_names_the_defendant(house: House, alice: Browser) -> None:
    wren = criminal_case(house.flsd)
    page = send(alice, begin(alice, "waivers", "waiver-of-speedy-trial", menu="criminal"), number="20-20104")
    page = send(alice, page)
    page = send(alice, page, filer=[party(wren, 0)], defendant=[party(wren, 0)])
    assert step_of(page) == "appearances"
    key = party(wren, 0).replace(":", "-")
    page = send(alice, page, **{f"appear.{key}": "on", f"notice.{key}": "on"})
    assert step_of(page) == "documents"
    words = page.context["text"].words
    assert words.startswith("WAIVER of Speedy Trial by Silas Wren as to Silas Wren (1). Attorney Alice Moreno added to")
