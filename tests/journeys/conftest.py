"""One demonstration for all journeys, and a browser for each file of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from visitor import Visitor

from opencmecf.testing.running import RunningDemo

CHROMIUM = next(
    filter(None, map(shutil.which, (os.environ.get("CHROMIUM", "chromium"), "chromium-browser", "google-chrome"))), ""
)
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Whoever wants it is skipped where there is none."""
    if not CHROMIUM:
        pytest.skip("NO CHROMIUM HERE: NO BROWSER JOURNEY WAS RUN. Install chromium or set CHROMIUM; see .ci/chromium.")
    return CHROMIUM


@pytest.fixture(scope="session")
def demo(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """The demonstration that all journeys walk through; each uses people whom the others leave alone."""
    running = RunningDemo(tmp_path_factory.mktemp("demo"))
    try:
        yield running
        running.check()
    finally:
        running.stop()


@pytest.fixture(scope="module")
def browser(chromium: str, demo: RunningDemo) -> Iterator[Browser]:
    """Chromium. It ends with each file, for as long as it runs Django lets no test use the database."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def newcomer(browser: Browser, demo: RunningDemo, request: pytest.FixtureRequest) -> Callable[..., Visitor]:
    """Somebody at a browser of their own, not signed in anywhere: `newcomer(java_script_enabled=False)`."""

    def come(**options: bool) -> Visitor:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", **options)
        request.addfinalizer(context.close)
        return Visitor(demo, context, has_scripts=options.get("java_script_enabled", True))

    return come


@pytest.fixture(autouse=True, scope="session")
def _folder_of_screenshots() -> None:
    Visitor.SCREENSHOTS.mkdir(parents=True, exist_ok=True)
