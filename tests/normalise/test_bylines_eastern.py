"""Chinese, Japanese and Korean bylines; people and outlets are invented, agencies are real."""

from __future__ import annotations

import pytest

from normalise.byline_eastern_lines import byline_in
from normalise.bylines import parse_byline


def people(raw: str, outlet: str | None = None) -> list[str]:
    return [person.name for person in parse_byline(raw, outlet=outlet).people]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("记者 王小明 李四海", ["王小明", "李四海"]),
        ("（记者 王小明）", ["王小明"]),
        ("本报讯 记者王小明 通讯员李四海", ["王小明", "李四海"]),
        ("【文/海港网专栏作者 王小明】", ["王小明"]),
        ("作者：王小明、李四海", ["王小明", "李四海"]),
        ("文/图 王小明 李四海", ["王小明", "李四海"]),
        ("采写：海港都市报见习记者 王小明", ["王小明"]),
        ("王小明和李四海", ["王小明", "李四海"]),
        ("王　明", ["王明"]),
        ("文 王小明 图 李四海", ["王小明"]),
        ("本報記者 王小明 北京 2026年1月5日", ["王小明"]),
        ("山本花子・佐藤太郎", ["山本花子", "佐藤太郎"]),
        ("嶋田 花子　監訳、佐藤 太郎　訳", ["嶋田 花子", "佐藤 太郎"]),
        ("欧阳小明", ["欧阳小明"]),
        ("作者：卡尔·穆勒", ["卡尔·穆勒"]),
        ("文｜Jane Roe", ["Jane Roe"]),
        ("記者王小明／台北報導", ["王小明"]),
        ("取材・文／山本花子", ["山本花子"]),
        ("文・写真＝山本花子", ["山本花子"]),
        ("ワシントン＝山本花子", ["山本花子"]),
        ("編集委員　山本花子", ["山本花子"]),
        ("山本 花子", ["山本 花子"]),
        ("聞き手・山本花子", ["山本花子"]),
        ("ジェーン・ロウ", ["ジェーン・ロウ"]),
        ("[서울=연합뉴스] 홍길동 기자", ["홍길동"]),
        ("글·사진=홍길동 기자", ["홍길동"]),
        ("홍길동,김철수", ["홍길동", "김철수"]),
        ("홍길동 기자 외 2명", ["홍길동"]),
    ],
)
def test_authors_are_read_by_label_role_and_family_name(raw: str, expected: list[str]) -> None:
    assert people(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("作者：王小明　责任编辑：李四海", ["王小明"]),
        ("责任编辑：李四海_NB1234", ["李四海"]),
        ("[责任编辑：李四海 HN123]", ["李四海"]),
        ("作者：佚名 责任编辑：李四海", []),
        ("新华社记者 王小明、李四海摄", ["王小明"]),
        ("文：王小明 摄影：李四海", ["王小明"]),
    ],
)
def test_editors_count_only_where_no_author_is_labelled_and_photographers_never(raw: str, expected: list[str]) -> None:
    assert people(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "记者获悉", "网易",
        "新浪科技", "海港日报", "海港时报网", "海港县发展改革局", "新浪财经-自媒体综合", "新华社", "本报讯",
        "我已授权", "海港生活 发布时间：10-08 12:00 优质原创作者",
        "来源：海港商报 时间：2026-01-05 14:34:05 作者：", "作者：网络整理", "海港发布 关注",
        "海港文摘 总篇数 919 篇 暂无简介", "日刊ハーバー", "ハーバー新聞オンライン", "共同通信", "編集部",
        "온라인뉴스팀", "하버일보 편집국",
    ],
)  # fmt: skip
def test_houses_desks_labels_and_calls_to_the_reader_are_nobody(raw: str) -> None:
    assert people(raw) == []


def test_the_house_before_a_reporter_and_the_source_are_organisations() -> None:
    assert parse_byline("海港新闻记者 王小明").organisations == ("海港新闻",)
    assert parse_byline("来源：海港商报 作者：王小明").organisations == ("海港商报",)
    assert parse_byline("王海港 张小明", outlet="王海港").organisations == ("王海港",)


def test_what_a_person_does_is_the_role() -> None:
    assert parse_byline("홍길동 특파원").people[0].role == "특파원"
    assert parse_byline("王小明 海港大学经济研究院院长").people[0].role == "海港大学经济研究院院长"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["海港新闻记者 王小明 李四海", "大桥明年春天通车。"], ["王小明", "李四海"]),
        (["大桥明年春天通车。", "采写：海港日报见习记者 王小明"], ["王小明"]),
        (["新华社北京1月5日电（记者 王小明、李四海）大桥明年通车。"], ["王小明", "李四海"]),
        (["本报讯 记者王小明报道：大桥明年春天通车。"], ["王小明"]),
        (["港の橋が開通する。", "橋は長い。（ワシントン＝山本花子）"], ["山本花子"]),
        (["(서울=연합뉴스) 홍길동 기자 = 항구의 다리가 개통된다."], ["홍길동"]),
        (["항구의 다리가 개통된다.", "홍길동 기자 hong@news.example"], ["홍길동"]),
    ],
)
def test_a_text_that_names_its_reporter_is_a_byline(lines: list[str], expected: list[str]) -> None:
    assert people(byline_in(lines) or "") == expected


@pytest.mark.parametrize(
    "lines",
    [
        ["记者从海港市政府获悉，大桥明年春天通车。"],
        ["文化：海港大桥明年春天通车。"],
        ["橋は長い。", "来春に開通する（写真）"],
        ["Harbour bridge opens", "（Jane Roe）"],
        [],
    ],
)
def test_a_text_that_only_speaks_of_reporters_names_none(lines: list[str]) -> None:
    assert byline_in(lines) is None
