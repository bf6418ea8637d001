"""Everything that is done to a docket."""

from opencmecf.court.docket.actions.restricting import hide_text, restrict_entry
from opencmecf.court.docket.actions.taking_over import Outcome, TakenOverDocket, take_over
from opencmecf.court.docket.restrictions import Restrictions

__all__ = ["Outcome", "Restrictions", "TakenOverDocket", "hide_text", "restrict_entry", "take_over"]
