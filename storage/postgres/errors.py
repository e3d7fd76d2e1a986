"""PostgreSQL's errors in words, without passwords."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg

from storage.errors import StoreError

# By SQLSTATE, the longest beginning that fits.
_BY_CODE = {
    "08": "the connection to the server was lost; the next call connects again",
    "25006": "is not writable: the server, or the connection, is read-only (a replica?)",
    "28": "the server refused this user or password",
    "3D000": "there is no such database on the server; make it with `createdb`",
    "40": "another process wrote the same at the same moment, again and again; try again",
    "42501": "this user may not do that here; grant it the rights on the schema: {error}",
    "53100": "the server's disk is full; nothing of the last step was stored",
    "53200": "the server ran out of memory",
    "53300": "the server has no connection left for us (max_connections)",
    "55P03": "locked by another process for 30 s; try again when it is done",
    "57014": "the server cancelled the statement (statement_timeout?)",
    "57P": "the server is shutting down or starting; the next call connects again",
    "XX001": "is damaged ({error}); restore a backup",
    "XX002": "is damaged ({error}); restore a backup",
}
# What is said while connecting carries no code; in the server's language where it has another one.
_BY_TEXT = (
    ("password authentication failed", _BY_CODE["28"]),
    ("no password supplied", "the server asks for a password: put it into ~/.pgpass or PGPASSWORD"),
    ("no pg_hba.conf entry", "the server lets nobody in from here (pg_hba.conf)"),
    ("authentication failed", _BY_CODE["28"]),
    ("role ", _BY_CODE["28"]),
    ("database ", _BY_CODE["3D000"]),
    ("Connection refused", "no server answers there (connection refused); is it running, and is the port right?"),
    ("No such file or directory", "no server answers there (no socket); is it running?"),
    ("could not translate host name", "there is no host of that name"),
    ("failed to resolve host", "there is no host of that name"),
    ("timeout expired", "no answer from the server within the connect timeout"),
    ("timed out", "no answer from the server within the connect timeout"),
    ("starting up", _BY_CODE["57P"]),
    ("shutting down", _BY_CODE["57P"]),
    ("too many clients", _BY_CODE["53300"]),
    ("server closed the connection", _BY_CODE["08"]),
    ("connection is lost", _BY_CODE["08"]),
    ("connection is closed", _BY_CODE["08"]),
    ("connection is bad", _BY_CODE["08"]),
    ("SSL connection has been closed", _BY_CODE["08"]),
)


# What another try may mend: two who waited for each other, two who added one row, a server that went away.
_WORTH_ANOTHER_TRY = ("40", "23505", "08", "57P")


class TryAgain(StoreError):
    """Nothing of the step was stored, and the same step may go well now. `lost`: the server went away."""

    def __init__(self, location: str, message: str, *, lost: bool) -> None:
        super().__init__(location, message)
        self.lost = lost


class Unknown(StoreError):
    """The server went away between the order to store and its answer."""


@contextmanager
def translated(location: str, secrets: Sequence[str] = ()) -> Iterator[None]:
    """PostgreSQL's errors as StoreError, in words. Their cause is not kept where it may hold a password."""
    try:
        yield
    except psycopg.Error as error:
        words = without(in_words(error), secrets)
        code = error.sqlstate or ""
        lost = is_lost(error)
        if lost or code.startswith(_WORTH_ANOTHER_TRY):
            raise TryAgain(location, words, lost=lost) from (None if secrets else error)
        raise StoreError(location, words) from (None if secrets else error)


def is_lost(error: psycopg.Error) -> bool:
    """Whether the connection is gone with this error."""
    code = error.sqlstate or ""
    if code:
        return code.startswith(("08", "57P"))
    return isinstance(error, psycopg.OperationalError) and in_words(error) == _BY_CODE["08"]


def in_words(error: psycopg.Error) -> str:
    """What a person needs to know of an error."""
    text = " ".join(str(error).split())
    code = error.sqlstate or ""
    for length in (5, 3, 2):
        if code[:length] in _BY_CODE:
            return _BY_CODE[code[:length]].format(error=text)
    if isinstance(error, psycopg.OperationalError):
        for part, words in _BY_TEXT:
            if part in text:
                return words
    return f"the database says: {text}"


def without(text: str, secrets: Sequence[str]) -> str:
    """A text with every secret in it replaced."""
    for secret in secrets:
        text = text.replace(secret, "…")
    return text
