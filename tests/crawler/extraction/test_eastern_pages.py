"""Pages in Chinese, Japanese and Korean, of invented outlets: what titles, bylines and date lines say there."""

from __future__ import annotations

import pytest

from crawler.extraction import extract_article
from crawler.extraction.model import Page

TEXT = {
    "zh": "海港市政府五日宣布，新的大桥将在明年春天开始通车，届时两岸居民不必再乘坐渡轮往返。"
    "工程负责人说，桥面铺设已经完成。",
    "ja": "港湾市は五日、新しい橋が来年の春に開通すると発表した。"
    "両岸の住民は渡し船を使わずに行き来できるようになるという。",
    "ko": "항구시는 5일 새 다리가 내년 봄에 개통된다고 밝혔다. "
    "두 강변의 주민들은 이제 나룻배를 타지 않고도 오갈 수 있게 된다.",
}


def page(language: str, title: str, line: str, *, host: str, heading: str | None = None) -> Page:
    paragraphs = "".join(f"<p>{TEXT[language]}</p>" for _ in range(4))
    html = (
        f'<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head><body><div class="article">'
        f"{f'<h1>{heading}</h1>' if heading else ''}<div class='info'>{line}</div>{paragraphs}</div></body></html>"
    )
    return extract_article(html.encode(), url=f"https://{host}/a/b")


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("zh", "海港大桥明年春天通车-海港日报网", "海港大桥明年春天通车"),
        ("zh", "海港大桥明年春天通车_地方新闻_海港在线", "海港大桥明年春天通车"),
        ("zh", "海港大桥明年春天通车|两岸居民盼望多年", "海港大桥明年春天通车|两岸居民盼望多年"),
        ("zh", "新技术改变生活：5G-互联网", "新技术改变生活：5G-互联网"),
        ("ja", "港の新しい橋、来春開通へ：港湾新聞", "港の新しい橋、来春開通へ"),
        ("ja", "港の新しい橋、来春開通へ|港湾ニュース", "港の新しい橋、来春開通へ"),
        ("ko", "항구의 새 다리 내년 봄 개통-항구일보", "항구의 새 다리 내년 봄 개통"),
    ],
)
def test_the_outlets_name_behind_a_title_is_cut_off(language: str, title: str, expected: str) -> None:
    assert page(language, title, "", host="harbour.example").title == expected


@pytest.mark.parametrize(
    ("language", "line", "host", "expected"),
    [
        ("zh", "2026年01月05日08:18  来源：海港网", "www.harbour.example.cn", "2026-01-05T00:18"),
        ("zh", "2026年1月5日 星期一 下午3:22", "www.harbour.example.cn", "2026-01-05T07:22"),
        ("ja", "2026年1月5日（月） 午後3時22分", "www.harbour.example.jp", "2026-01-05T06:22"),
        ("ja", "2026年1月5日 10:22 更新 2026年1月6日 12:00", "www.harbour.example.jp", "2026-01-05T01:22"),
        ("ko", "입력 2026.01.05. 오후 3:22", "www.harbour.example.kr", "2026-01-05T06:22"),
    ],
)
def test_the_date_line_is_read_with_its_time(language: str, line: str, host: str, expected: str) -> None:
    published = page(language, "海港", line, host=host, heading="海港大桥通车 港の橋 항구 다리").published
    assert published is not None
    assert published.instant.isoformat()[:16] == expected


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("zh", "<span class='author'>作者：王小明　责任编辑：李四海</span>", ["王小明"]),
        ("zh", "<span class='author'>海港生活 发布时间：01-05 12:00 优质原创作者</span>", []),
        ("ja", "<span class='author'>山本花子記者</span>", ["山本花子"]),
        ("ko", "<span class='byline'>홍길동 기자</span>", ["홍길동"]),
    ],
)
def test_the_byline_names_people_alone(language: str, line: str, expected: list[str]) -> None:
    found = page(language, "海港", line, host="harbour.example", heading="海港大桥通车 港の橋 항구 다리")
    assert [person.name for person in found.people] == expected
