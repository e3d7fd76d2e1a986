"""What a run of four words is, in scripts with spaces between words and without."""

from __future__ import annotations

from storage.resemblance import is_copy, shingles
from storage.words import index_text

HARBOUR = "新港口的渡轮服务将于周一恢复,市长莫拉莱斯说,修复工程比计划提前三天完成。"


def test_in_chinese_each_character_is_a_word_and_latin_words_between_them_stay_whole() -> None:
    runs = shingles(index_text(HARBOUR + "船名 Pelican 7 号"))

    assert runs[:2] == ["新 港 口 的", "港 口 的 渡"]
    assert runs[-1] == "名 pelican 7 号"
    assert "船 名 pelican 7" in runs


def test_a_chinese_text_in_a_longer_one_is_a_copy_and_another_text_is_not() -> None:
    whole = shingles(index_text(HARBOUR * 2 + "记者在码头看到,第一批乘客已经开始排队。"))

    assert is_copy(shingles(index_text(HARBOUR + "记者在码头看到,第一批乘客")), whole)
    assert not is_copy(
        shingles(index_text("图书馆今天开放新的阅览室,读者可以借阅更多地方报纸和旧地图,晚上也开放到十点。")), whole
    )
