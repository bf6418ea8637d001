from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from opencmecf import cli
from opencmecf.court.cases.models import Case
from opencmecf.court.docket.json_form import to_json
from opencmecf.court.docket.tests.reading_back import sheet_of
from opencmecf.court.docket.tests.sheets import civil_sheet, entry
from opencmecf.court.profile.models import Court
from opencmecf.exchange.importer import files_in, import_document
from opencmecf.foundation.access import Role, system
from opencmecf.foundation.errors import NotAllowed
from opencmecf.testing.people import House

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
PAGE = b"""<html><body><div id="cmecfMainContent">
<h3 align="center">U.S. District Court<br>Southern District of Florida (Miami)<br>
CIVIL DOCKET FOR CASE #: 1:20-cv-20001-RMA</h3>
<table><tr><td>Okafor v. Harbor Pilots, Inc.<br>Assigned to: Judge Ruth M. Alder</td>
<td>Date Filed: 01/02/2020</td></tr></table>
<table border="1"><tr><th>Date Filed</th><th>#</th><th>Docket Text</th></tr>
<tr><td>01/02/2020</td><td>1</td><td>COMPLAINT against Harbor Pilots, Inc. (Entered: 01/03/2020)</td></tr>
</table></div></body></html>"""


def run(*arguments: str) -> int:
    return cli.main(["import", "--court", "flsd", *arguments])


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "one.html").write_bytes(PAGE)
    (tmp_path / "two.json").write_text(to_json(civil_sheet(case_number="1:20-cv-20002", pacer_case_id="560002")))
    (tmp_path / "three.html").write_text("<html><body>Case not found.</body></html>")
    (tmp_path / "other.json").write_text('{"name": "of another program"}')
    return tmp_path


def test_one_line_for_each_file_and_status_one_when_any_was_refused(
    house: House, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert house.flsd
    assert run(str(files)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "flsd 20000000 1:20-cv-20001-RMA imported",
        "flsd - - refused three.html: The court answered that there is no such case.",
        "flsd 560002 1:20-cv-20002 imported",
    ]


def test_a_second_run_passes_over_what_is_here(house: House, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert house.flsd
    run(str(files))
    capsys.readouterr()
    assert run(str(files / "one.html"), str(files / "two.json")) == 0
    assert [line.split()[3] for line in capsys.readouterr().out.splitlines()] == ["unchanged", "unchanged"]


def test_a_later_page_of_the_same_case_adds_its_entries(house: House) -> None:
    first = import_document(PAGE, name="a", court=house.flsd, actor=ADMIN)
    row = b"<tr><td>02/01/2020</td><td>2</td><td>ANSWER (Entered: 02/01/2020)</td></tr></table></div>"
    later = import_document(PAGE.replace(b"</table></div>", row), name="b", court=house.flsd, actor=ADMIN)
    assert (first.outcome, later.outcome, later.case_id) == ("imported", "updated", first.case_id)
    assert [one.number for one in sheet_of(Case.objects.get(), ADMIN).entries] == ["1", "2"]


def test_a_docket_of_another_court_is_refused_by_its_reason(house: House) -> None:
    told = import_document(to_json(civil_sheet()).encode(), name="a", court=house.flsb, actor=_admin("flsb"))
    assert told.is_refused
    assert told.reason == "This is a docket of flsd, not of flsb."
    assert told.line == "flsb 560001 1:20-cv-20001-RMA refused a: This is a docket of flsd, not of flsb."


@pytest.mark.parametrize(
    "document",
    [b"", b"{", b"[]", b'{"format": "opencmecf.case/1"}', b'{"format": "opencmecf.case/1", "docket": {}}', b"\x00\xff"],
)
def test_what_is_no_docket_is_refused(house: House, document: bytes) -> None:
    assert import_document(document, name="a", court=house.flsd, actor=ADMIN).is_refused


def test_what_the_database_cannot_hold_is_refused_whole(house: House) -> None:
    bad = civil_sheet(entries=(entry(1, "COMPLAINT"), entry(2, "nul \x00 in a text")))
    told = import_document(to_json(bad).encode(), name="a", court=house.flsd, actor=ADMIN)
    assert told.is_refused
    assert not Case.objects.exists()


def test_importing_is_for_court_administrators(house: House) -> None:
    with pytest.raises(NotAllowed):
        import_document(PAGE, name="a", court=house.flsd, actor=house.actor("charlie"))


def test_an_unknown_court_becomes_an_archive(house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert house.flsd
    sheet = civil_sheet(court_id="nysd")
    (tmp_path / "a.json").write_text(to_json(sheet))
    assert cli.main(["import", "--court", "nysd", str(tmp_path / "a.json")]) == 0
    assert Court.objects.get(pk="nysd").is_archive
    assert capsys.readouterr().out == "nysd 560001 1:20-cv-20001-RMA imported\n"


def test_a_court_without_any_docket_is_not_added(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert house.flsd
    (tmp_path / "a.html").write_text("nothing")
    assert cli.main(["import", "--court", "nysd", str(tmp_path)]) == 1
    assert capsys.readouterr().out == "nysd - - refused a.html: The page is no docket sheet.\n"
    assert not Court.objects.filter(pk="nysd").exists()


def test_a_court_that_does_not_exist_is_refused(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", "--court", "nowhere", str(tmp_path)]) == 1
    assert "no federal court" in capsys.readouterr().err


def test_export_writes_what_import_takes_back(house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_document(to_json(civil_sheet()).encode(), name="a", court=house.flsd, actor=ADMIN)
    assert cli.main(["export", "--court", "flsd", "1:20-cv-20001"]) == 0
    told = capsys.readouterr().out
    (tmp_path / "case.json").write_text(told)
    assert run(str(tmp_path)) == 0
    assert capsys.readouterr().out == "flsd 560001 1:20-cv-20001-RMA unchanged\n"
    nysd = told.replace('"flsd"', '"nysd"')
    (tmp_path / "case.json").write_text(nysd)
    assert cli.main(["import", "--court", "nysd", str(tmp_path / "case.json")]) == 0
    there = system("tests", "nysd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
    back = sheet_of(Case.objects.get(court_id="nysd"), there)
    assert replace(back, court_id="flsd") == civil_sheet()


def test_export_of_no_case_fails(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert house.flsd
    assert cli.main(["export", "--court", "flsd", "1:20-cv-20001"]) == 1
    assert "has no case" in capsys.readouterr().err


def test_many_files_show_how_far_it_has_come(house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert house.flsd
    for number in range(11):
        (tmp_path / f"{number:02}.html").write_text("nothing")
    assert run(str(tmp_path)) == 1
    assert "11 of 11 (11 refused" in capsys.readouterr().err


def test_a_file_that_is_named_is_never_passed_over(files: Path) -> None:
    assert [path.name for path in files_in([files])] == ["one.html", "three.html", "two.json"]
    assert [path.name for path in files_in([files / "other.json"])] == ["other.json"]


def _admin(court_id: str):  # type: ignore[no-untyped-def]
    return system("tests", court_id, frozenset({Role.COURT_ADMIN, Role.CLERK}))
