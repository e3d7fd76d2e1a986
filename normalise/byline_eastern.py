"""Bylines in Chinese, Japanese and Korean, where no spaces and no capitals show what is a name.

The line is cut at its labels (作者：, 责任编辑：, 文＝) and marks. Words beside a role (记者, 기자) or behind an
author's label are names, and elsewhere what begins with a family name and has a name's length. Editors count where no
author is labelled or found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from normalise.byline_chunks import BREAK, compact, key_of
from normalise.byline_eastern_words import (
    CHINESE_FAMILIES,
    COMPOUND_FAMILIES,
    JAPANESE_ENDS,
    JAPANESE_SINGLES,
    KOREAN_FAMILIES,
    LABEL,
    LABEL_OF,
    NOBODY,
    ORGANISATION_END,
    ORGANISATIONS,
    PLACES,
    REPORT_END,
    ROLE,
    SIMPLIFIED,
    TITLE,
    Part,
)
from normalise.byline_model import Person
from normalise.byline_organisations import ORGANISATIONS as FOLDED_ORGANISATIONS
from normalise.byline_people import Found, person_of
from normalise.byline_words import DATES
from normalise.text import fold, plain

_EASTERN = "\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_LETTER = re.compile(f"[{_EASTERN}]")
_OTHER_SCRIPT = re.compile("[\u0370-\u06ff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_HAN = re.compile(r"[\u3005\u3400-\u9fff\uf900-\ufaff]+")
_HAN_AND_HIRAGANA = re.compile(r"[\u3005\u3400-\u9fff]{1,3}[\u3041-\u309f]{2,4}")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{3,8}")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_FOREIGNER = re.compile(r"[\u30a1-\u30fa\u30fc]{2,10}(?:[・＝=][\u30a1-\u30fa\u30fc]{2,12}){1,3}")
_TRANSLITERATED = re.compile(r"[\u4e00-\u9fff]{1,5}(?:·[\u4e00-\u9fff]{1,6}){1,2}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+%-]{1,64}@[\w.-]{1,190}|@\w{1,40}")
_CODE = re.compile(r"_[A-Z]{1,4}\d+\b|\b[A-Z]{2}\s?\d{2,}\b")  # an editor's number: 李四_NB1234
_AND_OTHERS = re.compile(r"외\s?\d+\s?[명인]")
_BY = re.compile(r"^\s*(?:text\s+)?by\b[\s:]*|\b(?:by|photo)\s*[:：]", re.IGNORECASE)
_HARD = re.compile(
    rf"[{BREAK}、,，;；&＆/／|｜丨•。…()（）\[\]【】〔〕〈〉《》「」『』<>＜＞{{}}“”\"!！?？:：＝=●◎▲■◆]+|\s[-–—]+\s"
)
_BETWEEN_NAMES = re.compile(r"(?<=[\u4e00-\u9fff]{3})・(?=[\u4e00-\u9fff]{3})")  # 山本花子・佐藤太郎, but 取材・文
_AND = re.compile(r"(?<=[\u4e00-\u9fff]{2})[和与與及](?=[\u4e00-\u9fff]{2})")
_DONE = re.compile(r"\s(?:著|訳|監訳|編|作|文|写真|撮影|지음|옮김)$")  # what a name has done, behind it
_BEHIND = re.compile(r"[記員長幹]|[\uac00-\ud7a3]")  # roles that stand behind a name
_LONGEST = 600
_LONGEST_TITLE = 24

Latin = Callable[[str], Found]


def is_eastern(text: str) -> bool:
    """Whether a byline is Chinese, Japanese or Korean: by its letters, of which each says as much as two Latin ones."""
    if text.isascii() or not _LETTER.search(text) or _OTHER_SCRIPT.search(text):
        return False
    text = text[:_LONGEST]
    return 2 * len(_LETTER.findall(text)) >= len(_LATIN.findall(text)) or LABEL.search(text) is not None


def read_eastern(raw: str, outlet: str | None, latin: Latin) -> Found:
    """The people and organisations of a line for which `is_eastern` holds; `latin` reads names in Latin letters."""
    text = plain(re.sub(r"[\r\n\u2028\u2029]+", BREAK, raw[: _LONGEST * 4]))[:_LONGEST]
    text = _AND_OTHERS.sub("", _CODE.sub("", _ADDRESS.sub(BREAK, _BY.sub(" ", text))))
    text = _BETWEEN_NAMES.sub("、", DATES.sub(BREAK, text)).strip()
    if _KATAKANA.fullmatch(text) and text not in NOBODY and text not in PLACES and not is_organisation(text, outlet):
        return [_person(text, None)]  # beside other words it may be a place or a thing
    people: dict[Part, list[Person]] = {"author": [], "editor": []}
    organisations: list[str] = []
    labelled = False
    for part, value in _segments(text):
        labelled |= part == "author"
        if part == "other":
            continue
        for item in filter(None, map(str.strip, _HARD.split(value))):
            found = _item(item, part, outlet, latin)
            organisations += [one for one in found if isinstance(one, str)]
            if part != "source":
                people["editor" if part == "editor" else "author"] += [one for one in found if isinstance(one, Person)]
    chosen = people["author"] or ([] if labelled else people["editor"])
    return [*chosen, *organisations]


def _segments(text: str) -> Iterator[tuple[Part | None, str]]:
    """What each label stands before; None for what has none."""
    part: Part | None = None
    start = 0
    for label in LABEL.finditer(text):
        yield part, text[start : label.start()]
        part, start = LABEL_OF[next(filter(None, label.groups()))], label.end()
    yield part, text[start:]


def _item(item: str, part: Part | None, outlet: str | None, latin: Latin) -> Found:
    """What stands between two marks: names, roles, organisations."""
    item = _DONE.sub("", item)
    if not _LETTER.search(item):
        return _latin_item(item, part, latin)
    if part == "source":
        return [item] if item not in NOBODY else []
    if " " not in item and is_organisation(item, outlet):
        return [item]
    pieces = _pieces(item)
    if len(pieces) == 1:
        return _names(item, part in ("author", "editor"), None, outlet)
    found: Found = []
    head, names = pieces[0][1], [piece for piece in pieces[1:] if piece[1]]
    if not names:  # 王小明記者, 홍길동 기자
        behind = pieces[-1][0] or ""
        return _names(head, _BEHIND.search(behind) is not None, behind, outlet)
    if head:  # "Mercury Daily reporter": whom the reporter writes for, unless it is a name itself
        found += [one for one in _names(head, False, None, outlet) if isinstance(one, str) or _is_name(head, False)]
    for role, words in names:  # "记者获悉": what is glued to a role may be what the reporter does
        found += _names(words, f"{role}{words}" not in item or _HANGUL.match(words) is not None, role, outlet)
    return found


def _pieces(item: str) -> list[tuple[str | None, str]]:
    """The words before the first role, and behind each role: (role, words)."""
    pieces: list[tuple[str | None, str]] = []
    role: str | None = None
    start = 0
    for found in ROLE.finditer(item):
        pieces.append((role, item[start : found.start()].strip()))
        role, start = found.group(), found.end()
    pieces.append((role, item[start:].strip()))
    return pieces


def _latin_item(item: str, part: Part | None, latin: Latin) -> Found:
    if not _LATIN.search(item) or part == "source":
        return [item] if _LATIN.search(item) else []
    if " " in item:
        return latin(item)
    return [item] if len(item) > 1 and item.isalpha() else []


def _names(text: str, strong: bool, role: str | None, outlet: str | None) -> Found:
    """The names in words that no mark parts. `strong`: a label or a role says that they are names."""
    found: Found = []
    words = [word for one in text.split() for word in _AND.split(one)]
    at = 0
    while at < len(words):
        word, follows = words[at], words[at + 1] if at + 1 < len(words) else ""
        at += 1
        if joined := _of_two_words(word, follows):
            found.append(_person(joined, role))
            at += 1
        elif is_organisation(word, outlet):
            found.append(word)
        elif _is_name(word, strong):
            found.append(_person(word, role))
        elif _LATIN.search(word) and word.isascii() and word.isalpha() and len(word) > 1:
            found.append(word)
        elif found and isinstance(person := found[-1], Person) and person.role is None and TITLE.search(word):
            found[-1] = person_of(person.name.split(), _keys(person.name), word[:_LONGEST_TITLE])
    return found


def _person(name: str, role: str | None) -> Person:
    return person_of(name.split(), _keys(name), role)


def _keys(name: str) -> list[str]:
    return [key_of(word) for word in name.split()]


def _of_two_words(first: str, second: str) -> str | None:
    """One name in two words: 山本 花子; 张 三, whose space is only layout's. None where they are not one name."""
    if not first or not second or first in NOBODY or second in NOBODY:
        return None
    if not (_HAN.fullmatch(first) and len(first) <= 3 and len(second) <= 4 and _is_given_part(second)):
        return None
    if len(first) == 1:
        if first not in CHINESE_FAMILIES and first not in JAPANESE_SINGLES:
            return None
        return first + second if len(second) == 1 else f"{first} {second}"
    if SIMPLIFIED.intersection(first + second) or _ends_as_organisation(second):
        return None
    japanese = first[-1] in JAPANESE_ENDS
    if _is_chinese(first) and _is_chinese(second) and not japanese:
        return None
    return f"{first} {second}" if japanese and len(second) <= 4 else None


