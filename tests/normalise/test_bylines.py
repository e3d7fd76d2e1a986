"""Bylines in the forms outlets print them; names and outlets are invented, agencies are real."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from normalise.bylines import Byline, Person, parse_byline

SHARED = Path(__file__).parents[2] / "../shared"


def people(raw: Any, outlet: str | None = None) -> list[str]:
    return [person.name for person in parse_byline(raw, outlet=outlet).people]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("By JANE ROE and PETER POE", ["Jane Roe", "Peter Poe"]),
        ("Jane Roe, Peter Poe, and Mary Moe", ["Jane Roe", "Peter Poe", "Mary Moe"]),
        ("Jane Roe in Jerusalem, Peter Poe in Gaza City and Mary Moe in Cairo", ["Jane Roe", "Peter Poe", "Mary Moe"]),
        ("Story by Jane Roe; Photos by Peter Poe", ["Jane Roe", "Peter Poe"]),
        ("Written by Jane Roe and read by Peter Poe. Produced by Mary Moe", ["Jane Roe", "Peter Poe", "Mary Moe"]),
        ("Jane Roe and Peter Poe contributed to this report", ["Jane Roe", "Peter Poe"]),
        ("Von Anna Schmidt und Peter Meier, Berlin", ["Anna Schmidt", "Peter Meier"]),
        ("Aus Kairo berichtet Anna Schmidt", ["Anna Schmidt"]),
        ("Von unserer Korrespondentin Anna Schmidt", ["Anna Schmidt"]),
        ("Anna von der Heide", ["Anna von der Heide"]),
        ("Propos recueillis par Claire Dubois et Luc Martin", ["Claire Dubois", "Luc Martin"]),
        ("Claire Dubois (avec Luc Martin à Paris)", ["Claire Dubois", "Luc Martin"]),
        ("Por Ana Pérez y Luis Gómez", ["Ana Pérez", "Luis Gómez"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("di Marco Rossi e Anna Bianchi", ["Marco Rossi", "Anna Bianchi"]),
        ("Door Jan de Vries en Anna Bakker", ["Jan de Vries", "Anna Bakker"]),
        ("Text: Kari Hansen Foto: Ola Berg", ["Kari Hansen", "Ola Berg"]),
        ("Ayşe Yılmaz ve Mehmet Demir", ["Ayşe Yılmaz", "Mehmet Demir"]),
        ("Haber: Ayşe Yılmaz - Kamera: Mehmet Demir", ["Ayşe Yılmaz", "Mehmet Demir"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("小舟　渚記者", ["小舟 渚"]),
        ("小舟渚 2026年1月13日 18時05分", ["小舟渚"]),
        ("مریم رضایی و علی احمدی", ["مریم رضایی", "علی احمدی"]),
        ("نویسنده: مریم رضایی", ["مریم رضایی"]),
    ],
)
def test_people_are_read_in_order_in_every_language(raw: str, expected: list[str]) -> None:
    assert people(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("דנה לוי ורון כהן", ["דנה לוי", "רון כהן"]),
        ("יעל ולצר ודנה כהן", ["יעל ולצר", "דנה כהן"]),
        ("דנה לוי, ויקטור כהן", ["דנה לוי", "ויקטור כהן"]),
        ("דנה לוי, אבי בן דוד, ורד שמש ואלי מור", ["דנה לוי", "אבי בן דוד", "ורד שמש", "אלי מור"]),
        ("מאת דנה לוי ורון כהן", ["דנה לוי", "רון כהן"]),
        ("רון כהן, כתב הארץ בוושינגטון", ["רון כהן"]),
        ("רון כהן // פרשנות", ["רון כהן"]),
        ("פרשנות | רון כהן", ["רון כהן"]),
        ("פרופ' רון כהן וד\"ר דנה לוי", ["רון כהן", "דנה לוי"]),
        ("דנה לוי ורון כהן, ניו יורק", ["דנה לוי", "רון כהן"]),
        ("ב. כהן", ["ב. כהן"]),
        ("האזינו לפודקאסט", []),
        ("כתבנו בדרום", []),
    ],
)
def test_a_hebrew_vav_joins_people_unless_it_begins_a_name(raw: str, expected: list[str]) -> None:
    assert people(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("القاهرة: سامر حداد وليلى منصور - دمشق: نادر خوري", ["سامر حداد", "ليلى منصور", "نادر خوري"]),
        ("بيروت، القدس المحتلة: سامر حداد، عبد الله منصور", ["سامر حداد", "عبد الله منصور"]),
        ("القاهرة: سامر حداد  دمشق: نادر خوري", ["سامر حداد", "نادر خوري"]),
        ("سامر حداد (كوالالمبور)", ["سامر حداد"]),
        ("سامر حداد - القدس المحتلة", ["سامر حداد"]),
        ("وليد جابر ووائل حسن", ["وليد جابر", "وائل حسن"]),
        ("أحمد وليد", ["أحمد وليد"]),
        ("بقلم: د. ليلى منصور", ["ليلى منصور"]),
        ("كتب - سامر حداد", ["سامر حداد"]),
        ("رام الله - وفا", []),
        ("كاتب سعودي", []),
    ],
)
def test_an_arabic_dateline_is_read_city_by_city(raw: str, expected: list[str]) -> None:
    assert people(raw) == expected


@pytest.mark.parametrize(
    ("raw", "organisations"),
    [
        ("By The Associated Press", ("The Associated Press",)),
        ("Von dpa", ("dpa",)),
        ("رويترز", ("رويترز",)),
        ("רון כהן וסוכנויות", ("סוכנויות",)),
        ("واس - ياماجوتشي", ("واس",)),
        ("Claire Dubois avec AFP", ("AFP",)),
        ("به گزارش خبرگزاری مهر", ("خبرگزاری مهر",)),
        ("Haber Merkezi", ("Haber Merkezi",)),
        ("TOI Staff and AFP", ("TOI Staff", "AFP")),
        ("JANE ROE, ASSOCIATED PRESS", ("ASSOCIATED PRESS",)),
        ("University of Example Press Office", ("University of Example Press Office",)),
    ],
)
def test_agencies_newsrooms_and_institutions_are_organisations(raw: str, organisations: tuple[str, ...]) -> None:
    assert parse_byline(raw).organisations == organisations


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "",
            " ",
            "By",
            "Von:",
            "admin",
            "Share on Facebook",
            "Read more",
            "3 min read",
            "15.01.2025, 09:30",
            "2025年1月15日 9時30分",
            "港町市は十三日に北埠頭を閉鎖した。",
            "@janeroe",
        ),
        *("jane@example.org", "Journalist", "https://www.facebook.com/examplenews", "null", "שלחו לחבר", "123", "***"),
    ],
)
def test_what_is_neither_person_nor_organisation_is_neither(raw: str) -> None:
    byline = parse_byline(raw)
    assert (byline.people, byline.organisations) == ((), ())


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("jane@example.org (Jane Roe)", ["Jane Roe"]),
        ("Jane Roe <jane@example.org>", ["Jane Roe"]),
        ("https://news.example.org/author/jane-roe/", ["Jane Roe"]),
        ("https://news.example.org/profile/janeroe", ["Jane Roe"]),
        ("https://news.example.org/?authornamef=Jane+Roe+For+Example.Com", ["Jane Roe"]),
        ("Roe, Jane", ["Jane Roe"]),
        ("Roe, Jan van", ["Jan van Roe"]),
        ("Roe, Jane; Poe, Peter", ["Jane Roe", "Peter Poe"]),
        ("Roe, J. K., Poe, P.", ["J. K. Roe", "P. Poe"]),
        ("Martin Roe, Jr.", ["Martin Roe Jr."]),
        ("Jane RoeStaff Writer", ["Jane Roe"]),
        ("ByAnna RoeNews ReporterPeter Poe", ["Anna Roe", "Peter Poe"]),
        ("Ayşe YılmazYazarın Tüm Yazıları", ["Ayşe Yılmaz"]),
        ("Anna Roe22 Dec 2016651", ["Anna Roe"]),
        ("Updated 21:22, 6 OCT 2020 By Jane Roe", ["Jane Roe"]),
        ("Jane Roe is a freelance journalist based in New York City.", ["Jane Roe"]),
        ("Jane Roe Jane Roe", ["Jane Roe"]),
        ("FranÃ§oise Roe", ["Françoise Roe"]),
        ("Con Roe", ["Con Roe"]),
    ],
)
def test_addresses_inversions_glue_and_remnants_of_the_page_leave_the_name(raw: str, expected: list[str]) -> None:
    assert people(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Lê Minh Roe, Lê Phương", ["Lê Minh Roe", "Lê Phương"]),
        ("Le Phuong", ["Le Phuong"]),
        ("Li Na and Wang Min", ["Li Na", "Wang Min"]),
        ("Zhang Min, Ng Di", ["Zhang Min", "Ng Di"]),
        ("Jim Courier and Anna Bund", ["Jim Courier", "Anna Bund"]),
        ("Jane Roe 5 min", ["Jane Roe"]),
        ("Le Courrier", []),
        ("La Gazette", []),
        ("n/a", []),
    ],
)
def test_short_words_are_names_where_they_are_written_as_such(raw: str, expected: list[str]) -> None:
    assert people(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("RONAN O'ROE", "Ronan O'Roe"),
        ("JANE MCROE", "Jane McRoe"),
        ("JAN VAN DER ROE", "Jan van der Roe"),
        ("AYŞE YILMAZ", "Ayşe Yılmaz"),
        ("HALIL ROE", "Halil Roe"),
        ("André Oliver ROE-KLEIN", "André Oliver Roe-Klein"),
        ("T.C. Roe", "T.C. Roe"),
        ("Jessica DeRoe", "Jessica DeRoe"),
    ],
)
def test_capitals_are_put_right_and_mixed_case_is_kept(raw: str, expected: str) -> None:
    assert people(raw) == [expected]


def test_the_outlets_own_name_is_an_organisation_in_any_script_and_dropped_beside_its_writer() -> None:
    assert parse_byline("Daily Mercury", outlet="The Daily Mercury").organisations == ("Daily Mercury",)
    assert parse_byline("dailymercury.com", outlet="Daily Mercury").organisations == ("dailymercury.com",)
    assert parse_byline("Mercury online", outlet="Mercury").organisations == ("Mercury online",)
    assert parse_byline("سبق", outlet="Sabq").organisations == ("سبق",)
    beside = parse_byline("Jane Roe, Daily Mercury", outlet="Daily Mercury")
    assert ([p.name for p in beside.people], beside.organisations) == (["Jane Roe"], ())


def test_roles_titles_and_parts_of_the_name_are_kept_with_the_person() -> None:
    (person,) = parse_byline("By Dr. Jane Roe, Chief Political Correspondent").people
    assert person == Person("Jane Roe", "jane roe", "Chief Political Correspondent", "Jane", "Roe")
    (person,) = parse_byline("Jan van der Roe").people
    assert (person.given, person.family) == ("Jan", "van der Roe")
    (person,) = parse_byline("Ana María Roe Poe").people
    assert (person.given, person.family) == (None, None)


def test_desks_sign_without_a_name() -> None:
    byline = parse_byline("מאמר המערכת")
    assert (byline.people, byline.organisations, byline.desks) == ((), (), ("מאמר המערכת",))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"@type": "Person", "name": "Jane Roe"}, ["Jane Roe"]),
        ([{"name": "By JANE ROE"}, "Peter Poe", {"@type": "Person", "givenName": "Mary", "familyName": "Moe"}],
         ["Jane Roe", "Peter Poe", "Mary Moe"]),
        ({"author": {"@id": "#p1"}, "@graph": [{"@id": "#p1", "@type": "Person", "name": "Jane Roe"}]}, ["Jane Roe"]),
        ({"author": [{"@id": "#p"}, {"@id": "#q"}], "@graph": [{"@id": "#p", "name": "Jane Roe"}]}, ["Jane Roe"]),
        ({"@type": "Person", "name": "Reuters"}, []),
        ({"@type": "Person", "url": "https://news.example.org/staff/jane-roe"}, ["Jane Roe"]),
        ({"name": {"@value": "Jane Roe"}}, ["Jane Roe"]),
        ({"name": ["Jane Roe", "Peter Poe"]}, ["Jane Roe", "Peter Poe"]),
        ([None, 3, True, {"name": None}, [], {}], []),
    ],
)  # fmt: skip
def test_json_ld_authors_are_read_whatever_their_shape(value: Any, expected: list[str]) -> None:
    assert people(value) == expected


def test_a_json_ld_type_is_weak_evidence_either_way() -> None:
    assert parse_byline({"@type": "Organization", "name": "Jane Roe"}).organisations == ()
    assert parse_byline({"@type": "Organization", "name": "Gelbes Blatt"}).organisations == ("Gelbes Blatt",)
    assert parse_byline({"@type": "Person", "name": "Associated Press"}).organisations == ("Associated Press",)


def test_json_ld_that_refers_to_itself_or_never_ends_is_bounded() -> None:
    circular: dict[str, Any] = {"@graph": [{"@id": "#a", "author": {"@id": "#a"}}], "author": {"@id": "#a"}}
    assert parse_byline(circular).people == ()
    deep: Any = "Jane Roe"
    for _ in range(5000):
        deep = [deep]
    assert parse_byline(deep).people == ()
    assert (
        len(
            parse_byline(["Jane Roe", *(f"Peter Poe{'abcdefghij'[n % 10] * (n // 10 + 1)}" for n in range(900))]).people
        )
        <= 64
    )


def test_a_byline_keeps_its_raw_line_without_control_and_bidi_characters() -> None:
    byline = parse_byline("By Jane\u202e Roe\x00")
    assert byline == Byline("By Jane Roe", (Person("Jane Roe", "jane roe", None, "Jane", "Roe"),))


def test_the_rows_at_hand_are_read_as_labelled() -> None:
    rows = SHARED / "data/bylines/press_he_ar_fa_tr_fr.jsonl"
    if not rows.exists():
        pytest.skip("the labelled rows lie outside the project")
    wrong = total = 0
    for line in rows.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        total += 1
        found = {person.key for person in parse_byline(row["raw"], outlet=row["outlet"]).people}
        expected = {person.key for truth in row["persons"] for person in parse_byline(truth["name"]).people}
        wrong += found != expected
    assert wrong / total <= 0.04


@pytest.mark.parametrize(
    "raw",
    [
        "Harbour's Journalistic Standards", "City of Harbour", "Harbour City", "SPD-Fraktion", "Verkehrsministerium",
        "Ministerium für Häfen", "Stadt Hafen", "Bundespolizei", "Public Affairs", "Government of Arcadia",
        "Buying Guides", "Special Projects", "Paid Advertisement", "Ediciones del Puerto", "Harbour Journalists",
        "Dow Jones", "Google+", "Palma de Mallorca", "Nga Redaksia", "Nga\nHarbour Gazeta",
    ],
)  # fmt: skip
def test_houses_offices_and_towns_are_nobody(raw: str) -> None:
    assert people(raw) == []


@pytest.mark.parametrize("raw", ["Super User", "site admin", "Harbour Admin", "webadmin", "wp-admin"])
def test_accounts_of_who_runs_the_site_are_desks(raw: str) -> None:
    assert parse_byline(raw).people == ()
    assert parse_byline(raw).desks == (raw,)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('Jane "Jenny Mae" Roe', ["Jane Roe"]),
        ("Jane “Jenny” Roe, Google+", ["Jane Roe"]),
        ("Ana Pérez, Palma de Mallorca", ["Ana Pérez"]),
        ("Nga Agim Doda", ["Agim Doda"]),
        ("Nga Nguyen", ["Nga Nguyen"]),
        ("Nga Thi Nguyen", ["Nga Thi Nguyen"]),
        ("Jane Roe's", ["Jane Roe"]),
        ("Jane City", ["Jane City"]),
        ("Peter Stadt", ["Peter Stadt"]),
        ("Jane Roe, City Editor", ["Jane Roe"]),
        ("Jane Roe, Foreign Affairs Correspondent", ["Jane Roe"]),
    ],
)
def test_names_beside_nicknames_profiles_and_towns_stay_names(raw: str, expected: list[str]) -> None:
    assert people(raw) == expected
