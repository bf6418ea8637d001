from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection

from opencmecf.foundation.places import Places

forked = multiprocessing.get_context("fork")


def test_a_process_keeps_its_place_until_it_dies() -> None:
    places = Places(1)
    first, second, third = (_Rival(places) for _ in range(3))
    assert first.takes_one() == 0
    assert second.takes_one() is None
    first.dies()
    assert third.takes_one() == 0
    for one in (second, third):
        one.dies()


def test_every_place_is_taken_once() -> None:
    places = Places(2)
    rivals = [_Rival(places) for _ in range(3)]
    assert [one.takes_one() for one in rivals] == [0, 1, None]
    for one in rivals:
        one.dies()


class _Rival:
    """A process that takes a place when it is told to, and then only lives."""

    def __init__(self, places: Places) -> None:
        self.tells, told = forked.Pipe()
        self.process = forked.Process(target=_take, args=(places, told), daemon=True)
        self.process.start()

    def takes_one(self) -> object:
        self.tells.send("now")
        return self.tells.recv()

    def dies(self) -> None:
        self.process.kill()
        self.process.join()


def _take(places: Places, told: Connection) -> None:
    while told.recv():
        told.send(places.take())
