"""Hostile sites beside those of ../shared/hostile, for the same harness: `--cases tests/hostile/cases.py` runs them.

Each is a cause that has cost a crawler its run somewhere: README.md says how to run them.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from typing import Any

import hostile_server as hs
from hostile_server import S, base, case, esc, good, item, n_req, page, rss

SKIPPED = ["bounded time", "skipped with error"]


@case(
    "h_drip_robots",
    "robots.txt at a byte a second",
    SKIPPED,
    "Kept away within the time of one answer.",
    tell=True,
    feed_url="http://127.0.0.2:{P}/c/h_drip_robots/feed",
    robots=lambda r, w: drip(r, w, "text/plain"),
    time_limit=60,
)
async def _(r: Any, w: Any) -> None:
    await w.rss(good("h_drip_robots"))


async def drip(r: Any, w: Any, kind: str) -> None:
    if r.lip != hs.OTHER:  # the control feed's host
        await w.send("", "text/plain")
        return
    await w.raw(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: 100000\r\n\r\n")
    while not w.over():
        await w.raw("#")
        await asyncio.sleep(1)
    w.close()


async def huge_robots(r: Any, w: Any) -> None:
    await w.send("User-agent: *\n" + "Disallow: /private/*/x$\n" * 400_000, "text/plain")


@case(
    "h_huge_robots",
    "robots.txt of 10 MB",
    "stored",
    "500 KiB of it are read.",
    robots=huge_robots,
    min_titles=("h_huge_robots item 1",),
)
async def _(r: Any, w: Any) -> None:
    await w.rss(good("h_huge_robots"))


async def looping_robots(r: Any, w: Any) -> None:
    if r.lip != hs.OTHER:
        await w.send("", "text/plain")
        return
    await w.redirect(f"http://{hs.OTHER}:{S.port}/robots.txt?{n_req({'requests': S.req}, 'root:/robots.txt')}")


@case(
    "h_looping_robots",
    "robots.txt redirects for ever",
    SKIPPED,
    "No usable answer: kept away, and told.",
    tell=True,
    feed_url="http://127.0.0.2:{P}/c/h_looping_robots/feed",
    robots=looping_robots,
)
async def _(r: Any, w: Any) -> None:
    await w.rss(good("h_looping_robots"))


async def robots_to_victim(r: Any, w: Any) -> None:
    if r.lip != hs.OTHER:
        await w.send("", "text/plain")
        return
    await w.redirect(f"http://{hs.VICTIM}:{S.port}/_victim/robots")


@case(
    "h_robots_to_victim",
    "robots.txt redirects inside",
    ["never contacted", "skipped with error"],
    "Refused.",
    tell=True,
    feed_url="http://127.0.0.2:{P}/c/h_robots_to_victim/feed",
    robots=robots_to_victim,
)
async def _(r: Any, w: Any) -> None:
    await w.rss(good("h_robots_to_victim"))


def spelt(spelling: str) -> str:
    return f"http://{spelling}:{S.port}/_victim/spelt"


for _name, _host in {
    "mapped": "[::ffff:127.0.0.66]",
    "mapped_hex": "[::ffff:7f00:42]",
    "decimal": "2130706498",
    "octal": "0177.0.0.0102",
    "hex": "0x7f000042",
    "short": "127.66",
    "zero": ".".join("0000"),
    "six_zero": "[::]",
    "loop_six": "[::1]",
}.items():

    def _make(name: str, host: str) -> None:
        @case(
            f"h_to_{name}",
            f"301 to {host}",
            ["never contacted", "skipped with error"],
            "Refused on the hop.",
            tell=True,
        )
        async def _(r: Any, w: Any) -> None:
            await w.redirect(spelt(host), 301)

    _make(_name, _host)


@case(
    "h_meta_refresh",
    "a page that refreshes inside",
    ["never contacted", "stored"],
    "Not followed.",
    article=lambda r, w: w.send(
        page(r.case, 1, head=f'<meta http-equiv="refresh" content="0;url={spelt(hs.VICTIM)}">')
    ),
    min_titles=("h_meta_refresh item 1",),
)
async def _(r: Any, w: Any) -> None:
    await w.rss(good("h_meta_refresh", 1))


@case(
    "h_nested_gzip",
    "gzip in gzip, each a bomb",
    ["bounded memory", "skipped with error"],
    "Unpacked once, bounded.",
    tell=True,
    mem_mb=350,
)
async def _(r: Any, w: Any) -> None:
    inner = gzip.compress(b"<rss>" + b" " * (200 << 20), 1)
    await w.send(gzip.compress(inner, 1), "application/gzip", headers=[("Content-Encoding", "gzip, gzip")])


@case(
    "h_gz_file_bomb",
    "a .gz feed without Content-Encoding",
    ["bounded memory", "skipped with error"],
    "Bounded.",
    tell=True,
    mem_mb=350,
)
async def _(r: Any, w: Any) -> None:
    await w.send(gzip.compress(b"<urlset>" + b" " * (300 << 20), 1), "application/gzip")


@case(
    "h_deflate_bomb",
    "deflate that opens to 300 MB",
    ["bounded memory", "skipped with error"],
    "Bounded.",
    tell=True,
    mem_mb=350,
)
async def _(r: Any, w: Any) -> None:
    await w.send(zlib.compress(b"<rss>" + b" " * (300 << 20), 1), "text/xml", headers=[("Content-Encoding", "deflate")])


@case("h_unasked_coding", "Content-Encoding nobody asked for", SKIPPED, "Not read as a feed.", tell=True)
async def _(r: Any, w: Any) -> None:
    await w.send(b"\x28\xb5\x2f\xfd" + b"\x00" * 4000, "text/xml", headers=[("Content-Encoding", "zstd, br, x-odd")])


@case(
    "h_index_loop",
    "a sitemap index that lists itself and its like",
    "bounded time",
    "One level.",
    tell=True,
    check=lambda i, s, e: [] if n_req(s, "h_index_loop") <= 20 else [f"{n_req(s, 'h_index_loop')} requests"],
    other=lambda r, w: index(r, w),
)
async def _(r: Any, w: Any) -> None:
    await index(r, w)


async def index(r: Any, w: Any) -> None:
    names = "".join(f"<sitemap><loc>{base('h_index_loop')}/s{n}-{r.sub}</loc></sitemap>" for n in range(40))
    await w.send(
        f"<sitemapindex><sitemap><loc>{base('h_index_loop')}/feed</loc></sitemap>{names}</sitemapindex>", "text/xml"
    )


@case(
    "h_many_entries",
    "250,000 small entries in 15 MB",
    ["bounded time", "bounded memory"],
    "Stored or told.",
    tell="unless stored",
    time_limit=90,
    mem_mb=700,
    check=lambda i, s, e: [] if n_req(s, "h_many_entries") <= 2001 else ["too many requests"],
)
async def _(r: Any, w: Any) -> None:
    b = base("h_many_entries")
    await w.send(rss([f"<item><link>{b}/a/{n}</link></item>" for n in range(250_000)])[: 15 << 20], "text/xml")


@case(
    "h_many_entries_gz",
    "a million entries, packed",
    ["bounded time", "bounded memory"],
    "Refused by its size.",
    tell="unless stored",
    time_limit=60,
    mem_mb=500,
)
async def _(r: Any, w: Any) -> None:
    b = base("h_many_entries_gz")
    body = rss([f"<item><link>{b}/a/{n}</link></item>" for n in range(1_000_000)]).encode()
    await w.send(gzip.compress(body, 1), "text/xml", headers=[("Content-Encoding", "gzip")])


@case(
    "h_quadratic_entity",
    "one entity of 100 KB, used 10,000 times",
    ["bounded memory", "bounded time"],
    "Not expanded.",
    mem_mb=350,
)
async def _(r: Any, w: Any) -> None:
    entity = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 100_000}">]>'
    await w.send(rss([item("h_quadratic_entity", 1, rawtitle="&a;" * 10_000)], doctype=entity), "text/xml")


@case("h_parameter_entity", "a DTD from inside", ["never contacted", "bounded time"], "Nothing from outside is read.")
async def _(r: Any, w: Any) -> None:
    dtd = f'<!DOCTYPE rss SYSTEM "{spelt(hs.VICTIM)}" [<!ENTITY % x SYSTEM "{spelt(hs.VICTIM)}"> %x;]>'
    await w.send(rss(good("h_parameter_entity"), doctype=dtd), "text/xml")


@case(
    "h_deep_feed",
    "elements nested 200,000 deep",
    ["bounded time", "bounded memory"],
    "Told or read in part.",
    mem_mb=400,
)
async def _(r: Any, w: Any) -> None:
    await w.send("<rss><channel>" + "<item>" * 200_000, "text/xml")


@case(
    "h_deep_page",
    "a page nested 300,000 deep",
    ["stored", "bounded time"],
    "Its article stands.",
    article=lambda r, w: w.send("<html><body>" + "<div><b>" * 150_000 + "x"),
    min_titles=("h_deep_page item 1",),
)
async def _(r: Any, w: Any) -> None:
    await w.rss(good("h_deep_page", 1))


@case(
    "h_slow_page",
    "a page whose words take long to read",
    ["stored", "bounded time"],
    "Given 5 seconds.",
    article=lambda r, w: w.send("<html><body>" + "<p>By a, " * 300_000),
    min_titles=("h_slow_page item 1",),
)
async def _(r: Any, w: Any) -> None:
    await w.rss(good("h_slow_page", 1))


@case("h_charset", "charsets that are none", "stored", "Read as what the bytes are.", min_titles=("h_charset item 1",))
async def _(r: Any, w: Any) -> None:
    await w.send(rss(good("h_charset"), decl='<?xml version="1.0" encoding="hex"?>'), "text/xml; charset=rot13")


@case("h_reset", "the connection is reset in the body", SKIPPED, "Told.", tell=True)
async def _(r: Any, w: Any) -> None:
    body = rss(good("h_reset"))
    await w.raw(f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {len(body) + 900}\r\n\r\n{body[:400]}")
    w.w.transport.abort()
    w.close()


@case("h_http09", "an answer without a head", SKIPPED, "Told.", tell=True)
async def _(r: Any, w: Any) -> None:
    await w.raw(rss(good("h_http09")))
    w.close()


@case("h_bad_chunks", "chunk sizes that are none", SKIPPED, "Told.", tell=True)
async def _(r: Any, w: Any) -> None:
    await w.start_chunked()
    await w.raw("fffffffffffffffffff\r\nx\r\n-5\r\nzz\r\n\r\n")
    w.close()


@case("h_two_lengths", "two Content-Lengths that differ", "bounded time", "Told or read by one.", tell="unless stored")
async def _(r: Any, w: Any) -> None:
    body = rss(good("h_two_lengths"))
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\nContent-Length: 5\r\n\r\n"
    await w.raw(head + body)
    w.close()


@case("h_drip_headers", "a header a second", SKIPPED, "Given the time of one answer.", tell=True)
async def _(r: Any, w: Any) -> None:
    await w.raw("HTTP/1.1 200 OK\r\n")
    count = 0
    while not w.over():
        count += 1
        await w.raw(f"X-{count}: y\r\n")
        await asyncio.sleep(1)
    w.close()


@case(
    "h_long_header", "one header line of 40 MB", ["bounded memory", "bounded time"], "Given up.", tell=True, mem_mb=400
)
async def _(r: Any, w: Any) -> None:
    await w.raw("HTTP/1.1 200 OK\r\nX-Long: ")
    for _n in range(40):
        await w.raw("y" * (1 << 20))
    w.close()


@case("h_endless_100", "100 Continue for ever", SKIPPED, "Given the time of one answer.", tell=True)
async def _(r: Any, w: Any) -> None:
    while not w.over():
        await w.raw("HTTP/1.1 100 Continue\r\n\r\n")
        await asyncio.sleep(0.05)
    w.close()


@case(
    "h_password_redirect",
    "moved for good to an address with a password",
    "bounded time",
    "Never told.",
    check=lambda i, s, e: ["password told"] if "s3cretpw" in e["output"] + json.dumps(i) else [],
)
async def _(r: Any, w: Any) -> None:
    if r.query:
        await w.rss(good("h_password_redirect"))
    else:
        await w.redirect(f"http://bob:s3cretpw@{hs.PUBLIC}:{S.port}/c/h_password_redirect/feed?x", 301)


@case("h_bad_location", "Location that is no address", SKIPPED, "Told.", tell=True)
async def _(r: Any, w: Any) -> None:
    await w.redirect("http://[::bad/\x01\xff", 302)


@case("h_json_bomb", "JSON nested 100,000 deep", SKIPPED, "Told.", tell=True)
async def _(r: Any, w: Any) -> None:
    deep = '{"version":"https://jsonfeed.org/version/1.1","items":' + "[" * 100_000
    await w.send(deep, "application/feed+json")


@case("h_null_guid", "guids of 1 MB and links of 100 KB", "bounded time", "Cut or left out.", tell="unless stored")
async def _(r: Any, w: Any) -> None:
    long = item("h_null_guid", 2, guid="g" * (1 << 20), link=base("h_null_guid") + "/a/" + esc("9" * 100_000))
    await w.rss([item("h_null_guid", 1), long])
