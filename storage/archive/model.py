"""One answer, as it goes into a WARC file and comes out of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

# What an answer may carry of cookies and credentials. Their values are nobody's evidence and somebody's secret.
_SECRET = frozenset(
    {
        "set-cookie",
        "set-cookie2",
        "cookie",
        "authorization",
        "proxy-authorization",
        "authentication-info",
        "proxy-authentication-info",
        "www-authenticate",
        "proxy-authenticate",
    }
)


@dataclass(frozen=True, slots=True)
class Record:
    """An answer: `at` is aware, `headers` as served but for those `without_secrets` takes out, `body` the payload.

    `status` 0: no answer of a server but a file that somebody saved; `headers` holds its Content-Type at most.
    `body` has its content encoding undone; how it was encoded stands in the header X-Archive-Orig-Content-Encoding.
    """

    url: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    reason: str = ""


def without_secrets(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Headers without cookies and credentials.

    >>> without_secrets([("ETag", '"7"'), ("Set-Cookie", "id=1")])
    (('ETag', '"7"'),)
    """
    return tuple((name, value) for name, value in headers if name.lower() not in _SECRET)
