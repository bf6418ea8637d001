from __future__ import annotations

import pytest

from opencmecf.court.docket.events.sandbox import BadTemplate, DocketTextTooLong, TextTemplate

HOSTILE = [
    "{{ 'a' * 1000000000 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ '%0999999999d' % 1 }}",
    "{{ ().__class__ }}",
    "{{ by.format }}",
    "{{ by['x'] }}",
    "{{ range(9) }}",
    "{{ cycler }}{{ lipsum() }}",
    "{{ by|replace('a', 'b') }}",
    "{{ by|attr('x') }}",
    "{{ by|center(100000) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% extends 'x' %}",
    "{% set a = by %}",
    "{% block b %}{% endblock %}",
    "{% for a in names %}{% for b in names %}{{ b }}{% endfor %}{% endfor %}",
    "{% for a in names recursive %}{{ a }}{% endfor %}",
    "{% for a in [1, 2] %}{{ a }}{% endfor %}",
    "{% for a, b in names %}{{ a }}{% endfor %}",
    "{{ [by] }}",
    "{{ {'a': by} }}",
    "{{ by is defined }}",
    "{% if %}",
    "x" * 2_001,
]


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: source[:40])
def test_a_template_is_no_program(source: str) -> None:
    with pytest.raises(BadTemplate):
        TextTemplate(source).fill({"by": "a", "names": ("a", "b")})


def test_a_template_chooses_and_lists() -> None:
    source = (
        "{% for name in names %}{{ name|upper }} {% endfor %}{% if by == 'a' and not no %}yes{% else %}no{% endif %}"
    )
    assert TextTemplate(source).fill({"names": ("a", "b"), "by": "a", "no": False}) == "A B yes"
    assert TextTemplate("{{ names|join(', ') }}{{ by if by else 'none' }}").fill({"names": ("a",), "by": ""}) == "anone"


def test_the_names_of_a_template_are_known() -> None:
    assert TextTemplate("{% for name in names %}{{ name }}{{ by }}{% endfor %}").names == {"names", "by"}


def test_a_missing_value_is_told() -> None:
    with pytest.raises(BadTemplate, match="'by' is undefined"):
        TextTemplate("{{ by }}").fill({})


def test_text_is_text_and_no_html() -> None:
    assert TextTemplate("{{ by }}").fill({"by": "<b>&"}) == "<b>&"


def test_what_goes_in_and_comes_out_has_bounds() -> None:
    with pytest.raises(DocketTextTooLong):
        TextTemplate("{{ by }}").fill({"by": "a" * 8_001})
    with pytest.raises(DocketTextTooLong):
        TextTemplate("{{ by }}").fill({"by": ("a",) * 501})
    with pytest.raises(DocketTextTooLong):
        TextTemplate("{% for name in names %}{{ by }}{% endfor %}").fill({"names": ("a",) * 500, "by": "a" * 8_000})
