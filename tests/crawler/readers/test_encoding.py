from __future__ import annotations

import pytest

from crawler.readers.encoding import to_utf8
from crawler.readers.languages import language_of
from crawler.readers.skeleton import repaired

SENTENCES = {
    "cp1255": "ראש העירייה אמר אתמול כי העבודות ברחוב הראשי יסתיימו לפני החג",
    "cp1256": "أعلن رئيس البلدية أمس أن العمل في الشارع الرئيسي ينتهي قبل العيد",
    "cp1251": "Мэр города сообщил вчера, что работы на главной улице скоро закончатся",
    "cp1253": "Ο δήμαρχος δήλωσε χθες ότι τα έργα στον κεντρικό δρόμο τελειώνουν",
    "cp1252": "Le maire a déclaré hier que les travaux s’achèveront à l’été, « sans délai »",
}


def feed(text: str, declared: str | None = None, language: str | None = None) -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    said = f"<language>{language}</language>" if language else ""
    return f"{declaration}<rss><channel>{said}<item><title>{text}</title></item></channel></rss>"


@pytest.mark.parametrize("codec", SENTENCES)
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1"])
def test_a_wrongly_declared_code_page_is_told_by_its_letters(codec: str, declared: str | None) -> None:
    text = feed(SENTENCES[codec], declared)
    read, problem = to_utf8(text.encode(codec))
    assert SENTENCES[codec] in read.decode()
    assert (problem is None) == (codec == "cp1252" and declared == "iso-8859-1")


@pytest.mark.parametrize("codec", SENTENCES)
def test_a_rightly_declared_code_page_is_read_without_a_problem(codec: str) -> None:
    name = codec.replace("cp", "windows-")
    assert to_utf8(feed(SENTENCES[codec], name).encode(codec)) == (feed(SENTENCES[codec], name).encode(), None)
    header = f'application/rss+xml; charset="{name}"'
    assert to_utf8(feed(SENTENCES[codec]).encode(codec), content_type=header)[1] is None


@pytest.mark.parametrize(
    ("language", "codec", "word"), [("tr", "cp1254", "Diyarbakır’ın şehir"), ("pl", "cp1250", "łódź mówi")]
)
def test_a_stated_language_chooses_among_latin_code_pages(language: str, codec: str, word: str) -> None:
    assert word in to_utf8(feed(word, None, language).encode(codec))[0].decode()


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-8", "windows-1252", "utf-16", "shift_jis", None])
def test_valid_utf8_is_utf8_whatever_it_says(declared: str | None) -> None:
    text = feed(SENTENCES["cp1255"], declared)
    assert to_utf8(text.encode()) == (text.encode(), None)


def test_a_byte_order_mark_beats_header_and_declaration() -> None:
    text = feed(SENTENCES["cp1256"], "utf-8")
    assert to_utf8(text.encode("utf-16"), content_type="text/xml; charset=utf-8")[0].decode() == text


def test_one_bad_byte_does_not_turn_a_utf8_feed_into_another_alphabet() -> None:
    read, problem = to_utf8(feed(SENTENCES["cp1255"] + " X", "utf-8").encode().replace(b"X", b"\xe9"))
    assert SENTENCES["cp1255"] in read.decode()
    assert problem == "bytes that are no UTF-8, replaced"


@pytest.mark.parametrize("name", ["zlib_codec", "idna", "undefined", "rot13", "no-such", "cp037", "unicode_escape"])
def test_a_nonsense_charset_is_passed_over(name: str) -> None:
    text = feed(SENTENCES["cp1255"])
    assert SENTENCES["cp1255"] in to_utf8(text.encode("cp1255"), content_type=f"text/xml; charset={name}")[0].decode()
    assert to_utf8(text.encode(), encoding=name)[0] == text.encode()


def test_the_outlets_encoding_beats_what_the_feed_says() -> None:
    latin = feed("caf\xe9", "utf-8").encode("cp1252")
    assert "cafי" in to_utf8(latin, encoding="windows-1255")[0].decode()


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en-US", "Talks stall", "en"),
        ("iw", "הפסקת אש", "he"),
        ("yi", "הפסקת אש", "yi"),
        ("en", "ראש הממשלה ו-NATO", "he"),
        ("fa-IR", "آتش‌بس در غزه", "fa"),
        ("en", "آتش‌بس در غزه", None),
        (None, "Talks stall", None),
        ("english please", "Talks stall", None),
    ],
)
def test_the_letters_may_belie_the_language(declared: str | None, text: str, language: str | None) -> None:
    assert language_of(declared, text) == language


@pytest.mark.parametrize("text", ["café", "הפסקת אש", "“Quoted” — dash", "مرحبا"])
def test_text_that_was_encoded_twice_is_mended_and_other_text_left_alone(text: str) -> None:
    assert repaired(text.encode().decode("latin-1")) == text
    assert repaired(text) == text


def test_text_read_as_windows_1252_is_mended_where_a_control_gives_it_away() -> None:
    twice = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in "אמר “כן”".encode())
    assert repaired(twice) == "אמר “כן”"
