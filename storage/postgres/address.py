"""Addresses of databases, and what of them may be shown. Needs no driver."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

SCHEMES = ("postgresql://", "postgres://")
NO_DRIVER = 'PostgreSQL needs the extra `postgres`: pip install "dateline[postgres]"'


def shown(url: str) -> str:
    """An address of a database as it may be shown: without passwords.

    >>> shown("postgresql://desk:secret@db.example/news?sslmode=require&password=secret")
    'postgresql://desk@db.example/news?sslmode=require'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "postgresql://…"
    before, at, host = parts.netloc.rpartition("@")
    user = quote(unquote(before.partition(":")[0]))
    asked = [(name, value) for name, value in parse_qsl(parts.query) if "password" not in name.lower()]
    return urlunsplit(("postgresql", f"{user}{at}{host}", parts.path, urlencode(asked), ""))


def secrets(url: str) -> list[str]:
    """The passwords in an address, to be kept out of every message."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return [url]
    password = parts.netloc.rpartition("@")[0].partition(":")[2]
    found = [value for name, value in parse_qsl(parts.query) if "password" in name.lower()]
    return [secret for secret in (password, unquote(password), *found) if secret]
