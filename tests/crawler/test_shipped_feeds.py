"""The feeds.yaml that is shipped: wide enough, well formed, and every feed with evidence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from crawler.config import Config, load_config, require_contact, starter_text
from crawler.config_schema import ConfigKeys, FeedKeys, OutletKeys, PageKeys, TopicKeys
from crawler.errors import ConfigError
from normalise.text import fold
from normalise.topics import match_topics

ROOT = Path(__file__).parents[2]
FEEDS = ROOT / "feeds.yaml"
EVIDENCE = ROOT / "../shared/data/outlets.json"

# Headlines written here, in the shape of those that reports about the talks go back to.
ABOUT_GAZA = {
    "en": [
        "Cairo Talks on Second Phase of Truce at an Impasse, Arab Sources Say",
        "U.S. Draws Up Housing Compounds for Palestinians in Area Under Israeli Control",
        "Analysis: Doubts over plan to move Gazans behind the yellow line",
        "Israel balks at Turkish troops in international force",
        "No next step before two hostages' bodies are returned, officials say",
        "Hamas won't give up weapons without guarantees",
        "Rain floods tents as aid trucks wait at Kerem Shalom",
    ],
    "he": [
        "המגעים בקהיר על השלב השני בהסכם נקלעו למבוי סתום",
        "התוכנית האמריקאית: מתחמי מגורים לפלסטינים מעבר לקו הצהוב",
        "בירושלים חוששים מכניסת חיילים טורקים לרצועת עזה",
        "חמאס מסרב להתפרק מנשקו",
        "עד שלא יוחזרו שני החטופים החללים לא נתקדם",
        "מה יעשה הכוח הבינלאומי ברפיח",
    ],
    "ar": [
        "محادثات القاهرة بشأن المرحلة الثانية تصل إلى طريق مسدود",
        "خطة أميركية لإقامة مجمعات سكنية شرقي القطاع للفلسطينيين",
        "إسرائيل قلقة من نشر قوات تركية ضمن القوة الدولية",
        "تعثر المفاوضات حول نزع سلاح الفصائل",
        "وبغزة يغرق النازحون في الأمطار",
        "لا انتقال قبل تسليم جثامين الأسرى",
    ],
    "fr": [
        "Au Caire, les discussions sur la deuxième phase de la trêve piétinent",
        "Washington veut loger des Palestiniens derrière la « ligne jaune »",
        "Israël s’inquiète de l’envoi de soldats turcs",
        "Le sort de l’otage reste inconnu",
        "Cessez-le-feu : la force internationale attend son mandat",
    ],
    "tr": [
        "Kahire'de ikinci aşama görüşmeleri tıkandı",
        "ABD, Filistinliler için konut alanları kurmayı planlıyor",
        "İsrail, Türk askerinin GAZZE'ye girmesine karşı",
        "Ateşkesin geleceği belirsiz",
        "Rehinelerin cenazeleri bekleniyor",
    ],
    "fa": [
        "بن‌بست مذاکرات قاهره درباره مرحله دوم",
        "طرح آمریکا برای اسکان فلسطینی‌ها در شرق نوار غزه",
        "نگرانی تل‌آویو از حضور نیروهای ترکیه",
        "آتش‌بس شکننده و باران",
        "آتش بس شکننده و باران",
        "سرنوشت گروگان‌ها روشن نیست",
    ],
}
ABOUT_SOMETHING_ELSE = [
    "City opens a new tram line to the university",
    "Central bank leaves its rate unchanged",
    "הרכבת הקלה תיפתח בשנה הבאה",
    "הממשלה אישרה את התקציב",
    "البنك المركزي يثبت سعر الفائدة",
    "انطلاق معرض الكتاب في العاصمة",
    "La grève des cheminots se poursuit",
    "Merkez Bankası faizi sabit tuttu",
    "بانک مرکزی نرخ بهره را ثابت نگه داشت",
    "Bahn erhöht die Preise",
]


@pytest.fixture(scope="module")
def config() -> Config:
    return load_config(FEEDS)


def test_the_package_ships_the_file_of_the_top_level() -> None:
    assert starter_text() == FEEDS.read_text(encoding="utf-8"), "cp feeds.yaml crawler/feeds.yaml"


def test_it_does_not_crawl_before_a_contact_is_written_into_it(config: Config) -> None:
    with pytest.raises(ConfigError, match="placeholder"):
        require_contact(config)


@pytest.mark.parametrize(
    ("language", "title"), [(lang, title) for lang, titles in ABOUT_GAZA.items() for title in titles]
)
def test_a_headline_about_the_talks_is_of_the_topic(config: Config, language: str, title: str) -> None:
    assert match_topics(config.topics, title) == ("gaza-ceasefire",)


@pytest.mark.parametrize("title", ABOUT_SOMETHING_ELSE)
def test_a_headline_about_something_else_is_not(config: Config, title: str) -> None:
    assert match_topics(config.topics, title) == ()


def test_the_outlets_of_the_report_are_watched(config: Config) -> None:
    by_id = {outlet.id: outlet for outlet in config.outlets}
    assert {feed.language for feed in config.feeds if feed.outlet == "haaretz"} == {"en", "he"}
    assert by_id["ynet"].group == by_id["ynetnews"].group == "yedioth"
    assert (by_id["ynet"].language, by_id["ynetnews"].language) == ("he", "en")
    assert "New York Times" in by_id["nytimes"].aliases


def test_there_are_enough_others_in_enough_languages(config: Config) -> None:
    assert len(config.outlets) >= 30
    assert {"en", "he", "ar", "fa", "tr", "fr"} <= {feed.language for feed in config.feeds}


def test_every_outlet_can_be_named_and_polled(config: Config) -> None:
    watched = {feed.outlet for feed in config.feeds}
    for outlet in config.outlets:
        assert outlet.id in watched
        assert outlet.language
        assert outlet.homepage
        assert "/" in outlet.timezone
        scripts = {
            name for text in (outlet.name, *outlet.aliases) for name in re.findall(r"[A-Za-z]|[א-ת]|[ا-ی]", text)
        }
        assert scripts, outlet.id


def test_the_israeli_and_american_papers_have_names_in_three_scripts(config: Config) -> None:
    for outlet_id in ("haaretz", "ynet", "nytimes", "maariv", "jpost", "times-of-israel", "washington-post"):
        names = " ".join((config.outlet(outlet_id).name, *config.outlet(outlet_id).aliases))
        for script in ("[A-Za-z]", "[א-ת]", "[ء-ي]"):
            assert re.search(script, names), outlet_id


def test_no_name_belongs_to_two_publishers(config: Config) -> None:
    owner: dict[str, str | None] = {}
    for outlet in config.outlets:
        for name in (outlet.name, *outlet.aliases):
            assert owner.setdefault(fold(name), outlet.group) == outlet.group, name


def test_every_key_is_shown_with_a_comment() -> None:
    text = FEEDS.read_text(encoding="utf-8")
    uncommented = {
        "topics",
        "outlets",
        "allow_addresses",
        "body",
        "byline",
        "published",
    }  # explained in the lines above
    for model in (ConfigKeys, TopicKeys, OutletKeys, FeedKeys, PageKeys):
        for key in model.model_fields:
            assert re.search(rf"^[ #-]*\b{key}:", text, re.MULTILINE), key
            if key not in uncommented:
                assert re.search(rf"^[ #-]*\b{key}:.* # \S", text, re.MULTILINE), key


def test_it_is_written_one_item_a_line() -> None:
    lines = [
        line.split(" #")[0]
        for line in FEEDS.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith("#")
    ]
    assert [line for line in lines if re.search(r"[\[\]{}]", line)] == []
    assert [line for line in lines if re.search("[א-ת]", line) and re.search("[a-zA-Z]", line)] == []


@pytest.mark.skipif(not EVIDENCE.exists(), reason="the list of outlets with evidence is not beside the project")
def test_every_feed_has_evidence_and_none_is_known_to_be_dead(config: Config) -> None:
    evidence = {
        feed["url"]: feed for outlet in json.loads(EVIDENCE.read_text("utf-8"))["outlets"] for feed in outlet["feeds"]
    }
    for feed in config.feeds:
        assert feed.url in evidence
        assert not {"status", "confidence"} & set(evidence[feed.url]), feed.url
        assert "google" not in evidence[feed.url]["kind"]
