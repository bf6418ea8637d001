from __future__ import annotations

import pytest
from django.apps import apps

from opencmecf.foundation.access import Actor, Permission, Role
from opencmecf.foundation.access.guarded import GuardedQuerySet
from opencmecf.foundation.errors import NotFound

pytestmark = pytest.mark.django_db


def test_a_guarded_table_that_says_nothing_shows_nothing() -> None:
    everything = Actor(label="account:1234567", site="flsd", roles=frozenset(Role))
    assert everything.may(Permission.COURT_GO_LIVE)
    Key = apps.get_model("signon", "SigningKey")  # noqa: N806
    Key._default_manager.create(kid="es256-1", algorithm="ES256", sealed_pem="")
    rows: GuardedQuerySet = GuardedQuerySet(Key)  # type: ignore[type-arg]
    assert rows.count() == 1
    assert not rows.visible_to(everything).exists()
    with pytest.raises(NotFound):
        rows.get_for(everything, pk="es256-1")
