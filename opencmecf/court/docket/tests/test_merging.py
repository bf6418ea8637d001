from __future__ import annotations

import pytest

from opencmecf.court.docket.merging import Identity, Matcher, in_order, merged_facts, new_ones
from opencmecf.court.docket.sheet import Fact
from opencmecf.court.docket.text import text_of


@pytest.mark.parametrize(
    ("known", "arriving", "merged"),
    [
        ([], [None, None], [-1, -2]),
        ([1, 2], [1, 2, None], [1, 2, -3]),
        ([1, 2], [None, 1, 2], [-1, 1, 2]),
        ([1, 2], [1, None, 2], [1, -2, 2]),
        ([1, 2, 3], [None, 3], [1, 2, -1, 3]),
        ([1, 2], [None], [1, 2, -1]),
        ([1, 2], [None, 2, 1], [1, 2, -1]),  # newest first
        ([1, 2], [2, None, 1, None], [-4, 1, -2, 2]),
        ([1, 2, 3], [1], [1, 2, 3]),
    ],
)
def test_new_rows_stand_after_what_they_followed(
    known: list[int], arriving: list[int | None], merged: list[int]
) -> None:
    assert in_order(known, arriving) == merged


def test_a_sheet_of_earlier_entries_goes_ahead() -> None:
    assert in_order([1], [None, None], before=lambda: True) == [-1, -2, 1]


def test_equal_unnumbered_entries_are_known_one_by_one() -> None:
    twin = Identity(None, None, "2020-01-02", "MINUTE ENTRY")
    matcher = Matcher([(7, twin), (8, twin)])
    assert [matcher.find(twin), matcher.find(twin), matcher.find(twin)] == [7, 8, None]


def test_equal_words_with_other_sequence_numbers_are_two_entries() -> None:
    matcher = Matcher([(7, Identity(None, 5, "day", "words"))])
    assert matcher.find(Identity(None, 6, "day", "words")) is None


def test_an_entry_is_known_again_without_its_sequence_number() -> None:
    matcher = Matcher([(7, Identity(None, 5, "day", "words"))])
    assert matcher.find(Identity(None, None, "day", "words")) == 7


def test_a_known_label_keeps_its_value_and_lists_grow() -> None:
    judge, other = (Fact(label="Assigned to", value=text_of(name)) for name in ("Judge A", "Judge B"))
    one = Fact(label="Related Case", value=text_of("1"), listed=True)
    two = Fact(label="Related Case", value=text_of("2"), listed=True)
    closed = Fact(label="Date Terminated", value=text_of("01/02/2020"))
    grown = Fact(label="Related Case", value=text_of("1"), more=(text_of("2"),), listed=True)
    assert merged_facts([judge, one], [other, two, closed]) == [judge, grown, closed]


def test_new_ones_count_equals() -> None:
    assert new_ones(["a"], [("a", 1), ("a", 2), ("b", 3)]) == [2, 3]
