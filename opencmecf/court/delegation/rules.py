"""Decisions about delegations, as pure functions on plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opencmecf.foundation.errors import Refused

OFFERS_PER_HOUR = 10
LIST = "/utilities/delegation"


@dataclass(frozen=True)
class Limits:
    """What somebody may do for a filer; `menus` are the kinds of case, None stands for every kind."""

    may_submit: bool = True
    menus: tuple[str, ...] | None = None


NO_LIMITS = Limits()
NOTHING = Limits(may_submit=False, menus=())


def check_menu(limits: Limits, menu: str, *, principal: str) -> None:
    """Raise `Refused` where events of this menu are not among what was granted."""
    if limits == NOTHING:
        raise Refused(
            f"You do not file for {principal} any more: what you were granted has ended.",
            f"Your draft is kept. Ask {principal} to grant it again, under Utilities, Staff and Filing for Others.",
            links=(("Staff and Filing for Others", LIST),),
        )
    if limits.menus is not None and menu not in limits.menus:
        raise Refused(
            f"{principal} has let you file {' and '.join(limits.menus)} events only.",
            f"Ask {principal} to let you file {menu} events too, under Utilities.",
            links=(("Staff and Filing for Others", LIST),),
        )


def check_submit(limits: Limits, *, principal: str) -> None:
    """Raise `Refused` where somebody may prepare, and not submit."""
    if not limits.may_submit:
        raise Refused(
            f"You prepare filings of {principal}, who submits them.",
            f"Your draft is kept. Hand it over to {principal} from the list of your drafts.",
            links=(("My drafts", "/filing/drafts"),),
        )


def same_name(typed: str, known: str) -> bool:
    """Whether two last names are the same but for case and blanks."""
    return " ".join(typed.split()).casefold() == " ".join(known.split()).casefold()


def checked_menus(menus: Sequence[str], *, of_court: Sequence[str]) -> list[str]:
    """Those of the court's menus that are among `menus`, in its order. Raises `Refused` for none."""
    known = [menu for menu in of_court if menu in menus]
    if not known:
        raise Refused("Choose at least one kind of case.")
    return known
