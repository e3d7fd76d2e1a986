"""Redirects that lead away from an article: outlets send the addresses of what they took down to their homepage."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from normalise.text import fold
from normalise.urls import canonical_url

_WORD = re.compile(r"\w{2,}")


def led_away(asked: str, answered: str) -> bool:
    """Whether a request for an article's address was led to a homepage, or to the section above the article.

    A number in the last part of the path is an article's: sites shorten addresses, too.

    >>> led_away("https://news.example/world/quay-opens-4711", "https://news.example/world/")
    True
    >>> led_away("https://news.example/world/4711/quay-opens", "https://news.example/world/4711")
    False
    """
    ours, theirs = (urlsplit(canonical_url(url)) for url in (asked, answered))
    path, of_article = theirs.path.rstrip("/"), ours.path.rstrip("/")
    if theirs.query or not of_article or path == of_article:
        return False
    if not path:
        return True
    return of_article.startswith(f"{path}/") and not any(letter.isdigit() for letter in path.rsplit("/", 1)[1])


def is_another_story(asked: str, answered: str, held_title: str, title: str | None) -> bool:
    """Whether a later visit was led to a page whose headline shares no word with the one we hold."""
    if canonical_url(asked) == canonical_url(answered) or not title:
        return False
    ours, theirs = (set(_WORD.findall(fold(text))) for text in (held_title, title))
    return bool(ours) and not ours & theirs
