"""Every federal court is listed once, as clients and the Case Locator know it."""

from collections import Counter
from dataclasses import FrozenInstanceError
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from opencmecf.foundation.reference import CourtKind, court, court_by_locator_id, courts

SHARED_PREFIX = {"cadc", "cavc"}


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (CourtKind.DISTRICT, 94),
        (CourtKind.BANKRUPTCY, 94),
        (CourtKind.APPELLATE, 14),
        (CourtKind.SPECIAL, 3),
    ],
)
def test_every_court_of_a_kind_is_listed(kind: CourtKind, number: int) -> None:
    assert sum(row.kind is kind for row in courts().values()) == number


def test_the_southern_district_of_florida() -> None:
    flsd = court("flsd")
    assert flsd.locator_id == "flsdc"
    assert flsd.name == "United States District Court for the Southern District of Florida"
    assert flsd.short_name == "Southern District of Florida"
    assert flsd.title == "U.S. District Court"
    assert flsd.circuit == "ca11"
    assert flsd.document_prefix == "051"
    assert flsd.zone == ZoneInfo("America/New_York")


def test_the_bankruptcy_court_beside_it() -> None:
    flsb = court("flsb")
    assert (flsb.locator_id, flsb.document_prefix, flsb.title) == ("flsbk", "050", "U.S. Bankruptcy Court")
    assert flsb.name == "United States Bankruptcy Court for the Southern District of Florida"


def test_a_court_of_appeals_prints_its_full_name() -> None:
    assert court("ca11").title == "United States Court of Appeals for the Eleventh Circuit"


@pytest.mark.parametrize("court_id", ["gud", "nmid", "vid"])
def test_territorial_district_courts_hear_bankruptcy_themselves(court_id: str) -> None:
    division = court(court_id[:-1] + "b")
    assert division.division_of == court_id
    assert division.name == f"Bankruptcy Division of the {court(court_id).name}"


def test_only_territorial_bankruptcy_courts_are_divisions() -> None:
    assert {row.id for row in courts().values() if row.division_of} == {"gub", "nmib", "vib"}


@pytest.mark.parametrize("kind", [CourtKind.DISTRICT, CourtKind.BANKRUPTCY])
def test_every_district_has_one_court_of_each_kind(kind: CourtKind) -> None:
    districts = {row.id[:-1] for row in courts().values() if row.kind is CourtKind.DISTRICT}
    assert {row.id[:-1] for row in courts().values() if row.kind is kind} == districts


def test_the_two_courts_of_a_district_differ_in_nothing_but_their_kind() -> None:
    for row in courts().values():
        if row.kind is CourtKind.DISTRICT:
            twin = court(row.id[:-1] + "b")
            assert (twin.short_name, twin.circuit, twin.time_zone) == (row.short_name, row.circuit, row.time_zone)


@pytest.mark.parametrize(
    ("court_id", "number"),
    [
        ("ca1", 5),
        ("ca2", 6),
        ("ca3", 6),
        ("ca4", 9),
        ("ca5", 9),
        ("ca6", 9),
        ("ca7", 7),
        ("ca8", 10),
        ("ca9", 15),
        ("ca10", 8),
        ("ca11", 9),
        ("cadc", 1),
    ],
)
def test_circuits_are_made_of_their_districts(court_id: str, number: int) -> None:
    districts = [row for row in courts().values() if row.kind is CourtKind.DISTRICT and row.circuit == court_id]
    assert len(districts) == number


def test_every_circuit_is_a_court_of_appeals() -> None:
    circuits = {row.circuit for row in courts().values() if row.circuit}
    assert {court(circuit).circuit for circuit in circuits} == circuits
    assert {court(circuit).kind for circuit in circuits} == {CourtKind.APPELLATE}


def test_no_court_of_appeals_reviews_the_panel_on_multidistrict_litigation() -> None:
    assert {row.id for row in courts().values() if row.circuit is None} == {"jpml"}


def test_ids_names_and_locator_ids_are_unique() -> None:
    rows = courts().values()
    locator_ids = [known for row in rows for known in (row.locator_id, *row.locator_aliases)]
    for values in ([row.name for row in rows], locator_ids):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_document_prefixes_are_unique_but_for_one_pair() -> None:
    prefixes = Counter(row.document_prefix for row in courts().values() if row.id not in SHARED_PREFIX)
    assert set(prefixes.values()) == {1}
    assert {court(court_id).document_prefix for court_id in SHARED_PREFIX} == {"012"}
    assert all(len(prefix) == 3 and prefix.isdecimal() for prefix in prefixes)


