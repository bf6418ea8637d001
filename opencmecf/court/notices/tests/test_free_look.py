"""A notice gives each of its addresses one free look at each document, for fifteen days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opencmecf.court.documents.models import Document
from opencmecf.court.notices import actions
from opencmecf.court.notices.models import Delivery
from opencmecf.court.notices.tests.notices import NOTICE
from opencmecf.foundation import clock
from opencmecf.foundation.access import anonymous, system
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.testing.people import House

ANYBODY = anonymous("flsd")


@pytest.fixture
def delivery(house: House) -> Delivery:
    assert house.flsd
    filed = actions.freeze_notice(notice=NOTICE, actor=system("tests", "flsd"))
    actions.address_deliveries(filed=filed)
    return filed.deliveries.get(address="mara@ostrov.example")


def document(house: House, number: int = 20000077) -> Document:
    return Document.objects.create(court=house.flsd, prefix="051", number=number)


def test_the_first_look_at_each_document_is_free(house: House, delivery: Delivery) -> None:
    motion, exhibit = document(house), document(house, 20000078)
    for one in (motion, exhibit):
        look = actions.use_free_look(number=delivery.free_look_number, document=one, actor=ANYBODY)
        assert (look.delivery, look.document) == (delivery, one)
    with pytest.raises(Refused, match="has been used"):
        actions.use_free_look(number=delivery.free_look_number, document=motion, actor=ANYBODY)


def test_the_looks_of_others_are_untouched(house: House, delivery: Delivery) -> None:
    motion = document(house)
    other = delivery.notice.deliveries.get(address="vega@lawfirm.example")
    actions.use_free_look(number=delivery.free_look_number, document=motion, actor=ANYBODY)
    look = actions.use_free_look(number=other.free_look_number, document=motion, actor=ANYBODY)
    assert look.delivery == other


def test_a_look_expires(house: House, delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(sent_at=clock.now() - timedelta(days=15, seconds=1))
    with pytest.raises(Refused, match="expired"):
        actions.use_free_look(number=delivery.free_look_number, document=document(house), actor=ANYBODY)


def test_a_number_opens_documents_of_its_notice_alone(house: House, delivery: Delivery) -> None:
    for number, wanted in ((delivery.free_look_number, 20000099), (delivery.free_look_number + 1, 20000077)):
        with pytest.raises(NotFound):
            actions.use_free_look(number=number, document=document(house, wanted), actor=ANYBODY)
