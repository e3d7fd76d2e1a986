"""Every feed of feeds.yaml asked once, without storing anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from crawler.carried import Carried, merged, what_it_carries
from crawler.config import Config, Feed
from crawler.errors import FetchError
from crawler.spiders.looking import Reply, RobotsText, look

_MOST_CHILD_SITEMAPS = 8  # as many as a crawl reads


@dataclass(frozen=True, slots=True)
class Checked:
    """What a feed's address gave: what it carries, or the problem in words; `moved_to` where it has moved for good."""

    url: str
    carried: Carried | None
    problem: str | None = None
    moved_to: str | None = None


def check_feeds(
    config: Config, feeds: Iterable[Feed], *, done: Callable[[int, int], None] | None = None
) -> dict[str, Checked]:
    """Fetch each feed once and read it as a crawl would; by address. May be called once in a process, as `look`."""
    asked = {feed.url: feed for feed in feeds}
    zones = {outlet.id: outlet.timezone for outlet in config.outlets}
    owners = dict(asked)  # of child sitemaps, too

    def read(url: str, reply: Reply | FetchError) -> Checked:
        if isinstance(reply, FetchError):
            return Checked(url, None, reply.reason)
        feed = owners[url]
        carried = what_it_carries(
            reply.body,
            url=reply.url,
            content_type=reply.content_type,
            timezone=feed.timezone or zones[feed.outlet],
            language=feed.language,
            encoding=feed.encoding,
            kind=feed.kind,
            links=feed.links,
        )
        return Checked(url, None if carried.problem else carried, carried.problem, reply.moved_to)

    def then(results: Mapping[str, Checked], _: RobotsText) -> list[str]:
        children = []
        for url in asked:
            for child in _children(results[url]):
                owners.setdefault(child, asked[url])
                children.append(child)
        return children

    def delay_s(url: str) -> float | None:
        return config.crawls[owners[url].outlet].delay_s

    results = look(asked, config, read, then=then, delay_s=delay_s, done=done)
    stopped = Checked("", None, "was not fetched")
    return {url: _with_children(results.get(url, stopped), results) for url in asked}


def _children(checked: Checked) -> tuple[str, ...]:
    return checked.carried.children[:_MOST_CHILD_SITEMAPS] if checked.carried else ()


def _with_children(checked: Checked, results: Mapping[str, Checked]) -> Checked:
    """An index fails with any sitemap it names, as in a crawl."""
    if checked.carried is None or not checked.carried.children:
        return checked
    read = [results[child] for child in _children(checked) if child in results]
    failed = next((child.problem for child in read if child.problem), None)
    if failed:
        return Checked(checked.url, None, f"a sitemap it lists: {failed}", checked.moved_to)
    carried = merged(checked.carried, [child.carried for child in read if child.carried])
    return Checked(checked.url, carried, None, checked.moved_to)
