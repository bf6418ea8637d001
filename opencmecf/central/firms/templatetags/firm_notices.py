"""What Manage My Account says about firms at its top."""

from __future__ import annotations

from typing import Any

from django import template

from opencmecf.central.firms import queries, rules

register = template.Library()


@register.inclusion_tag("firms/notice.html", takes_context=True)
def firm_notice(context: dict[str, Any]) -> dict[str, Any]:
    """The firms whose invitations wait for the holder's answer."""
    return {"firms": [rules.name_of_firm(one.firm) for one in queries.invitations_to(context["actor"])]}
