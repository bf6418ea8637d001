"""The forms of the e-mail settings and of the mailing information."""

from __future__ import annotations

from typing import Any

from django import forms

from opencmecf.court.cases.forms import CaseForm, CaseNumberField
from opencmecf.court.notices.models import MailFormat, NoticeAddress, Sending
from opencmecf.foundation.ui.forms import UiForm

_YES_NO = (("yes", "Yes"), ("no", "No"))


def _choice(label: str, choices: Any, *, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, help_text=help_text)


class AddressForm(UiForm):
    """An address and how it is told (feature map 8.3)."""

    address = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    receives = _choice("Should this e-mail address receive notices?", _YES_NO)
    asks_before_free_look = _choice(
        "Verify free look use when viewing NEF documents?",
        _YES_NO,
        help_text="With “Yes” a page asks before the free look is used, so that a mail scanner cannot use it up.",
    )
    sending = _choice("How should notices be sent?", Sending.choices)
    format = _choice("Format of notices", MailFormat.choices)

    @classmethod
    def of(cls, row: NoticeAddress | None, *, address: str = "") -> AddressForm:
        """Return the form with what is set now, or with what is usual."""
        row = row or NoticeAddress(address=address)
        return cls(
            initial={
                "address": row.address,
                "receives": "yes" if row.receives else "no",
                "asks_before_free_look": "yes" if row.asks_before_free_look else "no",
                "sending": row.sending,
                "format": row.format,
            }
        )

    def settings(self) -> dict[str, Any]:
        """Return what was chosen, as the action takes it."""
        chosen = self.cleaned_data
        return {
            "address": chosen["address"],
            "receives": chosen["receives"] == "yes",
            "asks_before_free_look": chosen["asks_before_free_look"] == "yes",
            "sending": Sending(chosen["sending"]),
            "mail_format": MailFormat(chosen["format"]),
        }


class MailingInfoForm(CaseForm):
    """The case whose mailing information is wanted."""

    case_number = CaseNumberField()
