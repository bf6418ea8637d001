"""What is done about notices."""

from opencmecf.court.notices.actions.addresses import (
    ask_to_confirm,
    confirm_notice_address,
    remove_notice_address,
    set_newcomers_address,
    set_notice_address,
)
from opencmecf.court.notices.actions.bounces import note_bounce
from opencmecf.court.notices.actions.free_looks import use_free_look
from opencmecf.court.notices.actions.sending import StillWaiting, address_deliveries, freeze_notice, send_deliveries
from opencmecf.court.notices.actions.service_lists import KeptList, keep_lists_of_cases
from opencmecf.court.notices.actions.summaries import send_summaries

__all__ = [
    "KeptList",
    "StillWaiting",
    "address_deliveries",
    "ask_to_confirm",
    "confirm_notice_address",
    "freeze_notice",
    "keep_lists_of_cases",
    "note_bounce",
    "remove_notice_address",
    "send_deliveries",
    "send_summaries",
    "set_newcomers_address",
    "set_notice_address",
    "use_free_look",
]
