from __future__ import annotations

import pytest

from opencmecf.foundation import client_code
from opencmecf.foundation.errors import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  4410-02 ", "4410-02"),
        ("Smith   v.\tJones", "Smith v. Jones"),
        ("x" * 32, "x" * 32),
        (" " + "x" * 32 + " ", "x" * 32),
    ],
)
def test_a_client_code_is_kept_without_needless_spaces(typed: str, kept: str) -> None:
    assert client_code.checked(typed) == kept


def test_a_client_code_of_33_characters_is_refused_with_its_length() -> None:
    with pytest.raises(Refused, match="at most 32 characters; this one has 33"):
        client_code.checked("x" * 33)


@pytest.mark.parametrize(
    ("shape", "required", "code", "fits"),
    [
        ("", False, "", True),
        ("", False, "anything at all", True),
        ("", True, "", False),
        ("", True, "x", True),
        ("####-##", False, "", True),
        ("####-##", True, "4410-02", True),
        ("####-##", True, "4410-2", False),
        ("####-##", True, "4410x02", False),
        ("####-##", True, "x4410-02", False),
        ("####-##", True, "٤٤١٠-٠٢", False),  # digits, but none of ours
        ("@@-*", True, "ab-7", True),
        ("@@-*", True, "a7-7", False),
        ("(.+)", True, "(.+)", True),
        ("(.+)", True, "anything", False),  # a form is no regular expression
    ],
)
def test_a_code_fits_the_rule_of_the_firm(shape: str, required: bool, code: str, fits: bool) -> None:
    rule = client_code.ClientCodeRule(is_required=required, shape=shape, example="4410-02")
    assert rule.fits(code) is fits
    assert client_code.rule_in(rule.facts()).fits(code) is fits
