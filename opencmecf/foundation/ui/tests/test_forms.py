"""What a form looks like to a reader and to assistive software."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from django import forms
from django.template.loader import render_to_string

from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.foundation.ui.forms import DateField, DollarsField, UiForm


class Registration(UiForm):
    username = forms.CharField(
        label="Username", help_text="Letters and digits", widget=forms.TextInput({"class": "own"})
    )
    born = DateField(label="Date of birth", required=False)
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=[("a", "Viewer"), ("b", "Filer")])
    courts = forms.MultipleChoiceField(
        label="Courts", widget=forms.CheckboxSelectMultiple, choices=[("flsd", "Florida Southern")], required=False
    )
    state = forms.ChoiceField(label="State", choices=[("", "Choose"), ("FL", "Florida")])
    remark = forms.CharField(label="Remark", widget=forms.Textarea, required=False)
    proof = forms.FileField(label="Proof")
    agree = forms.BooleanField(label="I have read this notice.", help_text="Rule 5.2")
    step = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form: forms.Form, **context: object) -> str:
    """The form through the shared include, blanks squeezed."""
    html = render_to_string("ui/form.html", {"form": form, "path": "/register", **context})
    return re.sub(r"\s+", " ", html)


@pytest.mark.parametrize(
    ("name", "css_class"),
    [
        ("username", "usa-input own"),
        ("born", "usa-input"),
        ("kind", "usa-radio__input"),
        ("courts", "usa-checkbox__input"),
        ("state", "usa-select"),
        ("remark", "usa-textarea"),
        ("proof", "file-input"),
        ("agree", "usa-checkbox__input"),
        ("step", None),
    ],
)
def test_each_widget_gets_the_class_of_its_kind(name: str, css_class: str | None) -> None:
    assert Registration().fields[name].widget.attrs.get("class") == css_class


def test_required_fields_carry_a_star_and_others_none() -> None:
    html = drawn(Registration())
    assert '<label class="usa-label" for="id_username">Username <span class="required">*</span></label>' in html
    assert '<label class="usa-label" for="id_remark">Remark</label>' in html


def test_hint_and_error_have_the_ids_that_the_input_refers_to() -> None:
    html = drawn(Registration({"username": ""}))
    assert 'aria-describedby="id_username_helptext id_username_error"' in html
    assert 'id="id_username_helptext"' in html
    assert 'id="id_username_error"' in html
    assert 'aria-invalid="true"' in html


def test_choices_are_a_fieldset_with_its_question_as_legend() -> None:
    html = drawn(Registration({}))
    assert '<fieldset class="usa-fieldset" aria-describedby="id_kind_error">' in html
    assert '<legend class="usa-legend">Kind <span class="required">*</span></legend>' in html
    assert '<label class="usa-radio__label" for="id_kind_1">Filer</label>' in html
    assert '<label class="usa-checkbox__label" for="id_courts_0">Florida Southern</label>' in html


def test_a_single_box_has_its_label_behind_it() -> None:
    html = drawn(Registration())
    assert html.index('id="id_agree"') < html.index('<label class="usa-checkbox__label" for="id_agree">')
    assert 'id="id_agree_helptext"' in html


def test_summary_links_every_error_to_its_field() -> None:
    html = drawn(Registration({}))
    assert "There is a problem" in html
    assert '<a href="#id_username">Fill in “Username”.</a>' in html
    assert '<a href="#id_kind_0">Choose an answer for “Kind”.</a>' in html
    assert '<a href="#id_proof">Choose a file for “Proof”.</a>' in html
    assert '<a href="#id_agree">Tick the box “I have read this notice”.</a>' in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert "There is a problem" not in drawn(Registration())


def test_a_message_of_the_field_itself_is_kept() -> None:
    class Own(UiForm):
        code = forms.CharField(error_messages={"required": "Type the code from the message."})

    assert Own({}).errors["code"] == ["Type the code from the message."]


@pytest.mark.parametrize("typed", ["alice", "alice@", "@example.com", "alice at example.com"])
def test_half_an_email_address_is_answered_with_a_whole_one(typed: str) -> None:
    class Address(UiForm):
        email = forms.EmailField()

    assert Address({"email": typed}).errors["email"] == ["Type a whole e-mail address, such as name@example.com."]


def test_the_name_of_a_field_stands_in_for_a_missing_label() -> None:
    class Plain(UiForm):
        last_name = forms.CharField()

    assert Plain({}).errors["last_name"] == ["Fill in “Last name”."]


@pytest.mark.parametrize("typed", ["1/2/2020", "01/02/2020", "1/2/20", "2020-01-02"])
def test_dates_are_typed_as_courts_write_them(typed: str) -> None:
    assert DateField().clean(typed) == datetime.date(2020, 1, 2)


def test_a_date_that_is_none_says_how_to_type_one() -> None:
    with pytest.raises(forms.ValidationError, match="for example 1/2/2020"):
        DateField().clean("31/31/2020")


def test_a_date_is_shown_with_slashes() -> None:
    class Birth(UiForm):
        born = DateField()

    assert 'value="01/02/2020"' in drawn(Birth(initial={"born": datetime.date(2020, 1, 2)}))


def refusing(refused: Refused) -> Callable[[], None]:
    """An act that is refused like this."""

    def act() -> None:
        raise refused

    return act


def test_a_refusal_stands_above_the_form_with_what_to_do() -> None:
    form = Registration({"username": "jattorney"})
    assert not form.carry_out(refusing(Refused("The court is closed.", "Come back tomorrow.")))
    assert form.non_field_errors() == ["The court is closed. Come back tomorrow."]


def test_a_refusal_can_stand_beside_its_field() -> None:
    form = Registration({"username": "jattorney"})
    assert not form.carry_out(refusing(Refused("This username is taken.")), beside="username")
    assert form.errors["username"] == ["This username is taken."]


def test_a_missing_permission_is_no_matter_of_the_form() -> None:
    with pytest.raises(NotAllowed):
        Registration({}).carry_out(refusing(NotAllowed("docket:query")))


def test_an_act_that_is_done_leaves_the_form_alone() -> None:
    form = UiForm({})
    assert form.carry_out(lambda: None)
    assert not form.errors


def test_clear_resets_a_fresh_form_and_reopens_a_sent_one() -> None:
    assert '<button type="reset" class="usa-button usa-button--outline">Clear</button>' in drawn(
        Registration(), clear="Clear"
    )
    assert '<a class="usa-button usa-button--outline" href="/register">Clear</a>' in drawn(
        Registration({}), clear="Clear"
    )


def test_buttons_carry_the_labels_that_they_are_given() -> None:
    html = drawn(Registration(), submit="Login", cancel_url="/")
    assert '<button type="submit" class="usa-button">Login</button>' in html
    assert '<a class="usa-button usa-button--outline" href="/">Cancel</a>' in html


def test_files_travel_in_a_multipart_form() -> None:
    assert 'enctype="multipart/form-data"' in drawn(Registration())


class Bill(UiForm):
    """An amount."""

    amount = DollarsField(label="Amount", most_cents=500_000)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("199", 19900), ("199.5", 19950), ("$1,405.00", 140500), (" 0.01 ", 1), ("5000", 500000), ("1405.00", 140500)],
)
def test_an_amount_of_money_is_read_as_cents(typed: str, cents: int) -> None:
    form = Bill({"amount": typed})
    assert form.is_valid()
    assert form.cleaned_data["amount"] == cents


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1,50", "Type the amount as dollars and cents"),
        ("1.234", "Type the amount as dollars and cents"),
        ("1e2x", "Type the amount as dollars and cents"),
        ("Infinity", "Type the amount as dollars and cents"),
        ("0", "The least is $0.01."),
        ("-5", "The least is $0.01."),
        ("5000.01", "The most is $5,000.00."),
        ("99999999999999999999", "The most is $5,000.00."),
        ("", "Fill in “Amount”."),
    ],
)
def test_an_amount_that_is_none_is_told(typed: str, told: str) -> None:
    assert told in str(Bill({"amount": typed}).errors)
