"""What a report and an article call the same thing, side by side and without a judgement.

A report that speaks of "the Zionist regime" and an article that speaks of Israel are about one state; a fact-checker
who quotes one for the other has to see it. The table holds well-known pairs only: names that stand for one thing, of
which outlets choose one. That two names stand on neighbouring lines does not say that they mean the same to everybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from normalise.text import clean

# A block is one thing; a line is one way to name it, its forms in English, Hebrew and Arabic parted by |. Hebrew and
# Arabic forms are found behind their prefixes and the article. Places and bodies come first: where two texts name one
# of these otherwise, they still speak of the same. A line that begins with ~ is no more than shown: a town is named for
# its government, and is a town, too.
_PLACES_AND_BODIES = """
Israel | Israeli | Israelis | ישראל | ישראלי | ישראלית | ישראלים | إسرائيل | إسرائيلي | إسرائيلية | إسرائيليين
Israeli regime | Israel regime | النظام الإسرائيلي
Zionist regime | Zionist entity | Zionist state | Zionists | הישות הציונית | ישות ציונית | המשטר הציוני | كيان الصهيوني | نظام الصهيوني | دولة الصهيونية | صهاينة
Jewish state | מדינת היהודים | מדינה יהודית | دولة اليهودية
occupation regime | occupying regime | occupation state | occupation entity | occupying entity | دولة الاحتلال | كيان الاحتلال | سلطات الاحتلال
~ Tel Aviv | תל אביב | תל-אביב | تل أبيب

Israel Defense Forces | Israel Defence Forces | IDF | Israeli military | Israeli army | Israeli forces | Israeli troops | צה"ל | צבא ההגנה לישראל | جيش الإسرائيلي | قوات الإسرائيلية
occupation army | occupation forces | occupying forces | occupying army | occupation troops | occupation soldiers | צבא הכיבוש | כוחות הכיבוש | جيش الاحتلال | قوات الاحتلال
Zionist army | Zionist forces | Zionist soldiers | Zionist military | הצבא הציוני | جيش الصهيوني | قوات الصهيونية

West Bank | הגדה המערבית | גדה המערבית | ضفة الغربية | ضفة
Judea and Samaria | יהודה ושומרון | יו"ש | איו"ש | يهودا والسامرة

occupied territories | occupied Palestine | occupied lands | השטחים הכבושים | שטחים כבושים | أراضي المحتلة | فلسطين المحتلة
disputed territories | administered territories | שטחים שנויים במחלוקת | أراضي المتنازع عليها

Jerusalem | ירושלים | أورشليم
al-Quds | Al Quds | Quds | אל-קודס | قدس
occupied Jerusalem | ירושלים הכבושה | قدس المحتلة

Temple Mount | הר הבית | جبل الهيكل
Haram al-Sharif | Noble Sanctuary | חרם אל-שריף | حرم الشريف | حرم القدسي
~ Al-Aqsa | al-Aqsa Mosque | Al Aqsa Mosque | Aqsa Mosque | אל-אקצא | مسجد الأقصى | مسجد الاقصى

Islamic State | המדינה האסלאמית | تنظيم الدولة | دولة الإسلامية
ISIS | ISIL | IS group | דאע"ש
Daesh | Da'esh | داعش

Persian Gulf | המפרץ הפרסי | خليج الفارسي
Arabian Gulf | Arab Gulf | המפרץ הערבי | خليج العربي

Kyiv | קייב | كييف
Kiev

Myanmar | מיאנמר | ميانمار
Burma | בורמה | بورما

Falkland Islands | Falklands | איי פוקלנד | جزر فوكلاند
Malvinas | Islas Malvinas | מלווינאס | مالفيناس

Taiwan | טאיוואן | טייוואן | تايوان
Chinese Taipei | Taiwan Province | Republic of China | טאיפיי הסינית | تايبيه الصينية

Sea of Japan | ים יפן | بحر اليابان
East Sea | הים המזרחי | بحر الشرقي
"""  # noqa: E501 - a line is one way to name it
_OTHERS = """
hostage | hostages | חטוף | חטופים | חטופה | חטופות | رهينة | رهائن
captive | captives | שבוי | שבויים | أسير | أسرى
prisoner of war | prisoners of war | POW | POWs
abductee | abductees | abducted | kidnapped | مختطف | مختطفين | مخطوفين
detainee | detainees | עציר | עצירים | محتجز | محتجزين | محتجزون | معتقل | معتقلين

