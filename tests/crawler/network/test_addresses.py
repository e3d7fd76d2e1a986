"""The guard decides by the address that is connected to, however it was spelt."""

from __future__ import annotations

import ipaddress

import pytest

from crawler.network.addresses import may_contact


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.10", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "not an address", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not may_contact(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_may_be_contacted(address: str) -> None:
    assert may_contact(address)


def test_only_the_network_that_is_allowed_is_let_through() -> None:
    allowed = [ipaddress.ip_network("127.0.0.1/32"), ipaddress.ip_network("10.0.0.0/8")]
    assert may_contact("127.0.0.1", allowed)
    assert may_contact("10.200.0.1", allowed)
    assert may_contact("::ffff:10.200.0.1", allowed)
    assert not may_contact("127.0.0.2", allowed)
    assert not may_contact("::1", allowed)
