"""What happens to motions: they are made, and ruled on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opencmecf.court.docket.events.event import Outcome
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.motions.models import MotionPart
from opencmecf.foundation.database.acts import part_of_an_act
from opencmecf.foundation.database.prepared import insert_all


@part_of_an_act
def open_motion(*, entry: DocketEntry, reliefs: Sequence[str]) -> None:
    """Note what a motion asks for, in the transaction that enters it."""
    insert_all([MotionPart(entry=entry, part=part, relief=relief) for part, relief in enumerate(reliefs)])


@part_of_an_act
def rule_on(
    *, entry_id: int, reliefs: Sequence[str], rulings: Mapping[int, Outcome], ruling: DocketEntry
) -> list[MotionPart]:
    """Note what an order says of parts of a motion, in the transaction that enters the order; returns those parts.

    `reliefs` name the parts of a motion that was entered elsewhere and has none here yet. A later ruling on the same
    part takes the place of the earlier one: the docket tells of both.
    """
    missing = [MotionPart(entry_id=entry_id, part=part, relief=relief) for part, relief in enumerate(reliefs)]
    MotionPart.objects.bulk_create(missing, ignore_conflicts=True)
    parts = MotionPart.objects.select_for_update().filter(entry_id=entry_id, part__in=rulings)
    ruled = []
    for one in parts.order_by("part"):
        outcome = rulings[one.part]
        one.outcome, one.ruling, one.is_pending = outcome.value, ruling, not outcome.ends_motion
        one.save(update_fields=["outcome", "ruling", "is_pending"])
        ruled.append(one)
    return ruled
