"""Everything that is done to a docket."""

from opencmecf.court.docket.actions.correcting import hold_instead, rewrite
from opencmecf.court.docket.actions.entering import Held, enter
from opencmecf.court.docket.actions.joining import add_appearance, add_party
from opencmecf.court.docket.actions.restricting import hide_text, restrict_entry
from opencmecf.court.docket.actions.standing import change_flags, close_case, reopen_case
from opencmecf.court.docket.actions.taking_over import Outcome, TakenOverDocket, take_over
from opencmecf.court.docket.restrictions import Restrictions

__all__ = [
    "Held",
    "Outcome",
    "Restrictions",
    "TakenOverDocket",
    "add_appearance",
    "add_party",
    "change_flags",
    "close_case",
    "enter",
    "hide_text",
    "hold_instead",
    "reopen_case",
    "restrict_entry",
    "rewrite",
    "take_over",
]
