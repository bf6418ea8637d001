"""Cards, payments by card, and the fees that courts ask for."""

from opencmecf.central.payments.actions.cards import (
    begin_storing,
    choose_defaults,
    record_answer,
    remove_card,
    remove_cards_of_merged,
)
from opencmecf.central.payments.actions.fees import close_fee, open_fee_payment, record_fee
from opencmecf.central.payments.actions.payments import (
    cancel_payment,
    go_on,
    look_up,
    look_up_open,
    open_payment,
    record_outcome,
)

__all__ = [
    "begin_storing",
    "cancel_payment",
    "choose_defaults",
    "close_fee",
    "go_on",
    "look_up",
    "look_up_open",
    "open_fee_payment",
    "open_payment",
    "record_answer",
    "record_fee",
    "record_outcome",
    "remove_card",
    "remove_cards_of_merged",
]