martyr | martyrs | martyred | martyrdom | שהיד | שהידים | شهيد | شهداء | شهيدة | استشهد | استشهاد | استشهدوا
killed | dead | deaths | fatalities | הרוג | הרוגים | נהרג | נהרגו | מתים | قتيل | قتلى | قتل | مقتل | وفاة
murdered | murder | slain | slaughtered | נרצח | נרצחו | רצח | مذبوح
eliminated | neutralized | neutralised | liquidated | חוסל | חוסלו | חיסול | تصفية | تحييد

terrorist | terrorists | terror operative | terror operatives | מחבל | מחבלים | טרוריסט | טרוריסטים | إرهابي | إرهابيين | إرهابيون
militant | militants | gunman | gunmen | insurgent | insurgents | חמוש | חמושים | مسلح | مسلحين | مسلحون | مسلحو
fighter | fighters | combatant | combatants | לוחם | לוחמים | مقاتل | مقاتلين | مقاتلون | مقاتلو
resistance fighter | resistance fighters | resistance forces | freedom fighter | freedom fighters | mujahideen | mujahidin | לוחמי ההתנגדות | לוחם חירות | לוחמי חירות | مقاوم | مقاومين | مقاومون | مجاهد | مجاهدين | مجاهدون

war | מלחמה | מלחמת | حرب
aggression | תוקפנות | عدوان | اعتداء
military operation | מבצע צבאי | عملية العسكرية
genocide | war of extermination | רצח עם | השמדת עם | إبادة | إبادة الجماعية
special military operation | מבצע צבאי מיוחד | عملية العسكرية الخاصة
invasion | invaded | פלישה | غزو | اجتياح

settlement | settlements | התנחלות | התנחלויות | התיישבות | مستوطنة | مستوطنات
colony | colonies | colonial settlement | colonial settlements | מושבה | מושבות | مستعمرة | مستعمرات

settler | settlers | מתנחל | מתנחלים | מתיישב | מתיישבים | مستوطن | مستوطنين | مستوطنون
colonist | colonists | colonizer | colonizers | قطعان المستوطنين | مستعمر | مستعمرين

separation barrier | security barrier | barrier | גדר ההפרדה | גדר הביטחון | جدار الأمني
separation wall | apartheid wall | חומת ההפרדה | جدار الفصل | جدار العازل | جدار الفصل العنصري
security fence | גדר המערכת | سياج الأمني

October 7 attack | October 7 attacks | Oct. 7 attack | attack of October 7 | מתקפת 7 באוקטובר | هجوم 7 أكتوبر
October 7 massacre | Oct. 7 massacre | טבח 7 באוקטובר | טבח שבעה באוקטובר | مذبحة 7 أكتوبر
Al-Aqsa Flood | Operation Al-Aqsa Flood | מבול אל-אקצא | طوفان الأقصى

security forces | law enforcement | כוחות הביטחון | قوات الأمن
repressive forces | security apparatus | أجهزة القمعية | قوات القمع

protester | protesters | protestor | protestors | demonstrator | demonstrators | מפגין | מפגינים | متظاهر | متظاهرين | متظاهرون | محتجين | محتجون
rioter | rioters | vandals | thugs | מתפרע | מתפרעים | פורע | פורעים | مشاغب | مشاغبين | مثيري الشغب

migrant | migrants | asylum seeker | asylum seekers | refugee | refugees | מהגר | מהגרים | מבקש מקלט | מבקשי מקלט | פליט | פליטים | مهاجر | مهاجرين | مهاجرون | لاجئ | لاجئين | لاجئون
illegal alien | illegal aliens | illegal immigrant | illegal immigrants | illegals | infiltrator | infiltrators | מסתנן | מסתננים | שוהים בלתי חוקיים | متسلل | متسللين | مهاجرين غير الشرعيين
undocumented immigrant | undocumented immigrants | undocumented migrant | undocumented migrants | undocumented people | חסרי מעמד

Nakba | נכבה | نكبة
War of Independence | מלחמת העצמאות | מלחמת השחרור | حرب الاستقلال

