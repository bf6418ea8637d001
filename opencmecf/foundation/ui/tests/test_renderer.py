"""Boxes that are written out are those that Django's templates make."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from opencmecf.foundation.ui.renderer import Renderer

CHOICES = [
    ("", "Any"),
    (110, "110 Insurance"),
    ('"><script>', "Smith & Sons <Ltd>"),
    ("Contract", [("120", "120 Marine"), ("130", lazystr("130 Miller Act"))]),
    ("Tort's", [(None, "nothing"), (True, "yes")]),
]
ATTRIBUTES = {"class": "usa-select", "required": True, "disabled": False, "data-note": 'a "quoted" <note>', "size": 10}


@pytest.mark.parametrize(
    "value", [None, "", "110", 110, "120", ["110", "130"], '"><script>', "5 > 4", mark_safe("&amp;")]
)
@pytest.mark.parametrize(
    "widget",
    [
        forms.Select(attrs=ATTRIBUTES, choices=CHOICES),
        forms.Select(choices=[]),
        forms.SelectMultiple(choices=CHOICES),
        forms.TextInput(attrs=ATTRIBUTES),
        forms.HiddenInput(),
        forms.PasswordInput(attrs=ATTRIBUTES, render_value=True),
        forms.DateInput(format="%m/%d/%Y"),
        forms.EmailInput(),
        forms.NumberInput(attrs={"min": 0}),
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_the_html_is_djangos(widget: forms.Widget, value: Any) -> None:
    django, ours = (
        widget.render("box", value, {"id": "id_box"}, renderer) for renderer in (TemplatesSetting(), Renderer())
    )
    assert ours == django
