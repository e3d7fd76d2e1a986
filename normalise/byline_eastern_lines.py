"""Where a Chinese, Japanese or Korean text itself says who wrote it: its first words, a line of its own, its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from normalise.byline_eastern import is_eastern

_LONGEST_LINE: Final = 48  # characters of a line that holds nothing but a byline
_HEAD: Final = 80  # of a paragraph that begins with a dateline
_FIRST, _LAST = 3, 4  # lines at the beginning and at the end of a text that may say it
_REPORTER: Final = r"(?:(?:首席|特约|实习|见习|見習|特派|本报|本報|本刊)\s?)*(?:记者|記者|通讯员|通訊員)"
# （记者 王小明）, 本报讯 记者王小明报道：, 新华社北京1月5日电 记者王小明
_DATELINE: Final = (
    re.compile(rf"[（(]\s?({_REPORTER}[\s:：]?[^（）()。，,]{{2,24}}?)\s?[)）]"),
    re.compile(
        rf"^[^。（(]{{0,24}}?[讯訊电電]\s?({_REPORTER}\s?[^（）()。，,：:]{{2,20}}?)(?:报道|報導|報道)?\s?[：:\s]"
    ),
    re.compile(
        r"^[(\[【][가-힣]{1,8}\s?=\s?[^)\]】]{2,16}[)\]】]\s?"
        r"([가-힣]{2,4}(?:[·,\s]{1,2}[가-힣]{2,4}){0,3}\s?(?:기자|특파원))"
    ),
)
_WRITTEN: Final = "(?:采写|撰文|撰稿|作者|文|文字|图文|取材・文|文・写真|글)"
_NAME: Final = r"[\u4e00-\u9fff]{2,4}"
_NAMES: Final = rf"{_NAME}(?:[\s、]{{1,2}}(?:{_REPORTER}\s?)?{_NAME}){{0,5}}"
# A line of nothing else: 海港新闻记者 王小明 李四海; 采写：海港日报记者 王小明; 홍길동 기자 hong@news.example
_ALONE: Final = (
    re.compile(
        rf"[【\[]?(?:{_WRITTEN}\s?[:：/／|｜丨]\s?)?[^\s。，,：:]{{0,10}}?{_REPORTER}(?:\s{_NAMES}|[\s:：]?{_NAME})[】\]]?"
    ),
    re.compile(rf"[【\[（(]?{_WRITTEN}\s?[:：/／|｜丨＝=]\s?[^。，,：:]{{2,30}}[】\]）)]?"),
    re.compile(
        r"(?:[/\s]{0,3}[가-힣]{2,6}=)?[가-힣]{2,4}(?:[·,\s]{1,2}[가-힣]{2,4}){0,3}\s?(?:기자|특파원)"
        r"(?:\s?[/(<]?\s?[\w.+-]{1,40}@[\w.-]{3,40}[>)]?)?"
    ),
)
# What closes a Japanese text: 【山本花子】, （ワシントン＝山本花子）
_CLOSING: Final = re.compile(
    r"[【（(]((?:[^【】（）()。、\s]{2,8}[＝=])?[\u3005\u3040-\u30ff\u3400-\u9fff、\s]{3,20})[】）)]$"
)


def byline_in(lines: Sequence[str]) -> str | None:
    """The words of a text's own lines that say who wrote it, to be read by `parse_byline`; None where none do.

    >>> byline_in(["海港新闻记者 王小明", "大桥明年通车。"])
    '海港新闻记者 王小明'
    >>> byline_in(["新华社北京1月5日电（记者王小明）大桥明年通车。"])
    '记者王小明'
    """
    if not lines or not is_eastern(lines[0]):
        return None
    for line in (*lines[:_FIRST], *lines[-_LAST:]):
        if is_byline(line):
            return line
    for line in lines[:_FIRST]:
        for pattern in _DATELINE:
            if found := pattern.search(line[:_HEAD]):
                return found[1]
    closing = _CLOSING.search(lines[-1][-_LONGEST_LINE:])
    return closing[1] if closing else None


def is_byline(line: str) -> bool:
    """Whether a line is nothing but a byline: a label or a reporter's role, and names.

    >>> is_byline("海港新闻记者 王小明 李四海"), is_byline("记者从海港市政府获悉，大桥明年通车。")
    (True, False)
    """
    return len(line) <= _LONGEST_LINE and any(pattern.fullmatch(line.strip()) for pattern in _ALONE)
