from __future__ import annotations

import pytest

from opencmecf.court.docket.events.event import EntryKind
from opencmecf.court.docket.events.reading import read_dictionary
from opencmecf.court.docket.events.recognizing import entry_kind, reliefs_of, short_words


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Unopposed MOTION to Continue Trial by Silas Wren.", EntryKind.MOTION),
        ("MOTION TO DISMISS 1 Complaint, FOR FAILURE TO STATE A CLAIM by Coral Reach Towing, LLC.", EntryKind.MOTION),
        ("RESPONSE in Opposition re 5 MOTION TO DISMISS", EntryKind.RESPONSE),
        ("ORDER granting 9 Motion to Continue as to Silas Wren (1).", EntryKind.ORDER),
        ("PAPERLESS Minute Entry for proceedings held before Judge Ruth M. Alder", EntryKind.MINUTES),
        ("COMPLAINT against Coral Reach Towing, LLC", EntryKind.PLEADING),
        ("COMPLAINT as to Silas Wren (1).", EntryKind.CHARGE),
        ("SUMMONS (Affidavit) Returned Executed on 1 Complaint", EntryKind.SERVICE),
        ("FINAL JUDGMENT in favor of Harbor Pilots Association, Inc.", EntryKind.JUDGMENT),
        ("NOTICE OF APPEAL by Silas Wren", EntryKind.APPEAL),
        ("NOTICE OF ATTORNEY APPEARANCE: Alice Moreno", EntryKind.NOTICE),
        ("Certificate of Other Affiliates by Coral Reach Towing, LLC", EntryKind.OTHER),
        ("", EntryKind.OTHER),
    ],
)
def test_an_entry_is_known_by_its_first_words(words: str, kind: EntryKind) -> None:
    assert entry_kind(words) is kind


@pytest.mark.parametrize(
    ("words", "reliefs"),
    [
        ("MOTION to Dismiss , MOTION to Strike by Coral Reach", ("Motion to Dismiss", "Motion to Strike")),
        ("Unopposed MOTION to Continue Trial by Silas Wren. Responses due", ("Motion to Continue Trial",)),
        ("MOTION for Summary Judgment re 1 Complaint", ("Motion for Summary Judgment",)),
        ("SEALED MOTION by USA", ("Motion",)),
    ],
)
def test_the_parts_of_a_motion_are_told_apart(words: str, reliefs: tuple[str, ...]) -> None:
    assert reliefs_of(words) == reliefs


def test_an_entry_is_referred_to_by_its_name() -> None:
    assert short_words("MOTION to Dismiss by Coral Reach Towing, LLC (Attachments: # 1 Exhibit)") == "MOTION to Dismiss"
    assert short_words("COMPLAINT against Coral Reach. Filing fees $ 400.00") == "COMPLAINT"
    assert short_words("SCHEDULING ORDER: Jury Trial set for 2/8/2021") == "SCHEDULING ORDER"
    assert len(short_words("ORDER " + "word " * 100)) <= 61


def test_our_own_motions_are_recognized_as_motions() -> None:
    motions = [event for event in read_dictionary("district").events.values() if event.is_relief]
    assert [event.code for event in motions if entry_kind(event.title) is not EntryKind.MOTION] == [
        event.code for event in motions if entry_kind(event.title) in (EntryKind.JUDGMENT, EntryKind.ORDER)
    ]
