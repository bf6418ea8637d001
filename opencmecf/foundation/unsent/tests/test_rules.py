"""What is never kept of a form that was sent too late."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from django import forms

from opencmecf.foundation.sites import SiteKind
from opencmecf.foundation.unsent import rules
from opencmecf.foundation.unsent.labels import labels_at


def test_every_password_box_has_a_name_that_is_never_kept() -> None:
    for kind in SiteKind:
        import_module(f"opencmecf.config.urls_{kind.value}")
    boxes = {
        name
        for form in _all_forms(forms.BaseForm)
        if ".tests." not in form.__module__
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.PasswordInput) or field.widget.attrs.get("autocomplete") == "one-time-code"
    }
    assert {"password", "code"} <= boxes
    assert not {name for name in boxes if not rules.is_secret(name)}
    assert not rules.is_secret("client_code")


def test_names_of_boxes_are_told_in_words() -> None:
    fields = {"first_name": ["Ann"], "appear.3": ["on"], "empty": [" "], "several": ["1", "2"]}
    assert rules.in_words(fields, {}) == [("First name", "Ann"), ("Appear 3", "on"), ("Several", "1, 2")]


def test_a_box_is_called_by_its_label() -> None:
    assert rules.in_words({"zip_code": ["33040"]}, {"zip_code": "ZIP or postal code"}) == [
        ("ZIP or postal code", "33040")
    ]


def test_labels_are_those_of_the_forms_behind_the_address() -> None:
    table = "opencmecf.config.urls_pacer"
    assert labels_at("/manage/address?again", urlconf=table)["zip_code"] == "ZIP or postal code"
    assert labels_at("/nowhere", urlconf=table) == {}


def _all_forms(base: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for one in base.__subclasses__():
        yield one
        yield from _all_forms(one)