Western Sahara | סהרה המערבית | صحراء الغربية
Moroccan Sahara | southern provinces | صحراء المغربية | أقاليم الجنوبية
"""  # noqa: E501 - as above
_ALIKE = {
    **dict.fromkeys("اأإآ", "[اأإآ]"), **dict.fromkeys("يى", "[يى]"), **dict.fromkeys("ةه", "[ةه]"),
    **dict.fromkeys("\"״”“", "[\"״”“]"), **dict.fromkeys("'’׳", "['’׳]"), "-": r"[-\u2010-\u2013־\s]", " ": r"[\s־-]+",
}  # fmt: skip
_HEBREW_PREFIX = "[ושהבלמכ]{0,3}"
_ARABIC_PREFIX = "[وف]?(?:[بكل]|لل)?"
_SHOWN_ONLY = "~ "
_MOST_TEXT = 4000  # characters of either side


@dataclass(frozen=True, slots=True)
class Naming:
    """One thing as the report names it and as the article does, in the words of either, each once."""

    report: tuple[str, ...]
    article: tuple[str, ...]


def namings(report: str, article: str) -> tuple[Naming, ...]:
    """The things that `report` names otherwise than `article`: where it uses a name that the article does not use, and
    the article another.

    >>> namings("The Zionist regime refused.", "Israel refused, said the Israeli minister.")
    (Naming(report=('Zionist regime',), article=('Israel', 'Israeli')),)
    >>> namings("Israel refused.", "Israeli officials refused.")
    ()
    """
    here, there = _named(clean(report[:_MOST_TEXT])), _named(clean(article[:_MOST_TEXT]))
    found = []
    for thing, ours in here.items():
        theirs = there.get(thing, {})
        if not theirs or not (own := {way: words for way, words in ours.items() if way not in theirs}):
            continue
        found.append(Naming(_words(own), _words(theirs)))
    return tuple(found)


def also_named(statement: str) -> tuple[Named, ...]:
    """The places and bodies that a statement names, each with the words it uses.

    >>> (thing,) = also_named("The road in the West Bank is closed.")
    >>> thing.words, thing.names_in("A road in Judea and Samaria was closed."), thing.names_in("A road was closed.")
    (('West Bank',), ('Judea and Samaria',), ())
    """
    found = []
    for thing, (pattern, ways) in enumerate(_patterns()[: len(_blocks(_PLACES_AND_BODIES))]):
        here = {
            ways[match.lastgroup or ""]: match[match.lastgroup or ""] for match in pattern.finditer(clean(statement))
        }
        words = tuple(dict.fromkeys(word for way, word in here.items() if way not in _shown_only()[thing]))
        if words:
            found.append(Named(thing, words))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Named:
    """A place or body that a text names: its place in the table, and the names that the text uses."""

    thing: int
    words: tuple[str, ...]

    def names_in(self, text: str) -> tuple[str, ...]:
        """The names for it that another text uses."""
        pattern, ways = _patterns()[self.thing]
        shown_only = _shown_only()[self.thing]
        found = [(ways[match.lastgroup or ""], match[match.lastgroup or ""]) for match in pattern.finditer(text)]
        return tuple(dict.fromkeys(word for way, word in found if way not in shown_only))


def _words(ways: dict[int, dict[str, None]]) -> tuple[str, ...]:
    return tuple(word for words in ways.values() for word in words)


def _named(text: str) -> dict[int, dict[int, dict[str, None]]]:
    """The things that a text names: thing -> way to name it -> the words, in the order of the text."""
    named: dict[int, dict[int, dict[str, None]]] = {}
    for thing, (pattern, ways) in enumerate(_patterns()):
        for match in pattern.finditer(text):
            group = match.lastgroup or ""
            words = named.setdefault(thing, {}).setdefault(ways[group], {})
            if match[group].casefold() not in {word.casefold() for word in words}:
                words[match[group]] = None
    return named


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], dict[str, int]], ...]:
    """A pattern for each thing, its longest forms first, and which way to name it each group of the pattern is."""
    made = []
    for block in (*_blocks(_PLACES_AND_BODIES), *_blocks(_OTHERS)):
        forms = [
            (form.strip(), way)
            for way, line in enumerate(block.splitlines())
            for form in line.removeprefix(_SHOWN_ONLY).split("|")
        ]
        forms.sort(key=lambda pair: -len(pair[0]))
        ways = {f"f{number}": way for number, (_, way) in enumerate(forms)}
        parts = [_form(form, f"f{number}") for number, (form, _) in enumerate(forms)]
        made.append((re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])", re.IGNORECASE), ways))
    return tuple(made)


@cache
def _shown_only() -> tuple[frozenset[int], ...]:
    """For each place or body the ways to name it that are no more than shown."""
    return tuple(
        frozenset(way for way, line in enumerate(block.splitlines()) if line.startswith(_SHOWN_ONLY))
        for block in _blocks(_PLACES_AND_BODIES)
    )


def _blocks(table: str) -> list[str]:
    return table.strip().split("\n\n")


def _form(form: str, group: str) -> str:
    letters = "".join(_ALIKE.get(letter, re.escape(letter)) for letter in form)
    if "\u0590" <= form[0] <= "\u05ff":
        return f"{_HEBREW_PREFIX}(?P<{group}>{letters})"
    if "\u0600" <= form[0] <= "\u06ff":
        return f"{_ARABIC_PREFIX}(?P<{group}>(?:ال)?{letters})"
    return f"(?P<{group}>{letters})"
