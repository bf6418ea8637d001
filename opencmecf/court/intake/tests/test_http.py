"""Files are sent with a script or without, and a broken upload leaves nothing."""

from __future__ import annotations

import itertools
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opencmecf.court.intake.models import Upload, UploadPolicy
from opencmecf.court.intake.tests.papers import form, paper
from opencmecf.foundation.access import Role
from opencmecf.foundation.storage import Arriving
from opencmecf.testing.people import House

JSON = {"Accept": "application/json"}


@pytest.fixture
def alice_browser(house: House) -> Client:
    """The browser of Alice, who may file at flsd."""
    house.linked("alice")
    browser = house.signed_in("alice", house.flsd)
    return browser.clients[browser.home]


def sent(content: bytes, name: str = "motion.pdf") -> dict[str, Any]:
    return {"pdf": SimpleUploadedFile(name, content, "application/pdf")}


def posted(client: Client, body: Any, *, length: int) -> Any:
    """Return the answer to a form whose body is read from `body`, and is said to be `length` long."""
    environment: dict[str, Any] = {
        "CONTENT_LENGTH": str(length),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "wsgi.input": body,
    }
    return client.generic("POST", "/filing/uploads", headers=JSON, **environment)


def files_in(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_a_script_gets_the_verdict_as_json(alice_browser: Client) -> None:
    answer = alice_browser.post("/filing/uploads", sent(paper()), headers=JSON)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["verdict"], told["pages"], told["may_be_filed"]) == ("accepted", 1, True)
    assert alice_browser.get(told["url"], headers=JSON).json() == told


def test_without_a_script_the_page_tells_it(alice_browser: Client) -> None:
    answer = alice_browser.post("/filing/uploads", sent(paper(form())), follow=True)
    page = answer.content.decode()
    assert "motion.pdf is a form that can still be filled in." in page
    assert "Flatten the form" in page
    upload = Upload.objects.get()
    mended = alice_browser.post(f"/filing/uploads/{upload.pk}/mend", {"how": "flatten"}, follow=True)
    assert "This file can be filed" in mended.content.decode()
    assert "Your original is kept" in mended.content.decode()


def test_a_form_without_a_file_says_so(alice_browser: Client) -> None:
    assert "Choose a PDF first." in alice_browser.post("/filing/uploads", {}).content.decode()
    assert alice_browser.post("/filing/uploads", {}, headers=JSON).json()["message"] == "Choose a PDF first."


def test_an_empty_file_gets_its_verdict(alice_browser: Client) -> None:
    told = alice_browser.post("/filing/uploads", sent(b""), headers=JSON).json()
    assert told["findings"][0]["message"] == "motion.pdf is empty."


def test_a_file_over_the_limit_is_dropped_on_its_way(
    alice_browser: Client, house: House, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    UploadPolicy.objects.create(court=house.flsd, most_bytes=100_000, most_bytes_of_a_filing=100_000)
    longest = 0
    write = Arriving.write

    def watched(arriving: Arriving, chunk: bytes) -> None:
        nonlocal longest
        write(arriving, chunk)
        longest = max(longest, arriving.length)

    monkeypatch.setattr(Arriving, "write", watched)
    answer = alice_browser.post("/filing/uploads", sent(b"%PDF-" + bytes(5_000_000)), headers=JSON)
    assert answer.status_code == 413
    assert answer.json()["message"].startswith("motion.pdf is larger than")
    assert longest <= 100_000
    assert not files_in(store)
    assert not Upload.objects.exists()


def test_an_upload_that_announces_too_much_is_not_even_read(alice_browser: Client, store: Path) -> None:
    class Unread:
        def read(self, *size: int) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = posted(alice_browser, Unread(), length=2**40)
    assert answer.status_code == 413
    assert not files_in(store)


def test_an_upload_that_breaks_off_leaves_nothing(alice_browser: Client, store: Path) -> None:
    class BreaksOff:
        begun = False

        def read(self, *size: int) -> bytes:
            if self.begun:
                raise OSError("the connection was closed")
            self.begun = True
            return b'--x\r\nContent-Disposition: form-data; name="pdf"; filename="a.pdf"\r\n\r\n%PDF-1.7' + bytes(9000)

        readline = read

    answer = posted(alice_browser, BreaksOff(), length=1_000_000)
    assert (answer.status_code, answer.json()["remedy"]) == (400, "Choose the file again.")
    assert not files_in(store)
    assert not Upload.objects.exists()


def test_a_long_file_is_never_held_in_memory(alice_browser: Client, house: House) -> None:
    UploadPolicy.objects.create(court=house.flsd, most_bytes=2**28, most_bytes_of_a_filing=2**28)
    head = b'--x\r\nContent-Disposition: form-data; name="pdf"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
    end, middle = b"\r\n--x--\r\n", 200 * 2**20

    class Long:
        pieces = itertools.chain([head], itertools.repeat(bytes(2**16), middle // 2**16), [end])

        def read(self, *size: int) -> bytes:
            return next(self.pieces, b"")

        readline = read

    posted(alice_browser, Long(), length=1)  # what is imported late is there now
    Long.pieces = itertools.chain([head], itertools.repeat(bytes(2**16), middle // 2**16), [end])
    tracemalloc.start()
    try:
        answer = posted(alice_browser, Long(), length=len(head) + middle + len(end))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (answer.status_code, answer.json()["length"]) == (201, 9 + middle)
    assert peak < 8 * 2**20


def test_without_the_token_nothing_is_kept(alice_browser: Client, store: Path) -> None:
    alice_browser.handler.enforce_csrf_checks = True
    assert alice_browser.post("/filing/uploads", sent(paper())).status_code == 403
    assert not files_in(store)
    assert not Upload.objects.exists()


def test_pages_that_take_no_files_throw_them_away(alice_browser: Client) -> None:
    answer = alice_browser.post("/utilities/client-code", {"file": SimpleUploadedFile("a.pdf", b"x" * 100)})
    assert not answer.wsgi_request.FILES


def test_a_file_can_be_cancelled(alice_browser: Client) -> None:
    told = alice_browser.post("/filing/uploads", sent(paper()), headers=JSON).json()
    assert alice_browser.delete(told["url"]).status_code == 204
    assert alice_browser.get(told["url"]).status_code == 404


def test_others_do_not_find_it(alice_browser: Client, house: House) -> None:
    told = alice_browser.post("/filing/uploads", sent(paper()), headers=JSON).json()
    house.linked("carla", role=Role.CLERK)
    clerk = house.signed_in("carla", house.flsd)
    assert clerk.get(told["url"]).status_code == 404
    assert clerk.get(f"{told['url']}/file").status_code == 404


def test_a_file_is_given_back_so_that_nothing_in_it_runs(alice_browser: Client) -> None:
    content = paper()
    told = alice_browser.post("/filing/uploads", sent(content), headers=JSON).json()
    answer: Any = alice_browser.get(f"{told['url']}/file")
    assert b"".join(answer.streaming_content) == content
    answer.close()
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_page_is_among_the_utilities(alice_browser: Client) -> None:
    assert "/utilities/check-a-pdf" in alice_browser.get("/cgi-bin/DisplayMenu.pl?Utilities").content.decode()
    assert "At most 35" in alice_browser.get("/utilities/check-a-pdf").content.decode()
