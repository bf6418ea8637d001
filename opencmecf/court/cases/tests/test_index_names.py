"""How names are listed, and what is found by what is typed."""

from __future__ import annotations

import pytest

from opencmecf.court.cases.index_names import index_name, name_wanted


@pytest.mark.parametrize(
    ("printed", "listed"),
    [
        ("Robert Okafor", "okafor, robert"),
        ("Robert A. Okafor, Jr.", "okafor, robert a jr"),
        ("OKAFOR, ROBERT", "okafor, robert"),
        ("Hon. Ruth M. Alder", "alder, ruth m"),
        ("Zoë O'Brien-Smith", "obriensmith, zoe"),
        ("Maria de la Cruz", "de la cruz, maria"),
        ("John Doe 1", "doe, john 1"),
        ("Bott", "bott"),
        ("Harbor Pilots, Inc.", "harbor pilots inc"),
        ("The Harbor Pilots Association", "harbor pilots association"),
        ("United States of America", "united states of america"),
        ("USA", "usa"),
        ("City of Key West, a municipality", "city of key west a municipality"),
        ("2019 Sailing Vessel", "2019 sailing vessel"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_a_printed_name_as_an_index_lists_it(printed: str, listed: str) -> None:
    assert index_name(printed) == listed


@pytest.mark.parametrize(
    ("last", "first", "found"),
    [
        ("okafor", "", {"okafor, robert", "okafor, ann b", "okafor"}),
        ("Okafor", "R.", {"okafor, robert"}),
        ("OKA*", "", {"okafor, robert", "okafor, ann b", "okafor", "okafors, tom"}),
        ("harbor pilots", "", {"harbor pilots inc"}),
        ("The Harbor Pilots", "", {"harbor pilots inc"}),
        ("harbor pil", "", set()),
        ("harbor pil*", "", {"harbor pilots inc"}),
    ],
)
def test_what_is_typed_is_one_stretch_of_the_index(last: str, first: str, found: set[str]) -> None:
    index = [
        "harbor pilots inc",
        "harbors, ann",
        "okafor",
        "okafor, ann b",
        "okafor, robert",
        "okafors, tom",
        "pilots inc",
    ]
    wanted = name_wanted(last=last, first=first)
    assert wanted is not None
    assert {name for name in index if wanted.start <= name < wanted.end} == found


def test_a_star_before_the_name_asks_for_words_anywhere() -> None:
    wanted = name_wanted(last="*Harbor Pil*")
    assert wanted is not None
    assert (wanted.words, wanted.goes_on) == (("harbor", "pil"), True)


@pytest.mark.parametrize("last", ["", "a", "*a*", "**", ".."])
def test_fewer_than_two_characters_name_nobody(last: str) -> None:
    assert name_wanted(last=last, first="Robert") is None
