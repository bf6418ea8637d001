"""Case numbers of every kind of court."""

from __future__ import annotations

import pytest

from opencmecf.court.docket.case_number import case_number_parts, find_case_number


@pytest.mark.parametrize(
    ("printed", "core", "others"),
    [
        ("1:20-cv-20745-RMA", "1:20-cv-20745", ("RMA", "", "", "")),
        ("1:20-cr-20076-AB-CDE-1", "1:20-cr-20076", ("AB", "CDE", "", "1")),
        ("1:20-cv-20398-ABC-DEF-GHI", "1:20-cv-20398", ("ABC", "DEF", "GHI", "")),
        ("1:20-cv-20523-N/A", "1:20-cv-20523", ("N/A", "", "", "")),
        ("1:20-mc-20105-P1", "1:20-mc-20105", ("P1", "", "", "")),
        ("1:20-cv-24000-XXXX", "1:20-cv-24000", ("XXXX", "", "", "")),
        ("20-10160-UVW", "20-10160", ("UVW", "", "", "")),
        ("20-01083-8-XYZ", "20-01083-8", ("XYZ", "", "", "")),
        ("1:20-bk-10001-MB", "1:20-bk-10001", ("MB", "", "", "")),
        ("20-30508-abc7", "20-30508", ("abc", "", "", "")),
        ("20-70101-CMS13", "20-70101", ("CMS", "", "", "")),
        ("20-90001-E-7", "20-90001", ("E", "", "", "")),
        ("20-20515-13-abc", "20-20515", ("", "", "", "")),
        ("20-20515-ABCDEF", "20-20515", ("", "", "", "")),
        ("1-20-40515-abc", "20-40515", ("abc", "", "", "")),
        ("20-205", "20-205", ("", "", "", "")),
        ("95-20236", "95-20236", ("", "", "", "")),
        ("20-1567", "20-1567", ("", "", "", "")),
        ("MDL No. 9001", "MDL No. 9001", ("", "", "", "")),
    ],
)
def test_parts(printed: str, core: str, others: tuple[str, ...]) -> None:
    parts = case_number_parts(printed)
    assert parts is not None
    assert parts.core == core
    assert (parts.assigned, parts.referred, parts.third, parts.defendant) == others


@pytest.mark.parametrize(
    "words", ["", "Docket Sheet", "Southern District of Florida (Miami)", "02/03/2020 10:11:12", "Tel. 305-555-0112"]
)
def test_no_number(words: str) -> None:
    assert case_number_parts(words) is None
    assert find_case_number(words) is None


def test_label_stands_before_the_number() -> None:
    label = "CIVIL DOCKET FOR CASE #"
    assert find_case_number(f"{label}: 1:20-cv-20001-RMA") == (label, "1:20-cv-20001-RMA")
    assert find_case_number("MDL No. 9001") == ("", "MDL No. 9001")
