from __future__ import annotations

import pytest

from opencmecf.court.docket.events.composing import (
    Attached,
    DocketText,
    PartKind,
    ReferredEntry,
    Ruling,
    Wording,
    compose,
    short_names,
)
from opencmecf.court.docket.events.event import Outcome
from opencmecf.court.docket.events.reading import read_dictionary
from opencmecf.court.docket.events.sandbox import DocketTextTooLong
from opencmecf.court.docket.text import Link, Run

EVENTS = read_dictionary("district").events


def test_several_reliefs_are_one_entry() -> None:
    text = compose(
        [(EVENTS["motion-dismiss-12b6"], {}), (EVENTS["motion-extension"], {"act": "Complete Discovery"})],
        Wording(
            filers=("Coral Reach Towing, LLC",),
            entries=(ReferredEntry(number="1", words="Complaint"),),
            attachments=(
                Attached(number=1, category="Exhibit", description="A - Invoices"),
                Attached(number=2, category="Text of Proposed Order"),
            ),
            prefix="Unopposed",
            free_text="as to count two",
            signature="Okafor, Robert",
        ),
    )
    assert text.words == (
        "Unopposed MOTION to Dismiss for Failure to State a Claim , MOTION for Extension of Time to Complete Discovery "
        "re [1] Complaint by Coral Reach Towing, LLC. as to count two "
        "(Attachments: # (1) Exhibit A - Invoices, # (2) Text of Proposed Order)(Okafor, Robert)"
    )
    assert [part.text for part in text.parts if part.kind is PartKind.PREFIX] == ["Unopposed "]
    assert [part.text for part in text.parts if part.kind is PartKind.FREE] == ["as to count two"]


def test_an_order_says_each_outcome_once() -> None:
    entries = (
        ReferredEntry(number="5", words="", rulings=(_ruling("Motion to Dismiss", Outcome.GRANTED_IN_PART),)),
        ReferredEntry(number="7", words="", rulings=(_ruling("Motion to Strike", Outcome.DENIED),)),
        ReferredEntry(number="9", words="", rulings=(_ruling("Motion to Stay", Outcome.DENIED),)),
    )
    answers = {"judge": "Judge Ruth M. Alder", "signed_on": "2020-03-09"}
    text = compose([(EVENTS["order-on-motion"], answers)], Wording(entries=entries, signature="mv"))
    assert text.words == (
        "ORDER granting in part and denying in part [5] Motion to Dismiss; denying [7] Motion to Strike, "
        "[9] Motion to Stay. Signed by Judge Ruth M. Alder on 3/9/2020. (mv)"
    )


def test_a_criminal_motion_names_the_defendants() -> None:
    text = compose(
        [(EVENTS["motion-continue"], {"what": "Trial"})],
        Wording(filers=("Silas Wren",), defendants=("Silas Wren (1)",), signature="Okafor, Robert"),
    )
    assert text.words == "MOTION to Continue Trial by Silas Wren as to Silas Wren (1). (Okafor, Robert)"


def test_names_that_end_with_a_stop_bring_no_second_one() -> None:
    text = compose([(EVENTS["affidavit"], {})], Wording(filers=("Harbor Pilots Association, Inc.",)))
    assert text.words == "AFFIDAVIT by Harbor Pilots Association, Inc."


def test_numbers_are_linked_on_the_docket() -> None:
    text = compose(
        [(EVENTS["response-in-opposition"], {})],
        Wording(
            filers=("A",),
            entries=(ReferredEntry(number="5", words="MOTION"), ReferredEntry(number="", words="Minute Entry")),
            attachments=(Attached(number=1, category="Exhibit"),),
        ),
    )
    link = Link(document_id="051020100109")
    runs = text.runs(entry_link=lambda number: link if number == "5" else None, attachment_link=lambda number: None)
    assert runs[:3] == (
        Run("RESPONSE in Opposition re "),
        Run("5", link=link),
        Run(" MOTION, Minute Entry filed by A. (Attachments: # "),
    )
    assert runs[3] == Run("1 Exhibit)")  # its document has no number yet


def test_a_text_goes_through_json_unchanged() -> None:
    text = compose([(EVENTS["affidavit"], {})], Wording(filers=("A",), free_text="of record"))
    assert DocketText.from_data(text.to_data()) == text
    with pytest.raises(ValueError, match="not a valid PartKind"):
        DocketText.from_data([["colour", "red", ""]])


def test_typed_words_cannot_pose_as_links_or_as_templates() -> None:
    text = compose(
        [(EVENTS["notice-other"], {"subject": "\ue00099\ue001 {{ by }}\x00\n{% if %} \u202e[7]"})],
        Wording(filers=("<b>A</b>",), free_text="\ue0005\ue001{{ filers }}"),
    )
    assert [part.kind for part in text.parts if part.kind is PartKind.ENTRY] == []
    assert "{{ by }} {% if %} [7]" in text.words
    assert "5{{ filers }}" in text.words
    assert "<b>A</b>" in text.words  # escaped where it is shown


def test_a_text_has_bounds() -> None:
    with pytest.raises(DocketTextTooLong):
        compose([(EVENTS["affidavit"], {})], Wording(filers=("A" * 9_000,)))
    with pytest.raises(DocketTextTooLong):
        compose([(EVENTS["affidavit"], {})], Wording(filers=("A",), free_text="a" * 17_000))
    with pytest.raises(ValueError, match="needs an event"):
        compose([], Wording())


def test_the_notice_has_a_short_name() -> None:
    assert short_names([EVENTS["motion-dismiss"], EVENTS["motion-strike"]]) == "Motion to Dismiss AND Motion to Strike"


def _ruling(relief: str, outcome: Outcome) -> Ruling:
    return Ruling(relief=relief, outcome=outcome)
