from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.readers.splitting import split_items

NAMES = ("item", "entry")


def cut(body: str) -> list[str] | None:
    split = split_items(body.encode(), NAMES)
    return None if split is None else [one.decode() for one in split.items]


@pytest.mark.parametrize(
    ("body", "items"),
    [
        ("<rss><item>a</item><item>b</item></rss>", ["<item>a</item>", "<item>b</item>"]),
        ("<rss><items><x/></items><item id='1'/>\n<item\n>b</item\n></rss>", ["<item id='1'/>", "<item\n>b</item\n>"]),
        ("<rss><item><![CDATA[</item><item>]]></item></rss>", ["<item><![CDATA[</item><item>]]></item>"]),
        ("<rss><!--<item>--><item><!--</item>--></item></rss>", ["<item><!--</item>--></item>"]),
        ("<rss><?x <item> ?><item>a</item></rss>", ["<item>a</item>"]),
        ("<a:feed><a:entry>a<x:item/></a:entry></a:feed>", ["<a:entry>a<x:item/></a:entry>"]),
        ("<feed><entry>a</entry><generator/></feed>", ["<entry>a</entry>"]),
    ],
)
def test_items_are_cut_where_they_begin_and_end(body: str, items: list[str]) -> None:
    assert cut(body) == items


@pytest.mark.parametrize(
    "body",
    [
        "<rss></rss>",
        "<rss><item>a</rss>",
        "<rss><item>a<item>b</item></item></rss>",
        "<rss></item><item>a</item></rss>",
        "<rss><item><![CDATA[a</item></rss>",
        "<rss><item><!-- a</item></rss>",
        "<rss><item>a</item><entry>b</entry></rss>",
        "<rss><item>a</item><ITEM>b</ITEM></rss>",
        "<rss><item>a</item><x:item>b</x:item></rss>",
        "<rss><item>a<entry>b</entry></item></rss>",
        "<rss><item>a</item x></rss>",
    ],
)
def test_what_is_not_certain_is_not_cut(body: str) -> None:
    assert cut(body) is None


MARKS = st.sampled_from(["<item>", "</item>", "<item/>", "<![CDATA[", "]]>", "<!--", "-->", "x", "<g>", " "])


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(MARKS, max_size=14))
def test_head_items_and_gaps_are_the_whole_feed(pieces: list[str]) -> None:
    body = "".join(pieces).encode()
    split = split_items(body, NAMES)
    if split is not None:
        rest = b"".join(piece for _, piece in split.after_head(list(range(len(split.items)))))
        assert (split.head + rest).replace(b" ", b"") == body.replace(b" ", b"")
        assert all(one.startswith(b"<item") and one.endswith(b">") for one in split.items)
