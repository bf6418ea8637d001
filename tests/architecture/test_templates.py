"""Rules about templates: nothing that the Content-Security-Policy would stop, no address of somebody else's."""

from __future__ import annotations

import re

import pytest
from source import PACKAGE, templates

from opencmecf.foundation.help.topics import TOPICS

TEMPLATES = templates()
FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "an inline style": re.compile(r"<style|<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "an unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+off"),
}
HOST = re.compile(r"(?:https?:)?//([a-z0-9.-]+\.[a-z]{2,})", re.IGNORECASE)
EXAMPLE = re.compile(r"(.*\.)?example(\.(com|org|net|gov))?", re.IGNORECASE)
# Plain text needs no escaping: a mail's templates are rendered with it off.
TEXT = (".txt",)
# Looked up by Django under these names, and never named by us.
DJANGOS_NAMES = ("403.html", "404.html", "500.html", "django/forms/")


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_hold_nothing_inline_and_no_foreign_host(name: str) -> None:
    text = TEMPLATES[name]
    forbidden = [what for what, pattern in FORBIDDEN.items() if pattern.search(text) and not name.endswith(TEXT)]
    assert not forbidden
    assert not [host for host in HOST.findall(text) if not EXAMPLE.fullmatch(host)]


def test_every_template_is_named_somewhere() -> None:
    code = "".join(file.read_text() for file in PACKAGE.rglob("*.py") if "tests" not in file.parts)
    everything = code + "".join(TEMPLATES.values())
    help_pages = {f"help/{topic.slug}.html" for topic in TOPICS}
    orphans = [
        name
        for name in TEMPLATES
        if not name.startswith(DJANGOS_NAMES) and name not in help_pages and name.removesuffix(".txt") not in everything
    ]
    assert not orphans, "nobody renders these"