def test_document_prefixes_are_those_that_clients_know() -> None:
    pacer = pytest.importorskip("juriscraper.pacer.utils")
    for row in courts().values():
        assert pacer.get_doc_id_prefix_from_court_id(row.id) == row.document_prefix
        if row.id != "cavc":
            assert pacer.get_court_id_from_doc_id_prefix(row.document_prefix) == row.id


def test_no_court_that_clients_know_is_missing() -> None:
    pacer = pytest.importorskip("juriscraper.pacer.utils")
    known: set[str] = set()
    for number in range(1000):
        try:
            known.add(pacer.get_court_id_from_doc_id_prefix(f"{number:03}"))
        except KeyError:
            continue
    assert known == set(courts()) - {"cavc"}


def test_clients_read_the_same_system_from_the_id() -> None:
    for row in courts().values():
        if row.id.endswith("b"):
            expected = CourtKind.BANKRUPTCY
        elif row.id[-1].isdigit() or row.id in {"cadc", "cafc", "cavc"}:
            expected = CourtKind.APPELLATE
        else:
            expected = CourtKind.DISTRICT
        assert row.kind.system is expected, row.id


@pytest.mark.parametrize(
    ("court_id", "zone"),
    [
        ("akd", "America/Anchorage"),
        ("azd", "America/Phoenix"),
        ("flnd", "America/New_York"),
        ("gud", "Pacific/Guam"),
        ("hid", "Pacific/Honolulu"),
        ("idd", "America/Boise"),
        ("innd", "America/Indiana/Indianapolis"),
        ("insd", "America/Indiana/Indianapolis"),
        ("kyed", "America/New_York"),
        ("kywd", "America/Kentucky/Louisville"),
        ("ndd", "America/Chicago"),
        ("nmid", "Pacific/Saipan"),
        ("prd", "America/Puerto_Rico"),
        ("sdd", "America/Chicago"),
        ("tned", "America/New_York"),
        ("tnmd", "America/Chicago"),
        ("txwd", "America/Chicago"),
        ("vid", "America/St_Thomas"),
        ("ca5", "America/Chicago"),
        ("ca9", "America/Los_Angeles"),
    ],
)
def test_the_clock_of_a_court_is_that_of_its_principal_office(court_id: str, zone: str) -> None:
    assert court(court_id).time_zone == zone


def test_every_time_zone_can_be_loaded() -> None:
    assert all(row.zone.key == row.time_zone for row in courts().values())


@pytest.mark.parametrize(
    ("locator_id", "court_id"),
    [
        ("flsdc", "flsd"),
        ("flsbk", "flsb"),
        ("FLSBK", "flsb"),
        ("nmidc", "nmid"),
        ("02ca", "ca2"),
        ("02lca", "ca2"),
        ("dcca", "cadc"),
        ("cafc", "cafc"),
        ("citdc", "cit"),
        ("cofc", "cofc"),
        ("jpmldc", "jpml"),
    ],
)
def test_the_case_locator_finds_a_court_by_its_own_ids(locator_id: str, court_id: str) -> None:
    assert court_by_locator_id(locator_id).id == court_id


@pytest.mark.parametrize("court_id", ["", "flsdc", "psc", "FLSD"])
def test_an_unknown_court_is_named_in_the_error(court_id: str) -> None:
    with pytest.raises(KeyError, match=f"no federal court has the id '{court_id}'"):
        court(court_id)


def test_an_unknown_locator_id_is_named_in_the_error() -> None:
    with pytest.raises(KeyError, match="no federal court has the Case Locator id 'flsd'"):
        court_by_locator_id("flsd")


def test_nobody_can_change_a_court() -> None:
    with pytest.raises(FrozenInstanceError):
        court("flsd").name = "Another"  # type: ignore[misc]
    with pytest.raises(TypeError):
        courts()["flsd"] = court("flsb")  # type: ignore[index]


def test_no_court_is_listed_twice() -> None:
    listed = files("opencmecf.foundation.reference").joinpath("courts.toml").read_text(encoding="utf-8")
    assert listed.count("[[court]]") == len(courts())
