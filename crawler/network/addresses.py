"""Addresses that are not public are refused where the connection is made, on every hop, whatever they are spelt like.

Every connection Scrapy makes asks Twisted's name resolver for its host, IP literals, decimal and octal spellings,
redirects and robots.txt included. `GuardedResolver` passes on only the addresses that may be contacted, so a name
whose answer changes between two look-ups is checked at each of them: what was checked is what is connected to.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Any

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer, provider

IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(Exception):
    """A host resolved only to addresses that may not be contacted."""

    def __init__(self, host: str, addresses: Sequence[str]) -> None:
        self.host = host
        self.addresses = tuple(addresses)
        super().__init__(
            f"{host} is not a public address ({', '.join(addresses)}); allow it in allow_addresses: if it is meant"
        )


def may_contact(address: str, allowed: Iterable[IPNetwork] = ()) -> bool:
    """Whether an IP address is public, or inside one of the networks that feeds.yaml allows.

    >>> may_contact("93.184.215.14"), may_contact("127.0.0.1"), may_contact("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        ip: IPAddress = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    inner = _embedded(ip)
    if any(ip in network or (inner is not None and inner in network) for network in allowed):
        return True
    return all(one.is_global and not one.is_multicast for one in (ip, inner) if one is not None)


def _embedded(ip: IPAddress) -> IPAddress | None:
    """The IPv4 address inside an IPv6 one that a network may deliver to: mapped, 6to4, NAT64."""
    if not isinstance(ip, ipaddress.IPv6Address):
        return None
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@provider(IResolutionReceiver)
class _Filter:
    """Passes resolved addresses on if they may be contacted; the refused are noted for the reason."""

    def __init__(self, receiver: Any, host: str, guard: GuardedResolver) -> None:
        self._receiver, self._host, self._guard = receiver, host, guard
        self._passed = 0
        self._refused: list[str] = []

    def resolutionBegan(self, resolution: Any) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        if may_contact(address.host, self._guard.allowed):
            self._passed += 1
            self._receiver.addressResolved(address)
        else:
            self._refused.append(address.host)

    def resolutionComplete(self) -> None:
        if self._refused and not self._passed:
            self._guard.refused[self._host] = tuple(dict.fromkeys(self._refused))
        else:
            self._guard.refused.pop(self._host, None)
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """Scrapy's TWISTED_DNS_RESOLVER: the reactor's own resolver with `may_contact` behind it."""

    def __init__(self, reactor: Any, allowed: Iterable[IPNetwork]) -> None:
        self._reactor = reactor
        self._inner = reactor.nameResolver
        self.allowed = tuple(allowed)
        self.refused: dict[str, tuple[str, ...]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> GuardedResolver:
        """Built by Scrapy with the networks of the setting DATELINE_ALLOW_ADDRESSES."""
        return cls(
            reactor, [ipaddress.ip_network(text) for text in crawler.settings.getlist("DATELINE_ALLOW_ADDRESSES")]
        )

    def install_on_reactor(self) -> None:
        """Make every connection of this reactor ask here."""
        self._reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Any = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """As twisted.internet.interfaces.IHostnameResolver says."""
        return self._inner.resolveHostName(
            _Filter(resolutionReceiver, hostName, self), hostName, portNumber, addressTypes, transportSemantics
        )


def refused_addresses(host: str) -> tuple[str, ...]:
    """The addresses `host` last resolved to, if all of them were refused; else ()."""
    from twisted.internet import reactor

    resolver = getattr(reactor, "nameResolver", None)
    return resolver.refused.get(host, ()) if isinstance(resolver, GuardedResolver) else ()


def allow_addresses(networks: Iterable[IPNetwork]) -> None:
    """Let this process contact these networks too: `allow_addresses:` of feeds.yaml."""
    from twisted.internet import reactor

    resolver = getattr(reactor, "nameResolver", None)
    if isinstance(resolver, GuardedResolver):
        resolver.allowed = tuple(networks)
