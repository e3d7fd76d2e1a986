"""Why an address could not be fetched, in one short sentence a newsroom understands, without passwords."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy import exceptions as scrapy_errors
from twisted.internet import error as net
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.errors import FetchError
from crawler.network.addresses import refused_addresses
from normalise.urls import without_password

__all__ = ["fetch_error", "is_connection_failure", "without_password"]
CONNECTION_FAILURES = (
    "cannot be resolved",
    "refused the connection",
    "did not answer",
    "connection was lost",
    "cannot be reached",
    "TLS failed",
)
_SECRET = re.compile(r"[^\s/@]{1,200}@")  # user and password without a scheme before them


def fetch_error(url: str, failure: Failure | BaseException) -> FetchError:
    """A FetchError that says what went wrong with `url`. Never raises."""
    error = failure.value if isinstance(failure, Failure) else failure
    return FetchError(without_password(url), _reason(url, error))


def is_connection_failure(reason: str) -> bool:
    """Whether a reason means that the host could not be talked to at all."""
    return any(words in reason for words in CONNECTION_FAILURES)


def _reason(url: str, error: BaseException) -> str:
    host = urlsplit(url).hostname or url
    if isinstance(error, FetchError):
        return error.reason
    if isinstance(error, ResponseFailed) and error.reasons:
        return _reason(url, error.reasons[0].value)
    refused = refused_addresses(host)
    resolution = (net.DNSLookupError, scrapy_errors.CannotResolveHostError)
    if refused and isinstance(error, (*resolution, net.ConnectError)):
        return f"{host} is not a public address ({', '.join(refused)}); name it under allow_addresses: if it is meant"
    if isinstance(error, scrapy_errors.IgnoreRequest) and "DOWNLOAD_MAXSIZE" in str(error):
        return "the answer is larger than 15 MB"  # once unpacked
    table: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
        (resolution, f"{host} cannot be resolved"),
        ((net.ConnectionRefusedError, scrapy_errors.DownloadConnectionRefusedError), f"{host} refused the connection"),
        (
            (net.TimeoutError, net.TCPTimedOutError, scrapy_errors.DownloadTimeoutError),
            f"{host} did not answer in time",
        ),
        ((scrapy_errors.DownloadCancelledError,), "the answer is larger than 15 MB"),
        (
            (scrapy_errors.UnsupportedURLSchemeError, scrapy_errors.NotSupported),
            "only http and https addresses are fetched",
        ),
        ((scrapy_errors.ResponseDataLossError,), "the answer was cut short"),
        ((scrapy_errors.IgnoreRequest,), str(error) or "not fetched"),
        ((net.ConnectionLost, net.ConnectionDone, net.ConnectionAborted), f"{host}: the connection was lost"),
        ((net.ConnectError,), f"{host} cannot be reached"),
    )
    for kinds, words in table:
        if isinstance(error, kinds):
            return words
    text = str(error)
    if "certificate" in text.lower() or "SSL" in type(error).__name__ or "tls" in text.lower():
        return f"{host}: TLS failed (certificate or protocol)"
    if isinstance(error, scrapy_errors.DownloadFailedError):
        return f"{host}: the connection was lost"
    return f"{type(error).__name__}: {_SECRET.sub('', without_password(text))[:160]}"
