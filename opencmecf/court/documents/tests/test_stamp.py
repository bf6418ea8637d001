"""Headers: what they say, and that they stand where a reader sees them, whatever the page is like; by pixels."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageChops

from opencmecf.court.documents.stamp import Header, stamped_copy
from opencmecf.court.documents.stamp.balance import LONGEST, unbalanced_pages
from opencmecf.court.documents.stamp.copies import copy_path, delete_copies
from opencmecf.court.documents.stamp.drawing import draw_headers
from opencmecf.court.documents.tests.pdfs import WORDS, add_page, pdf_bytes
from opencmecf.court.profile.kinds import KINDS
from opencmecf.foundation.reference import CourtKind
from opencmecf.foundation.storage import Store

HEADER = Header(
    style=KINDS[CourtKind.DISTRICT].header,
    court="flsd",
    case="1:20-cv-20001-RMA",
    document="52-3",
    id="051020000101",
    filed=dt.date(2017, 8, 28),
    entered=dt.date(2017, 8, 29),
)
BAND = 24  # points at the top of a page in which the header stands
SCALE = 2
PDFS = Path(os.environ.get("COURT_PDFS", Path(__file__).parents[5] / "shared" / "data" / "pdfs"))


def stamped(tmp_path: Path, pdf: bytes, header: Header = HEADER) -> Path:
    (tmp_path / "source.pdf").write_bytes(pdf)
    draw_headers(tmp_path / "source.pdf", header, tmp_path / "stamped.pdf")
    return tmp_path / "stamped.pdf"


def picture(path: Path, page: int = 0) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        image: Image.Image = document[page].render(scale=SCALE).to_pil().convert("RGB")
        return image
    finally:
        document.close()


def words(path: Path, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(document[page].get_textpage().get_text_range().split())
    finally:
        document.close()


def band(path: Path, page: int = 0) -> Image.Image:
    """The middle of the top of a page, as wide as the header."""
    image = picture(path, page)
    middle = image.width // 2
    return image.crop((middle - 190 * SCALE, 0, middle + 190 * SCALE, BAND * SCALE))


def likeness(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that are nearly alike."""
    difference = ImageChops.difference(one, other).convert("L").histogram()
    return sum(difference[:100]) / sum(difference)


def ink(image: Image.Image) -> float:
    return sum(image.convert("L").histogram()[:200]) / (image.width * image.height)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (CourtKind.DISTRICT, "Case 1:20-cv-20001-RMA   Document 52-3   Filed 08/28/17   Page 2 of 63"),
        (CourtKind.SPECIAL, "Case 1:20-cv-20001-RMA   Document 52-3   Filed 08/28/17   Page 2 of 63"),
        (CourtKind.BANKRUPTCY, "Case 1:20-cv-20001-RMA    Doc 52-3    Filed 08/28/17    Page 2 of 63"),
        (
            CourtKind.APPELLATE,
            "Case: 1:20-cv-20001-RMA, 08/28/2017, ID: 051020000101, DktEntry: 52-3, Page: 2 of 63",
        ),
    ],
)
def test_each_kind_of_court_has_its_header(kind: CourtKind, line: str) -> None:
    assert replace(HEADER, style=KINDS[kind].header).lines(63)[1] == line


def test_a_court_may_tell_when_a_document_was_entered() -> None:
    header = replace(HEADER, style=KINDS[CourtKind.DISTRICT].header_with_entry)
    assert header.lines(63)[0] == (
        "Case 1:20-cv-20001-RMA   Document 52-3   Entered on FLSD Docket 08/29/2017   Page 1 of 63"
    )


def test_what_is_not_known_is_left_out() -> None:
    assert replace(HEADER, document="", filed=None).lines(1) == ["Case 1:20-cv-20001-RMA   Page 1 of 1"]


def test_braces_in_a_number_stay_what_they_are() -> None:
    assert replace(HEADER, case="{page}").lines(1)[0].startswith("Case {page}   Document")


def test_every_page_says_which_it_is_and_keeps_its_words(tmp_path: Path) -> None:
    path = stamped(tmp_path, pdf_bytes(3))
    for page in range(3):
        text = words(path, page)
        assert f"Case 1:20-cv-20001-RMA Document 52-3 Filed 08/28/17 Page {page + 1} of 3" in text
        assert "The plaintiff moves this court." in text


def test_the_header_is_blue_and_in_the_middle_of_the_top(tmp_path: Path) -> None:
    image = picture(stamped(tmp_path, pdf_bytes()))
    blue = [
        (x, y)
        for y in range(BAND * SCALE)
        for x in range(image.width)
        if image.getpixel((x, y))[2] > 150 > image.getpixel((x, y))[0]  # type: ignore[index]
    ]
    left, right = min(x for x, _ in blue), max(x for x, _ in blue)
    assert abs((left + right) / 2 - image.width / 2) < 3 * SCALE
    assert min(y for _, y in blue) > 4 * SCALE


