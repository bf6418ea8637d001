"""The forms of the courts, as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from opencmecf.court.admissions.reading import BadRegistrationForm, form_of_files, read_form
from opencmecf.court.admissions.registration_form import Applicants
from opencmecf.court.filers.models import FilerKind


@pytest.mark.parametrize("kind", ["district", "bankruptcy", "appellate"])
def test_the_forms_of_the_house_can_be_used(kind: str) -> None:
    form = read_form(kind)
    assert {choice.applicants for choice in form.choices} == set(Applicants)
    for choice in form.choices:
        assert form.sections_of(choice)
        codes = [one.code for section in form.sections_of(choice) for one in section.questions]
        assert len(codes) == len(set(codes)), choice.code
        limited = any(one.kind == "cases" for section in form.sections_of(choice) for one in section.questions)
        assert limited == choice.is_limited_to_cases, choice.code
        assert (choice.filer_kind == FilerKind.ATTORNEY) == (choice.applicants is Applicants.ATTORNEY)


def test_district_courts_offer_what_pacer_lists() -> None:
    names = [one.name for one in read_form("district").choices if one.applicants is Applicants.ATTORNEY]
    assert names == [
        "Attorney Admissions and E-File",
        "E-File Registration Only",
        "Pro Hac Vice",
        "Federal Attorney",
        "Multi-District Litigation (MDL)",
    ]


def test_a_court_changes_adds_and_withdraws(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        """
        [form]
        limited_admission_ends_with_case = false
        [[choice]]
        code = "pro-hac-vice"
        fee_cents = 10000
        [[choice]]
        code = "mdl"
        withdrawn = true
        [[question]]
        code = "training"
        section = "bar"
        kind = "yes_no"
        label = "Have you taken the class on electronic filing?"
        """
    )
    form = read_form("district", tmp_path)
    assert form.version != read_form("district").version
    assert not form.limited_admission_ends_with_case
    vice = form.choice("pro-hac-vice")
    assert vice is not None
    assert (vice.fee_cents, vice.name, vice.fee_in_words) == (10000, "Pro Hac Vice", "$100.00")
    assert form.choice("mdl") is None
    bar = next(one for one in form.sections if one.code == "bar")
    assert "training" in [one.code for one in bar.questions]


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        """
        [[question]]
        code = "who"
        section = "nowhere"
        kind = "essay"
        label = "Who?"
        fills = "password"
        [[choice]]
        code = "x"
        name = "X"
        sections = ["y"]
        fee_cents = "much"
        colour = "red"
        """
    )
    with pytest.raises(BadRegistrationForm) as told:
        form_of_files([file])
    problems = str(told.value)
    assert "choice x: colour: is no field" in problems
    file.write_text(file.read_text().replace('colour = "red"', ""))
    with pytest.raises(BadRegistrationForm) as told:
        form_of_files([file])
    for words in ("“essay”", "“password”", "“y”", "fee_cents", "“nowhere”"):
        assert words in str(told.value)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[[choice")
    with pytest.raises(BadRegistrationForm, match=r"own\.toml"):
        read_form("district", tmp_path)