def _is_given_part(word: str) -> bool:
    if _HAN.fullmatch(word):
        return len(word) <= 3
    return re.fullmatch(r"[\u3005\u3040-\u30ff\u3400-\u9fff]{1,4}", word) is not None


def is_organisation(word: str, outlet: str | None) -> bool:
    """Whether a word is an organisation's name: a known one, the outlet's, or one that ends as theirs do."""
    if word in ORGANISATIONS or fold(word) in FOLDED_ORGANISATIONS or (outlet and compact(word) == compact(outlet)):
        return True
    return _ends_as_organisation(word)


def _ends_as_organisation(word: str) -> bool:
    return word not in NOBODY and len(word) <= 30 and ORGANISATION_END.fullmatch(word) is not None


def _is_name(word: str, strong: bool) -> bool:
    """Whether a word is a person's name by its letters and its length."""
    if word in NOBODY or word in PLACES or word in LABEL_OF or any(map(str.isdigit, word)):
        return False
    if _HANGUL.fullmatch(word):
        return (2 <= len(word) <= 4 and word[0] in KOREAN_FAMILIES) if not strong else 2 <= len(word) <= 5
    if _HAN.fullmatch(word):
        if REPORT_END.search(word) and len(word) > 2:
            return False
        return _is_chinese(word) or _is_japanese(word) or (strong and 2 <= len(word) <= 3)
    if _HAN_AND_HIRAGANA.fullmatch(word):
        return strong or _HAN.fullmatch(word[:2]) is not None
    if _KATAKANA.fullmatch(word):
        return strong
    return _FOREIGNER.fullmatch(word) is not None or (strong and _TRANSLITERATED.fullmatch(word) is not None)


def _is_chinese(word: str) -> bool:
    if not _HAN.fullmatch(word) or word in NOBODY or word in PLACES:
        return False
    if word[:2] in COMPOUND_FAMILIES:
        return 3 <= len(word) <= 4
    return 2 <= len(word) <= 3 and word[0] in CHINESE_FAMILIES


def _is_japanese(word: str) -> bool:
    """A family name of two or three letters that ends as such names do, with a given name behind it."""
    if not _HAN.fullmatch(word) or not 3 <= len(word) <= 5 or SIMPLIFIED.intersection(word) or word.startswith("日本"):
        return False
    if len(word) == 3:
        return word[1] in JAPANESE_ENDS or word[0] in JAPANESE_SINGLES
    return word[1] in JAPANESE_ENDS or (len(word) == 5 and word[2] in JAPANESE_ENDS)
