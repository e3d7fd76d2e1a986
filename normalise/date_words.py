"""The words dates are written with, as data: months, weekdays, parts of the day, relative days, units, labels.

Languages: Arabic (Egypt and the Gulf, the Levant, the Maghreb), English, French, German, Hebrew, Persian (Iran and
Afghanistan) and Turkish in depth; Spanish, Italian, Portuguese and Russian as far as months, days and "ago" go.
Spellings are parted by `|`; every table is keyed by the folded form (`normalise.text.fold`), so accents, case, hamza
and final letters need no spellings of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, TypeVar

from normalise.text import fold

_K = TypeVar("_K")

Calendar = Literal["gregorian", "jalali", "hijri", "hebrew"]
PartOfDay = Literal["am", "pm", "noon", "night"]
Label = Literal["published", "modified"]


class Month(NamedTuple):
    """A month of one calendar, 1 to 12 (Hebrew months as `calendars.hebrew_date` counts them)."""

    calendar: Calendar
    number: int


def _table(rows: Iterable[tuple[_K, str]]) -> dict[str, _K]:
    return {fold(word): value for value, words in rows for word in words.split("|") if not word.endswith("*")}


def _words(spellings: str) -> frozenset[str]:
    return frozenset(fold(word) for word in spellings.split("|"))


# One row a month, from January on.
_GREGORIAN: Mapping[str, tuple[str, ...]] = {
    "en": (
        "january|jan", "february|feb|febr", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug",
        "september|sept|sep", "october|oct", "november|nov", "december|dec",
    ),
    "fr": (
        "janvier|janv", "février|févr|fév", "mars", "avril|avr", "mai", "juin", "juillet|juil", "août", "septembre",
        "octobre", "novembre", "décembre|déc",
    ),
    "de": (
        "januar|jänner|jän|jaenner", "februar|feber", "märz|mär|mrz|maerz", "april", "mai", "juni", "juli", "august",
        "september", "oktober|okt", "november", "dezember|dez",
    ),
    "es": (
        "enero|ene", "febrero", "marzo", "abril|abr", "mayo", "junio", "julio", "agosto|ago",
        "septiembre|setiembre|set",
        "octubre", "noviembre", "diciembre|dic",
    ),
    "it": (
        "gennaio|gen", "febbraio|febb", "marzo", "aprile", "maggio|mag", "giugno|giu", "luglio|lug", "agosto",
        "settembre|sett", "ottobre|ott", "novembre", "dicembre",
    ),
    "pt": (
        "janeiro", "fevereiro|fev", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro|out",
        "novembro", "dezembro",
    ),
    "ru": (
        "января|январь|янв", "февраля|февраль|фев|февр", "марта|март|мар", "апреля|апрель|апр", "мая|май",
        "июня|июнь|июн", "июля|июль|июл", "августа|август|авг", "сентября|сентябрь|сен|сент", "октября|октябрь|окт",
        "ноября|ноябрь|ноя|нояб", "декабря|декабрь|дек",
    ),
    "tr": (
        "ocak|oca", "şubat|şub", "mart", "nisan|nis", "mayıs", "haziran|haz", "temmuz|tem", "ağustos|ağu", "eylül|eyl",
        "ekim|eki", "kasım|kas", "aralık|ara",
    ),
    "he": (
        "ינואר|ינו|ינוא", "פברואר|פבר|פברו", "מרץ|מרס|מארס", "אפריל|אפר", "מאי", "יוני|יונ", "יולי|יול",
        "אוגוסט|אוג|אוגוס", "ספטמבר|ספט|ספטמ", "אוקטובר|אוק|אוקט", "נובמבר|נוב|נובמ", "דצמבר|דצמ|דצ",
    ),
    "ar": (
        "يناير", "فبراير", "مارس", "أبريل|ابريل", "مايو", "يونيو|يونية", "يوليو|يولية", "أغسطس", "سبتمبر", "أكتوبر",
        "نوفمبر", "ديسمبر",
    ),
    "ar-levant": (
        "كانون الثاني|كانون ثاني|كانون2", "شباط", "آذار", "نيسان", "أيار|نوار", "حزيران", "تموز", "آب", "أيلول",
        "تشرين الأول|تشرين أول", "تشرين الثاني|تشرين ثاني", "كانون الأول|كانون أول",
    ),
    "ar-maghreb": (  # Tunisia and Algeria; Morocco
        "جانفي|ينايير", "فيفري|فبراير", "مارس", "أفريل|ابريل", "ماي", "جوان|يونيه", "جويلية|يوليوز|يوليه", "أوت|غشت",
        "سبتمبر|شتنبر|سيبتمبر", "أكتوبر|اكتوبر", "نوفمبر|نونبر|نوفامبر", "ديسمبر|دجنبر|ديسامبر",
    ),
    "fa": (
        "ژانویه|ژانویهٔ", "فوریه", "مارس", "آوریل|آپریل|اپریل", "مه|می|مئی", "ژوئن|جون", "ژوئیه|ژوییه|جولای|جولائی",
        "اوت|آگوست|اگست|آگست", "سپتامبر|سپتمبر", "اکتبر|اکتوبر", "نوامبر|نومبر", "دسامبر|دسمبر",
    ),
    "fa-af": (
        "جنوری", "فبروری|فوروری", "مارچ", "اپریل", "می", "جون", "جولای", "اگست", "سپتمبر", "اکتوبر", "نومبر", "دسمبر",
    ),
}  # fmt: skip

# From Nowruz on: Iran; Afghanistan names the same months after the zodiac.
_JALALI: tuple[str, ...] = (
    "فروردین|حمل", "اردیبهشت|ثور", "خرداد|جوزا", "تیر|سرطان", "مرداد|امرداد|اسد", "شهریور|سنبله", "مهر|میزان",
    "آبان|عقرب", "آذر|قوس", "دی|جدی", "بهمن|دلو", "اسفند|حوت",
)  # fmt: skip

# Known so that a Hijri date is seen for what it is and left alone: its days depend on who saw the moon.
_HIJRI: tuple[str, ...] = (
    "محرم|المحرم", "صفر", "ربيع الأول|ربيع أول|ربيع الاولى", "ربيع الآخر|ربيع الثاني|ربيع ثاني",
    "جمادى الأولى|جمادى الأول", "جمادى الآخرة|جمادى الثانية|جمادى الثاني", "رجب", "شعبان", "رمضان", "شوال",
    "ذو القعدة|ذي القعدة|ذوالقعدة|ذیقعده", "ذو الحجة|ذي الحجة|ذوالحجة|ذیحجه",
)  # fmt: skip

_HEBREW: tuple[str, ...] = (
    "תשרי", "חשוון|חשון|מרחשוון|מרחשון", "כסלו|כסליו", "טבת", "שבט", "אדר א", "ניסן", "אייר|איר", "סיוון|סיון", "תמוז",
    "אב|מנחם אב", "אלול", "אדר ב", "אדר",
)  # fmt: skip

# Monday is 0.
_WEEKDAYS: tuple[str, ...] = (
    "monday|mon|lundi|lun|montag|mo|lunes|lunedì|segunda|seg|понедельник|пн|pazartesi|pzt|שני|الاثنين|اثنين|الإثنين|إثنين|"
    "دوشنبه|دو شنبه",
    "tuesday|tue|tues|mardi|mar|dienstag|di|martes|martedì|terça|ter|вторник|вт|salı|sal|שלישי|الثلاثاء|ثلاثاء|"
    "سه‌شنبه|سه شنبه|سهشنبه",
    "wednesday|wed|weds|mercredi|mer|mittwoch|mi|miércoles|mié|mercoledì|quarta|qua|среда|ср|çarşamba|çar|רביעי|"
    "الأربعاء|أربعاء|الاربعا|چهارشنبه|چهار شنبه|چارشنبه",
    "thursday|thu|thur|thurs|jeudi|jeu|donnerstag|do|jueves|jue|giovedì|gio|quinta|qui|четверг|чт|perşembe|per|"
    "חמישי|الخميس|خميس|پنجشنبه|پنج شنبه|پنج‌شنبه",
    "friday|fri|vendredi|ven|freitag|fr|viernes|vie|venerdì|sexta|sex|пятница|пт|cuma|cum|שישי|ששי|الجمعة|جمعة|جمعه|آدینه",
    "saturday|sat|samedi|sam|samstag|sonnabend|sa|sábado|sáb|sabato|sab|суббота|сб|cumartesi|cmt|שבת|السبت|سبت|شنبه",
    "sunday|sun|dimanche|dim|sonntag|so|domingo|dom|domenica|воскресенье|вс|pazar|paz|ראשון|الأحد|أحد|الاحد|"
    "یکشنبه|یک شنبه|يكشنبه",
)

_PARTS_OF_DAY: Mapping[PartOfDay, str] = {
    "am": 'am|ص|صباحا|صباح|فجرا|قظ|قبل از ظهر|صبح|بامداد|öö|sabah|לפנה"צ|לפני הצהריים|בבוקר|vormittags|morgens|'
    "du matin|de la mañana|утра",
    "pm": 'pm|م|مساء|عصرا|بعد الظهر|بظ|بعد از ظهر|بعدازظهر|عصر|ös|akşam|אחה"צ|אחר הצהריים|בערב|nachmittags|abends|'
    "de la tarde|du soir|вечера",
    "noon": "noon|ظهرا|ظهر|בצהריים|öğlen|mittags|de l'après-midi",
    "night": "ليلا|شب|בלילה|gece|nachts|de la noche|ночи",
}

# Days back from today.
_RELATIVE_DAYS: Mapping[int, str] = {
    0: "today|היום|اليوم|aujourd'hui|bugün|امروز|heute|hoy|oggi|hoje|сегодня",
    1: "yesterday|אתמול|أمس|امس|البارحة|hier|dün|دیروز|gestern|ayer|ieri|ontem|вчера",
    2: "day before yesterday|the day before yesterday|שלשום|أول أمس|أمس الأول|قبل أمس|"
    "avant hier|evvelsi gün|önceki gün|"
    "پریروز|vorgestern|anteayer|l'altro ieri|anteontem|позавчера",
}

# Seconds of a unit. Months and years are None: "two months ago" names no day, so it is not read as one.
_UNITS: Mapping[int | None, str] = {
    1: "second|seconds|sec|secs|s|שנייה|שניה|שניות|ثانية|ثواني|ثوان|seconde|secondes|saniye|sn|ثانیه|sekunde|sekunden|"
    "segundo|segundos|secondi|секунд|секунду|секунды",
    60: "minute|minutes|min|mins|m|mn|minute(s)|דקה|דקות|דק|دقيقة|دقائق|دقايق|دقیقه|dakika|dk|"
    "minuten|minuto|minutos|minuti|"
    "минут|минуту|минуты|мин",
    3600: "hour|hours|hr|hrs|h|שעה|שעות|שע|ساعة|ساعات|ساعت|heure|heures|saat|sa|stunde|stunden|std|hora|horas|ora|ore|"
    "час|часа|часов",
    86400: "day|days|d|יום|ימים|يوم|أيام|ايام|يوما|jour|jours|j|gün|روز|tag|tage|tagen|día|días|giorno|giorni|dia|dias|"
    "день|дня|дней",
    604800: "week|weeks|w|wk|wks|שבוע|שבועות|أسبوع|أسابيع|أسبوعا|semaine|semaines|hafta|هفته|"
    "woche|wochen|semana|semanas|"
    "settimana|settimane|неделю|недели|недель",
    None: "month|months|mo|year|years|yr|yrs|y|חודש|חודשים|חודשיים|שנה|שנים|שנתיים|شهر|أشهر|"
    "شهرين|شهور|سنة|سنوات|سنتين|عام|"
    "أعوام|عامين|mois|an|ans|année|années|ay|yıl|sene|ماه|سال|monat|monate|monaten|jahr|jahre|jahren|mes|meses|año|años|"
    "mese|mesi|anno|anni|mês|ano|anos|месяц|месяца|месяцев|год|года|лет",
}

# Quantity and unit in one word, in seconds.
_AMOUNTS: Mapping[int, str] = {
    120: "דקותיים|דקתיים|دقيقتين|دقيقتان",
    1800: "half an hour|half hour|חצי שעה|نصف ساعة|demi heure|une demi heure|yarım saat|نیم ساعت|einer halben stunde|"
    "media hora|mezz'ora|mezzora|полчаса",
    900: "רבע שעה|ربع ساعة|un quart d'heure",
    5400: "שעה וחצי|ساعة ونصف|یک ساعت و نیم|bir buçuk saat",
    7200: "שעתיים|ساعتين|ساعتان",
    172800: "יומיים|يومين|يومان",
    1209600: "שבועיים|أسبوعين|أسبوعان|fortnight|a fortnight",
}

_NUMBERS: Mapping[int, str] = {
    1: "a|an|one|un|une|ein|eine|einem|einer|bir|یک|אחת|אחד|واحدة|واحد|una|uno|um|uma",
    2: "two|deux|zwei|iki|دو|שתי|שני|dos|due|dois|duas|два|две",
    3: "three|trois|drei|üç|سه|שלוש|שלושה|ثلاث|ثلاثة|tres|tre|três|три",
    4: "four|quatre|vier|dört|چهار|ארבע|ארבעה|أربع|أربعة|cuatro|quattro|quatro|четыре",
    5: "five|cinq|fünf|beş|پنج|חמש|חמישה|خمس|خمسة|cinco|cinque|пять",
    6: "six|sechs|altı|شش|שש|שישה|ست|ستة|seis|sei|шесть",
    7: "seven|sept|sieben|yedi|هفت|שבע|שבעה|سبع|سبعة|siete|sette|sete|семь",
    8: "eight|huit|acht|sekiz|هشت|שמונה|ثماني|ثمان|ثمانية|ocho|otto|oito|восемь",
    9: "nine|neuf|neun|dokuz|نه|תשע|תשעה|تسع|تسعة|nueve|nove|девять",
    10: "ten|dix|zehn|on|ده|עשר|עשרה|عشر|عشرة|diez|dieci|dez|десять",
    11: "eleven|onze|elf|אחת עשרה|إحدى عشرة",
    12: "twelve|douze|zwölf|שתים עשרה|اثنتي عشرة",
    15: "fifteen|quinze|fünfzehn|on beş|پانزده",
    20: "twenty|vingt|zwanzig|yirmi|بیست|עשרים",
    30: "thirty|trente|dreißig|otuz|سی|שלושים",
}

# "2 hours ago": the word stands before the amount, or behind it. قبل is both: before in Arabic, behind in Persian.
AGO_BEFORE = _words("לפני|منذ|قبل|il y a|vor|hace|há|depuis")
AGO_AFTER = _words("ago|earlier|önce|evvel|پیش|قبل|fa|atrás|назад|zuvor|plus tôt")
ABOUT = _words(
    "about|around|approximately|some|כ|حوالي|نحو|قرابة|environ|yaklaşık|حدود|تقریبا|etwa|ca|rund|over|almost"
)
NOW = _words(
    "now|just now|right now|עכשיו|כעת|זה עתה|ממש עכשיו|الآن|للتو|à l'instant|maintenant|az önce|şimdi|şu an|همین الان|"
    "اکنون|هم اکنون|gerade eben|soeben|jetzt|ahora|adesso|agora|сейчас|только что"
)

# A star leaves the end of the word open.
_LABELS: Mapping[Label, str] = {
    "modified": "update*|stand|modif*|edited|amended|revised|corrected|עודכן|עדכון|עדכון אחרון|עודכנה|מעודכן|"
    "تحديث|محدث*|تم التحديث|آخر تحديث|حدث في|تعديل|آخر تعديل|mis à jour|mise à jour|"
    "mise a jour|maj|modifié*|actualisé*|"
    "güncelle*|به روز رسانی|بروزرسانی|بروز رسانی|به‌روزرسانی|آخرین به روز رسانی|ویرایش|آخرین ویرایش|"
    "آخرین تغییر|aktualisier*|geändert|letzte änderung|zuletzt|actualiza*|aggiorna*|atualiza*|обновлен*|изменен*|"
    "更新*|最后更新*|最後更新*|最終更新*|最近更新*|修改*|修正*|수정*|최종수정*|최종 수정*|업데이트*",
    "published": "publish*|posted|first published|issued|created|written|filed|date|pubdate|"
    "פורסם|פורסמה|פרסום|תאריך|תאריך פרסום|"
    "נכתב|הועלה|נשר|نشر|نشرت|نشره|تم نشره|تم النشر|النشر|تاريخ النشر|تاريخ|التاريخ|أضيف|تاريخ الإضافة|الإضافة|"
    "تاريخ نشر|publié*|publication|paru|parue|mis en ligne|créé|écrit|posté|yayın*|yayım*|"
    "giriş|giriş tarihi|eklen*|ekleme|"
    "oluşturma|haber giriş|انتشار|منتشر|تاریخ|تاریخ انتشار|تاریخ خبر|زمان انتشار|veröffentlich*|erstellt|erschienen|"
    "publiziert|datum|publicad*|publicação|pubblica*|опубликова*|дата|"
    "发布*|發布*|發佈*|发表*|發表*|发稿*|日期|时间|時間|公開*|配信*|発表*|掲載*|発行*|投稿日*|入力|입력*|등록*|게재*|게시*|승인*|작성*",
}

# Words that say nothing of when, yet belong to a date: a line of these and a weekday or "yesterday" is still a date.
FILLERS = _words(
    "at|on|the|of|in|by|from|o'clock|hrs|hours|time|local|à|le|la|du|de|des|a|les|heure|heures|h|um|uhr|den|dem|der|am|"
    "vom|ב|ה|ל|של|בשעה|שעה|ביום|יום|יומ|בתאריך|מיום|ال|في|يوم|الساعة|ساعة|الموافق|بتاريخ|لـ|و|عند|"
    "در|ساعت|روز|saat|günü|tarihi|tarihinde|tarih|haber|son|om|kl|el|las|los|alle|ore|il|del|às|as|em|в|г|года|"
    "last|first|article|story|زمان|مورخ|تم|آخر|آخرین"
)

# Words before a clock time: they let "11.00" be a time, and stand between date and time.
AT = _words("at|um|saat|ساعت|الساعة|بشעה|בשעה|שעה|à|alle|ore|kl|klo|om|às|a las|в|@|על השעה")
OCLOCK = _words("uhr|hrs|hours|h")

# Between the parts of one date.
JOINERS = _words(
    "of|the|de|del|di|do|den|st|nd|rd|th|er|ère|º|ª|ב|ל|ה|של|من|شهر|لشهر|ماه|عام|لعام|سنة|لسنة|سال|שנת|yılı|année|г"
)
AFTER_YEAR = _words("م|هـ|ه|هجرية|ميلادي|ميلادية|میلادی|شمسی|هش|г|года|год|yılı")
HIJRI_MARKS = _words("هـ|هجرية|هجري|ق|قمری")

# "بتوقيت القدس", "heure de Paris", "שעון ישראל": what follows (or, in English, precedes) is a place.
CLOCK_BEFORE_PLACE = _words("بتوقيت|توقيت|بالتوقيت|heure de|heure d|heure du|שעון|לפי שעון|به وقت|hora de|ora di")
LOCAL_CLOCK = _words("local time|المحلي|محلي|محلی|locale|heure locale|yerel saat|ortszeit")
CLOCK_AFTER_PLACE = _words("time|standard time|daylight time|saati|saatiyle|saati ile")


def _months() -> dict[str, tuple[Month, ...]]:
    found: dict[str, tuple[Month, ...]] = {}
    calendars: list[tuple[Calendar, tuple[str, ...]]] = [
        *(("gregorian", names) for names in _GREGORIAN.values()),
        ("jalali", _JALALI),
        ("hijri", _HIJRI),
        ("hebrew", _HEBREW),
    ]
    for calendar, names in calendars:
        for number, words in enumerate(names, 1):
            for word in words.split("|"):
                month = Month(calendar, number)
                meanings = found.get(fold(word), ())
                if month not in meanings:
                    found[fold(word)] = (*meanings, month)
    return found


MONTHS: Mapping[str, tuple[Month, ...]] = _months()
WEEKDAYS: Mapping[str, int] = _table(enumerate(_WEEKDAYS))
PARTS_OF_DAY: Mapping[str, PartOfDay] = _table(_PARTS_OF_DAY.items())
RELATIVE_DAYS: Mapping[str, int] = _table(_RELATIVE_DAYS.items())
UNITS: Mapping[str, int | None] = _table(_UNITS.items())
AMOUNTS: Mapping[str, int] = _table(_AMOUNTS.items())
NUMBERS: Mapping[str, int] = _table(_NUMBERS.items())
LABELS: Mapping[str, Label] = _table(_LABELS.items())
LABEL_STEMS: tuple[tuple[str, Label], ...] = tuple(
    (fold(word.removesuffix("*")), label)
    for label, words in _LABELS.items()
    for word in words.split("|")
    if word.endswith("*")
)
