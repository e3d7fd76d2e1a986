"""What every request passes: our host names only, reads only, pages only; and what every answer carries."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from datasette.utils.asgi import Response

Asgi = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
OURS = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"  # noqa: E501
WHOLE = OURS.replace("style-src 'self'", "style-src 'unsafe-inline'")  # a comparison's page is one file
_DATASETTES = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def guarded(app: Asgi, names: frozenset[str], not_here: Callable[[str], Response | None]) -> Asgi:
    """Reads only, under its own names only, and every answer under a security policy.

    `not_here` gives the answer to a path that no page has, None for one that a page has.
    """

    async def guard(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def sending(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = message | {"headers": _secured(message.get("headers", ()))}
            await send(message)

        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        if not known_host(host, names):
            await _refuse(sending, 421, f"This server is not {host[:100]!r}. Name it with: dateline serve --name NAME")
        elif scope["method"] not in ("GET", "HEAD"):
            await _refuse(sending, 405, "Nothing can be changed here: only GET and HEAD are answered.")
        elif (answer := not_here(scope["path"])) is not None:
            await answer.asgi_send(sending)
        else:
            await app(scope, receive, sending)

    return guard


def _secured(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with ours; a policy that is one of ours stays."""
    kept = [
        (name, value)
        for name, value in headers
        if name.lower() not in _HEADERS or (name.lower() == _POLICY and value.startswith(b"default-src 'none'"))
    ]
    present = {name.lower() for name, _ in kept}
    return [*kept, *((name, value) for name, value in _HEADERS.items() if name not in present)]


def known_host(host: str, names: frozenset[str]) -> bool:
    """Whether a Host header is ours: a name we serve under, or an address in numbers, which no DNS can rebind.

    >>> known_host("127.0.0.1:8001", frozenset()), known_host("evil.example", frozenset({"localhost"}))
    (True, False)
    """
    name = host.rsplit(":", 1)[0] if host.rpartition(":")[2].isdecimal() and not host.endswith("]") else host
    name = name.strip("[]").lower().rstrip(".")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in names
    return True


_POLICY = b"content-security-policy"
_HEADERS = {
    _POLICY: _DATASETTES.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
}


async def _refuse(send: Any, status: int, words: str) -> None:
    body = f"{words}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
