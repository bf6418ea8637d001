"""Who of the attorneys on dockets may be the holder of an account."""

from __future__ import annotations

import pytest

from opencmecf.court.appearances.rules import Holder, Likeness, Printed, compared, listed_name

ALICE = Holder(name=("Alice", "M", "Moreno", ""), email="alice@moreno.example", bar_number="0512584", firm="Moreno PA")


@pytest.mark.parametrize(
    ("name", "likeness"),
    [
        ("Alice Moreno", Likeness.SAME),
        ("Alice Maria Moreno", Likeness.SAME),
        ("ALICE MORENO", Likeness.SAME),
        ("Alicé Moreno", Likeness.SAME),
        ("A. Moreno", Likeness.SIMILAR),
        ("Alice Moreno , Jr.", Likeness.SIMILAR),
        ("Alice T. Moreno", Likeness.SIMILAR),
        ("Anna Moreno", Likeness.PARTLY),
        ("Alice Reyes", Likeness.PARTLY),
        ("A. Reyes", Likeness.NONE),
        ("Robert Okafor", Likeness.NONE),
        ("", Likeness.NONE),
        ("Moreno PA", Likeness.NONE),
    ],
)
def test_how_much_of_a_name_agrees(name: str, likeness: Likeness) -> None:
    assert compared(ALICE, Printed(name=name)).name is likeness


@pytest.mark.parametrize(
    ("printed", "is_candidate", "agrees"),
    [
        (Printed(name="Alice Moreno"), True, ("name",)),
        (Printed(name="A. Moreno"), True, ("name, as far as printed",)),
        (Printed(name="Alice Reyes"), False, ("part of the name",)),
        (Printed(name="Alice Reyes", bar_number="512584"), True, ("part of the name", "bar number")),
        (Printed(name="Anna Moreno", email="ALICE@moreno.example"), True, ("part of the name", "e-mail address")),
        (Printed(name="Bo Lund", bar_number="512584"), False, ("bar number",)),
        (Printed(name="Bo Lund", email="alice@moreno.example"), False, ("e-mail address",)),
        (Printed(name="Anna Moreno", lines=("Moreno, P.A.",)), False, ("part of the name", "firm")),
        (
            Printed(name="Alice Moreno", email="alice@moreno.example", bar_number="512584", lines=("Moreno PA",)),
            True,
            ("name", "bar number", "e-mail address", "firm"),
        ),
    ],
)
def test_who_is_a_candidate_and_why(printed: Printed, is_candidate: bool, agrees: tuple[str, ...]) -> None:
    comparison = compared(ALICE, printed)
    assert (comparison.is_candidate, comparison.in_words) == (is_candidate, agrees)


def test_what_the_court_does_not_know_agrees_with_nothing() -> None:
    unknown = Holder(name=("Alice", "", "Moreno", ""))
    assert compared(unknown, Printed(name="Alice Reyes", email="", bar_number="")).in_words == ("part of the name",)


def test_the_likeliest_come_first() -> None:
    names = [
        Printed(name="Alice Moreno"),
        Printed(name="Alice Moreno", lines=("Moreno PA",)),
        Printed(name="Alice Reyes", bar_number="512584"),
        Printed(name="A. Moreno", bar_number="512584", email="alice@moreno.example"),
    ]
    weights = [compared(ALICE, one).weight for one in names]
    assert sorted(weights) == weights


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        (("Alice", "M", "Moreno", ""), ("moreno", "alice")),
        (("Maria", "", "de la Cruz", "III"), ("de la cruz", "maria")),
        (("Anne-Marie", "", "O'Neil", ""), ("oneil", "annemarie")),
    ],
)
def test_names_are_compared_as_indexes_list_them(name: tuple[str, str, str, str], listed: tuple[str, str]) -> None:
    assert listed_name(name) == listed
