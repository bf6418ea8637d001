"""Natures of suit and causes of action are complete, well formed and print as dockets print them."""

import re
from importlib.resources import files

import pytest

from opencmecf.foundation.reference import SuitKind, causes, natures_of_suit

CODE = re.compile(r"\d{2}:\d+[a-z]*")
SECTION = re.compile(r"\d{2}:\d+[a-z]*(\([a-z]\))?")


def offered(kind: SuitKind) -> set[str]:
    return {nature.code for nature in natures_of_suit().values() if nature.kind is kind and not nature.retired}


@pytest.mark.parametrize(
    ("code", "label", "group"),
    [
        ("120", "120 Contract: Marine", "Contract"),
        ("320", "320 Assault Libel & Slander", "Torts: Personal Injury"),
        ("463", "463 Habeas Corpus - Alien Detainee", "Prisoner Petitions"),
        ("550", "550 Prisoner: Civil Rights", "Prisoner Petitions"),
        ("830", "830 Patent", "Intellectual Property Rights"),
        ("13", "13 Recovery of money/property - 548 fraudulent transfer", "Recovery of Money/Property"),
        ("91", "91 Declaratory judgment", "Declaratory Judgment"),
    ],
)
def test_a_nature_of_suit_prints_as_on_the_docket(code: str, label: str, group: str) -> None:
    nature = natures_of_suit()[code]
    assert nature.label == label
    assert nature.group == group


@pytest.mark.parametrize(
    ("group", "number"),
    [
        ("Contract", 12),
        ("Real Property", 6),
        ("Torts: Personal Injury", 13),
        ("Torts: Personal Property", 4),
        ("Civil Rights", 7),
        ("Prisoner Petitions", 8),
        ("Forfeiture/Penalty", 2),
        ("Labor", 6),
        ("Immigration", 2),
        ("Bankruptcy", 2),
        ("Intellectual Property Rights", 5),
        ("Social Security", 5),
        ("Federal Tax Suits", 2),
        ("Other Statutes", 19),
    ],
)
def test_every_box_of_the_civil_cover_sheet_is_offered(group: str, number: int) -> None:
    assert len([code for code in offered(SuitKind.CIVIL) if natures_of_suit()[code].group == group]) == number


def test_every_box_of_the_adversary_cover_sheet_is_offered() -> None:
    by_relief = {"11", "12", "13", "14", "21", "31", "41", "51", "71", "72", "81", "91", "01", "02", "SS"}
    dischargeability = {"61", "62", "63", "64", "65", "66", "67", "68"}
    assert offered(SuitKind.ADVERSARY) == by_relief | dischargeability


def test_a_civil_nature_has_three_digits() -> None:
    codes = [nature.code for nature in natures_of_suit().values() if nature.kind is SuitKind.CIVIL]
    assert all(len(code) == 3 and code.isdecimal() for code in codes)


def test_natures_of_old_cases_are_kept_and_no_longer_offered() -> None:
    natures = natures_of_suit()
    assert all(natures[code].retired for code in ("444", "630", "810", "900", "454", "498"))
    assert not any(natures[code].retired for code in ("110", "376", "485", "835", "880", "11"))


@pytest.mark.parametrize("kind", SuitKind)
def test_every_nature_has_a_title_of_its_own(kind: SuitKind) -> None:
    titles = [nature.title for nature in natures_of_suit().values() if nature.kind is kind]
    assert len(set(titles)) == len(titles)
    assert all(title == title.strip() != "" for title in titles)


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("15:1692", "15:1692 Fair Debt Collection Act"),
        ("28:1331", "28:1331 Fed. Question"),
        ("28:1332", "28:1332 Diversity"),
        ("28:1332la", "28:1332 Diversity-Libel, Assault, Slander"),
        ("28:1338co", "28:1338 Copyright Infringement"),
        ("35:271", "35:271 Patent Infringement"),
        ("42:1983", "42:1983 Civil Rights Act"),
        ("42:1983pr", "42:1983 Prisoner Civil Rights"),
        ("42:2000e", "42:2000e Job Discrimination (Employment)"),
    ],
)
def test_a_cause_prints_as_on_the_docket(code: str, label: str) -> None:
    assert causes()[code].label == label


def test_there_are_causes_enough_to_choose_from() -> None:
    assert len(causes()) >= 150


def test_causes_are_cited_by_title_and_section() -> None:
    for cause in causes().values():
        assert CODE.fullmatch(cause.code), cause
        assert SECTION.fullmatch(cause.section), cause
        assert cause.title == cause.title.strip() != ""


def test_no_two_causes_print_alike() -> None:
    labels = [cause.label for cause in causes().values()]
    assert len(set(labels)) == len(labels)


def test_causes_follow_the_united_states_code() -> None:
    places = [[int(part) for part in re.findall(r"\d+", cause.code)] for cause in causes().values()]
    assert places == sorted(places)


def test_no_code_is_listed_twice() -> None:
    folder = files("opencmecf.foundation.reference")
    listed = [
        code
        for name in ("natures_of_suit.toml", "causes.toml")
        for code in re.findall(r'\{ code = "([^"]+)"', folder.joinpath(name).read_text(encoding="utf-8"))
    ]
    assert len(set(listed)) == len(listed) == len(natures_of_suit()) + len(causes())
