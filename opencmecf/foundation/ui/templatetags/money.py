"""Money, for templates."""

from django import template

from opencmecf.foundation import money

register = template.Library()


@register.filter
def dollars(cents: int) -> str:
    """An amount of cents as people read it."""
    return money.dollars(cents)
