"""Turns at hosts, through a real server: two workers here are two holders in one loop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from itertools import pairwise
from time import monotonic
from typing import Any

import pytest

from crawler.fleet import leases as module
from crawler.fleet.leases import HostLeases
from crawler.network.hosts import HostBusyError
from storage import open_store
from storage.fleet import Fleet, open_fleet

DELAY_S = 0.15


@pytest.fixture
def fleet(postgres_url: str) -> Iterator[Fleet]:
    with open_store(postgres_url) as store:
        opened = open_fleet(store)
        opened.prepare()
        yield opened


def together(*workers: HostLeases, doing: list[Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        looking = [asyncio.ensure_future(each.look_after()) for each in workers]
        await asyncio.wait_for(asyncio.gather(*doing), 20)
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)

    asyncio.run(run())


def test_two_workers_never_ask_a_host_at_once_and_keep_its_delay_between_them(fleet: Fleet) -> None:
    asked: list[tuple[float, float]] = []
    one, two = HostLeases(fleet, 1, 10), HostLeases(fleet, 2, 10)

    async def ask(worker: HostLeases) -> None:
        for _ in range(2):
            async with worker.turn("one.example", DELAY_S):
                began = monotonic()
                await asyncio.sleep(0.02)
                asked.append((began, monotonic()))
            worker.give(["one.example"])

    together(one, two, doing=[ask(one), ask(two), ask(one)])
    asked.sort()
    assert len(asked) == 6
    for (_, ended), (began, _) in pairwise(asked):
        assert began - ended >= DELAY_S


def test_two_jobs_that_are_led_to_the_host_of_the_other_do_not_wait_for_each_other(fleet: Fleet) -> None:
    one, two = HostLeases(fleet, 1, 10), HostLeases(fleet, 2, 10)

    async def job(worker: HostLeases, own: str, other: str) -> None:
        async with worker.turn(own, 0.0):
            await asyncio.sleep(0.05)
        async with worker.turn(other, 0.0):
            pass

    together(one, two, doing=[job(one, "one.example", "two.example"), job(two, "two.example", "one.example")])


def test_a_dead_workers_host_is_anothers_when_its_lease_is_over_and_not_before(fleet: Fleet) -> None:
    assert fleet.take_host("one.example", 1, 0.4, 0.0) == 0.0
    begun = monotonic()
    assert fleet.take_host("one.example", 2, 10, DELAY_S) is None
    wait = None
    while wait is None:
        wait = fleet.take_host("one.example", 2, 10, DELAY_S)
    taken = monotonic()
    assert taken - begun >= 0.35
    assert taken + wait - begun >= 0.4 + DELAY_S - 0.05, "it may have been asked up to the end of the lease"


def test_a_worker_that_lost_its_lease_is_told(fleet: Fleet) -> None:
    fleet.take_host("one.example", 1, 0.01, 0.0)
    fleet.take_host("two.example", 1, 10, 0.0)
    while fleet.take_host("one.example", 2, 10, 0.0) is None:
        pass
    assert fleet.keep_hosts(["one.example", "two.example"], 1, 10) == {"two.example"}
    fleet.give_hosts({"one.example": (0.0, 5.0)}, 1)
    assert fleet.take_host("one.example", 3, 10, 0.0) is None, "what is another's cannot be given away"


def test_the_longer_of_two_delays_is_kept(fleet: Fleet) -> None:
    fleet.take_host("one.example", 1, 10, 0.0)
    fleet.give_hosts({"one.example": (0.0, 1.0)}, 1)
    wait = fleet.take_host("one.example", 2, 10, 5.0)
    assert wait is not None
    assert 4.0 < wait <= 5.0
    fleet.give_hosts({"one.example": None}, 2)
    again = fleet.take_host("one.example", 3, 10, 0.0)
    assert again is not None
    assert 4.0 < again <= 5.0, "a host that was taken and not asked keeps what was promised before"


def test_a_host_that_others_keep_is_left_for_later(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT_S", 0.1)
    fleet.take_host("one.example", 1, 60, 0.0)
    other = HostLeases(fleet, 2, 10)

    async def ask() -> None:
        with pytest.raises(HostBusyError):
            async with other.turn("one.example", 0.0):
                pass

    together(other, doing=[ask()])
