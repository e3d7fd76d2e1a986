"""What an answer's status and headers say, before anything in it is read."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from crawler.config import Feed
from crawler.network.failures import without_password
from storage import FeedState, Poll, Validators

_PERMANENT = (301, 308)


def header(response: Any, name: str) -> str | None:
    """A header's value; None where it is missing or empty."""
    value = response.headers.get(name)
    return value.decode("latin-1").strip() or None if value else None


def status_problem(response: Any) -> str | None:
    """Why an answer has nothing to read; None where it has."""
    if response.status == 200:
        return None if response.body.strip() else "an empty answer"
    if 200 <= response.status < 300 and response.body.strip():
        return None
    return f"HTTP {response.status}"


def feed_problem(response: Any, old: Validators) -> str | None:
    """`status_problem` of a feed; also a 304 to a request that had no validators, which RFC 9110 does not know."""
    if response.status == 304:
        return None if old.etag or old.last_modified else "HTTP 304, though nothing was held to compare with"
    return status_problem(response)


def poll_of(response: Any, feed: Feed, state: FeedState, now: datetime) -> Poll:
    """The poll an answer makes: its validators, and where permanent redirects alone led to."""
    etag, modified = header(response, "ETag"), header(response, "Last-Modified")
    if response.status == 304:  # a 304 may refresh the validators; what it does not name stays
        old = state.validators
        validators = Validators(etag or old.etag, modified or old.last_modified, old.body_sha256)
    else:
        validators = Validators(etag, modified, hashlib.sha256(response.body).hexdigest())
    reasons = response.meta.get("redirect_reasons", [])
    moved = without_password(response.url) if reasons and all(reason in _PERMANENT for reason in reasons) else None
    return Poll(feed.url, feed.outlet, now, "ok", status=response.status, validators=validators, moved_to=moved)