def turned(degrees: int) -> Callable[[Pdf], None]:
    def turn(pdf: Pdf) -> None:
        pdf.pages[0].obj.Rotate = degrees
        if degrees % 180:
            pdf.pages[0].obj.MediaBox = Array([0, 0, 792, 612])  # so that it is as wide as the others when shown

    return turn


def inherited(pdf: Pdf) -> None:
    pdf.Root.Pages.Rotate = 180
    pdf.Root.Pages.Resources = pdf.pages[0].obj.Resources
    del pdf.pages[0].obj["/Resources"]


def cropped(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([-100, -50, 900, 1000])
    pdf.pages[0].obj.CropBox = Array([40, 60, 652, 852])


def cropped_beyond_the_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.CropBox = Array([-500, -500, 2000, 2000])


def cropped_and_turned(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([0, 0, 900, 900])
    pdf.pages[0].obj.CropBox = Array([50, 30, 842, 642])
    pdf.pages[0].obj.Rotate = 270


def moved(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([1000, -2000, 1612, -1208])


def named_from_the_other_corner(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([612, 792, 0, 0])


def several_streams(pdf: Pdf) -> None:
    streams = [b"q 3 0 0 3 0 0 cm", b"0.5 g", b"Q", WORDS]
    pdf.pages[0].obj.Contents = Array([pdf.make_stream(stream) for stream in streams])


def a_font_of_the_same_name(pdf: Pdf) -> None:
    courier = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
    pdf.pages[0].obj.Resources.Font["/CMECFHeader"] = courier


def without_resources(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(b"0 0 10 10 re f")
    del pdf.pages[0].obj["/Resources"]


@pytest.mark.parametrize(
    "change",
    [
        turned(90),
        turned(180),
        turned(270),
        turned(-90),
        turned(450),
        inherited,
        cropped,
        cropped_beyond_the_page,
        cropped_and_turned,
        moved,
        named_from_the_other_corner,
        several_streams,
        a_font_of_the_same_name,
        without_resources,
    ],
    ids=lambda change: getattr(change, "__name__", ""),
)
def test_the_header_looks_alike_however_the_page_is_laid_out(tmp_path: Path, change: Callable[[Pdf], None]) -> None:
    plain = band(stamped(tmp_path, pdf_bytes()))
    assert 0.02 < ink(plain) < 0.3
    assert likeness(plain, band(stamped(tmp_path, pdf_bytes(change=change)))) > 0.97


@pytest.mark.parametrize(
    ("contents", "imbalance"),
    [
        (b"q 2 0 0 2 0 0 cm\n" + WORDS, (0, 1)),
        (b"0.5 0 0 0.5 100 100 cm\n" + WORDS, (0, 0)),
        (b"1 0 0 -1 0 792 cm q q\n" + WORDS, (0, 2)),
        (b"Q Q\n3 0 0 3 0 0 cm\n" + WORDS, (2, 0)),
        (b"q Q Q 3 0 0 3 0 0 cm q q Q\n" + WORDS, (1, 1)),
        (b"q 2 0 0 2 0 0 cm BT /F1 9 Tf 3 Tr (a Q b Q c) Tj ET\n" + WORDS, (0, 1)),
        (b"q Q BT /F1 9 Tf 3 Tr (a q b Q Q c) Tj ET 3 0 0 3 0 0 cm\n" + WORDS, (0, 0)),
        (b"q[1]0 d Q\n" + WORDS, (0, 0)),
        (b"q[1]0 d 2 0 0 2 0 0 cm QBT\n" + WORDS, (0, 1)),
        (b"", (0, 0)),
    ],
)
def test_what_a_page_leaves_behind_does_not_move_the_header(
    tmp_path: Path, contents: bytes, imbalance: tuple[int, int]
) -> None:
    plain = band(stamped(tmp_path, pdf_bytes(contents=b"")))
    pdf = pdf_bytes(contents=contents)
    path = stamped(tmp_path, pdf)
    assert likeness(plain, band(path)) > 0.97
    with pikepdf.open(tmp_path / "source.pdf") as source, pikepdf.open(path) as copy:
        assert unbalanced_pages(source).get(1, (0, 0)) == imbalance
        assert unbalanced_pages(copy) == {}


def test_instructions_of_any_length_are_not_read_whole(tmp_path: Path) -> None:
    bomb = pdf_bytes(contents=b"q " + b" " * (LONGEST + 1))
    assert len(bomb) < 100_000
    assert "Page 1 of 1" in words(stamped(tmp_path, bomb))


def test_a_narrow_page_gets_smaller_letters(tmp_path: Path) -> None:
    def narrow(pdf: Pdf) -> None:
        pdf.pages[0].obj.MediaBox = Array([0, 0, 200, 400])

    image = picture(stamped(tmp_path, pdf_bytes(contents=b"", change=narrow)))
    assert ink(image.crop((0, 0, 10 * SCALE, BAND * SCALE))) == 0
    assert ink(image.crop((190 * SCALE, 0, 200 * SCALE, BAND * SCALE))) == 0
    assert ink(image.crop((20 * SCALE, 0, 180 * SCALE, BAND * SCALE))) > 0.01


def test_letters_that_the_font_does_not_have_do_not_stop_it(tmp_path: Path) -> None:
    path = stamped(tmp_path, pdf_bytes(), replace(HEADER, case="1:20-cv-20001\\(ñ)"))
    assert "Case 1:20-cv-20001\\(?) Document" in words(path)


def test_the_font_is_embedded_and_the_header_is_an_artifact(tmp_path: Path) -> None:
    with pikepdf.open(stamped(tmp_path, pdf_bytes())) as pdf:
        font = pdf.pages[0].obj.Resources.Font["/CMECFHeader"]
        assert len(font.FontDescriptor.FontFile2.read_bytes()) == font.FontDescriptor.FontFile2.Length1
        last = pdf.pages[0].obj.Contents[-1].read_bytes()
        assert b"/Artifact <</Type /Pagination /Subtype /Header>> BDC" in last


def test_grey_archival_pdf_stays_grey(tmp_path: Path) -> None:
    def grey(pdf: Pdf) -> None:
        profile = pdf.make_stream(b"profile", N=1)
        pdf.Root.OutputIntents = Array([Dictionary(Type=Name.OutputIntent, DestOutputProfile=profile)])

    with pikepdf.open(stamped(tmp_path, pdf_bytes(change=grey))) as pdf:
        assert b" rg " not in pdf.pages[0].obj.Contents[-1].read_bytes()


def test_pages_that_share_their_parts_each_get_one_header(tmp_path: Path) -> None:
    def share(pdf: Pdf) -> None:
        add_page(pdf)
        pdf.pages[1].obj.Contents = pdf.pages[0].obj.Contents
        pdf.pages[1].obj.Resources = pdf.make_indirect(pdf.pages[0].obj.Resources)

    path = stamped(tmp_path, pdf_bytes(change=share))
    assert [words(path, page).count("Document 52-3") for page in (0, 1)] == [1, 1]
    assert "Page 2 of 2" in words(path, 1)


def test_a_copy_is_made_once_for_each_header_and_the_file_is_left_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    pdf = pdf_bytes(2)
    kept = store.put([pdf])
    first = stamped_copy(store=store, sha256=kept.sha256, header=HEADER)
    made = first.stat().st_mtime_ns
    assert stamped_copy(store=store, sha256=kept.sha256, header=HEADER) == first
    assert first.stat().st_mtime_ns == made
    other = stamped_copy(store=store, sha256=kept.sha256, header=replace(HEADER, case="1:21-cv-1"))
    assert other != first
    assert hashlib.sha256(store.path(kept.sha256).read_bytes()).hexdigest() == kept.sha256
    assert store.path(kept.sha256).read_bytes() == pdf


def test_what_cannot_be_stamped_is_shown_as_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = Store(tmp_path)
    kept = store.put([b"%PDF-1.7 and nothing more"])
    assert stamped_copy(store=store, sha256=kept.sha256, header=HEADER) == store.path(kept.sha256)
    assert not list((tmp_path / "stamped").glob("*/*"))
    assert "stamp_failed" in caplog.text


def test_a_lost_file_is_not_hidden(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        stamped_copy(store=Store(tmp_path), sha256="a" * 64, header=HEADER)


def test_old_copies_are_deleted_and_made_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept = store.put([pdf_bytes()])
    copy = stamped_copy(store=store, sha256=kept.sha256, header=HEADER)
    assert delete_copies(store, made_before=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)) == 0
    assert delete_copies(store, made_before=dt.datetime(2200, 1, 1, tzinfo=dt.UTC)) == 1
    assert not copy.exists()
    assert stamped_copy(store=store, sha256=kept.sha256, header=HEADER) == copy == copy_path(store, kept.sha256, HEADER)


@pytest.mark.skipif(not PDFS.is_dir(), reason=f"NO {PDFS}: NO PDF OF OTHERS WAS STAMPED. Set COURT_PDFS.")
def test_pdfs_of_others_are_shown_whatever_they_are(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for file in sorted(PDFS.glob("*.pdf")):
        kept = store.put([file.read_bytes()])
        shown = stamped_copy(store=store, sha256=kept.sha256, header=HEADER)
        if file.name.startswith("plain"):
            assert shown != store.path(kept.sha256), f"{file.name} was not stamped"
        if shown != store.path(kept.sha256):
            assert "Page 1 of" in words(shown), file.name
