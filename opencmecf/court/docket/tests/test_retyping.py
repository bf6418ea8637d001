"""Text typed anew keeps what stayed, and its numbers lead where they should."""

from __future__ import annotations

import pytest

from opencmecf.court.docket.retyping import refer_to, references_in, retyped
from opencmecf.court.docket.text import Link, Run, Text, text_of

TWO = Link(document_id="05101002", case_id="560001", de_seq_num="20", posts=True)
FOUR = Link(document_id="05101004", case_id="560001", de_seq_num="40", posts=True)
EXHIBIT = Link(document_id="05102001", case_id="560001", de_seq_num="30")
ENTRIES = {"2": TWO, "4": FOUR, "12": Link(dm_id="77")}
TEXT: Text = (
    Run("RESPONSE in Oposition re "),
    Run("2", (), TWO),
    Run(" MOTION filed 4/2/2020. (Attachments: # "),
    Run("1", (), EXHIBIT),
    Run(" Exhibit)"),
    Run("(mv)", ("i",)),
)
WORDS = "".join(run.text for run in TEXT)


def test_a_typing_error_is_mended_and_all_links_and_marks_stay() -> None:
    mended = retyped(TEXT, WORDS.replace("Oposition", "Opposition"))
    assert mended == (Run("RESPONSE in Opposition re "), *TEXT[1:])


def test_the_same_words_are_the_same_text() -> None:
    assert retyped(TEXT, WORDS) is TEXT


@pytest.mark.parametrize("typed", ["re 12 MOTION", "re 4 MOTION", "re MOTION"])
def test_a_number_that_is_another_one_loses_its_link(typed: str) -> None:
    mended = retyped(TEXT, WORDS.replace("re 2 MOTION", typed))
    assert references_in(mended, ENTRIES) == []
    assert "".join(run.text for run in mended) == WORDS.replace("re 2 MOTION", typed)
    assert any(run.link == EXHIBIT for run in mended)


def test_the_same_digit_elsewhere_is_another_number() -> None:
    assert all(run.link is None for run in retyped(TEXT, "ORDER granting 1 request and 2 others."))


def test_nothing_stays_of_a_text_that_was_written_anew() -> None:
    assert retyped(TEXT, "ORDER.") == text_of("ORDER.")
    assert retyped(TEXT, "") == ()


def test_a_number_leads_to_its_entry_where_it_stands_alone() -> None:
    mended = refer_to(retyped(TEXT, WORDS.replace("re 2 ", "re 4 ")), ["4"], ENTRIES)
    assert references_in(mended, ENTRIES) == ["4"]
    (run,) = [run for run in mended if run.link == FOUR]
    assert mended.index(run) == 1  # and not the 4 of the date


def test_a_number_that_is_not_wanted_leads_nowhere() -> None:
    mended = refer_to(TEXT, [], ENTRIES)
    assert references_in(mended, ENTRIES) == []
    assert "".join(run.text for run in mended) == WORDS
    assert refer_to(mended, ["2"], ENTRIES) == TEXT


def test_a_number_that_the_text_does_not_name_is_told_of() -> None:
    with pytest.raises(ValueError, match="4"):
        refer_to(TEXT, ["2", "4"], ENTRIES)
    with pytest.raises(ValueError, match="1"):
        refer_to(text_of("Exhibit # 1, on 1/1/2020 at 1:30, $1.00"), ["1"], {"1": TWO})
