"""Dates as Chinese, Japanese and Korean pages print them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalise.dates import parse_date

NOW = datetime(2026, 1, 20, tzinfo=UTC)
ZONES = {"zh": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul"}


def read(raw: str, language: str) -> str | None:
    parsed = parse_date(raw, timezone=ZONES[language], language=language, now=NOW)
    return parsed.instant.strftime("%Y-%m-%d %H:%M") if parsed else None


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("2026年01月05日10:22 来源：海港网", "zh", "2026-01-05 02:22"),
        ("2026年1月5日 下午3:22", "zh", "2026-01-05 07:22"),
        ("2026年1月5日 晚上8点30分", "zh", "2026-01-05 12:30"),
        ("2026年1月5日 上午12:05", "zh", "2026-01-04 16:05"),
        ("2026年1月5日 中午12:05", "zh", "2026-01-05 04:05"),
        ("2026年1月5日 午後3時", "ja", "2026-01-05 06:00"),
        ("2026/01/05(月) 10:22", "ja", "2026-01-05 01:22"),
        ("令和8年1月5日 10時22分", "ja", "2026-01-05 01:22"),
        ("民國115年1月5日 10:22", "zh", "2026-01-05 02:22"),
        ("2026년 1월 5일 오후 3:22", "ko", "2026-01-05 06:22"),
        ("26-01-05 10:22", "zh", "2026-01-05 02:22"),
        ("01-05 10:22", "zh", "2026-01-05 02:22"),
        ("1月5日 10:22", "ja", "2026-01-05 01:22"),
        ("3小时前", "zh", "2026-01-19 21:00"),
        ("10分前", "ja", "2026-01-19 23:50"),
        ("3시간 전", "ko", "2026-01-19 21:00"),
        ("昨天 10:22", "zh", "2026-01-19 02:22"),
    ],
)
def test_parts_of_the_day_eras_and_ago_are_read(raw: str, language: str, expected: str) -> None:
    assert read(raw, language) == expected


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("2026年1月5日 5:30（更新 2026年1月6日 11:00）", "ja", "2026-01-04 20:30"),
        ("更新时间：2026-01-06 11:00 发布时间：2026-01-05 10:22", "zh", "2026-01-05 02:22"),
        ("입력 2026.01.05 10:22 수정 2026.01.06 12:00", "ko", "2026-01-05 01:22"),
    ],
)
def test_of_publication_and_update_in_one_line_the_publication_is_read(raw: str, language: str, expected: str) -> None:
    assert read(raw, language) == expected


def test_twelve_at_night_is_no_time_and_an_hour_alone_is_how_many() -> None:
    assert read("2026年1月5日 晚上12点", "zh") == "2026-01-04 16:00"
    assert read("2026年1月5日 3時", "ja") == "2026-01-04 15:00"
