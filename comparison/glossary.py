"""Notions of the news in English, Hebrew and Arabic: enough to recognise that two articles may be about one event.

Used for candidates in another language, which a person must read; never as support. General vocabulary, one notion a
line: English forms, Hebrew forms, Arabic forms, each as stems or words, parted by |.
"""

from __future__ import annotations

import re
from functools import cache

from comparison.words import stem
from normalise.text import fold

_NOTIONS = """
ceasefire truce | הפסקת-אש רגיעה | هدنة وقف-إطلاق
talks negotiation negotiator | שיחות משא-ומתן | محادثات مفاوضات تفاوض
agreement deal accord | הסכם עסקה | اتفاق صفقة
impasse deadlock stalemate | מבוי-סתום | طريق-مسدود جمود
mediator mediation | מתווך מתווכים תיווך | وسيط وسطاء وساطة
phase stage | שלב | مرحلة
withdraw withdrawal pullout | נסיגה להסיג לסגת | انسحاب سحب
hostage captive prisoner abductee | חטוף חטופים שבוי שבויים אסיר אסירים | رهينة رهائن أسير أسرى محتجزين
body bodies corpse | גופה גופות | جثة جثث جثمان جثامين
weapon weapons disarm arms | נשק | سلاح أسلحة
army military troop soldier forces | צבא חייל חיילים כוחות | جيش جندي جنود قوات
force | כוח | قوة
attack strike raid bombing airstrike | תקיפה הפצצה מתקפה | هجوم غارة قصف
kill killed dead death died | הרוג הרוגים נהרג נהרגו מוות | قتيل قتلى مقتل قتل
wounded injured | פצוע פצועים נפצעו | جريح جرحى إصابة مصابين
aid relief humanitarian | סיוע הומניטרי | مساعدة مساعدات إغاثة إنسانية
lorry truck convoy | משאית משאיות שיירה | شاحنة شاحنات قافلة
crossing border | מעבר גבול | معبر حدود
rubble ruins debris | הריסות | أنقاض ركام
reconstruction rebuild rebuilding | שיקום | إعمار إعادة-إعمار
clear clearing removal | פינוי | إزالة رفع
house home housing residential compound | בית בתים דיור מגורים מתחם מתחמים | بيت بيوت منزل منازل سكن سكني سكنية مجمع
resident population people civilian | תושב תושבים אוכלוסייה אזרחים | سكان أهالي مدنيين شخص
displaced refugee camp tent | עקור עקורים פליט פליטים מחנה מחנות אוהל אוהלים | نازح نازحين لاجئ لاجئين مخيم خيمة خيام
migrate migration emigrate move | הגירה לעבור | هجرة انتقال
government cabinet | ממשלה קבינט | حكومة مجلس-الوزراء
minister | שר שרים שרת | وزير وزراء وزيرة
president | נשיא | رئيس
parliament | כנסת פרלמנט | برلمان
official officials | בכיר בכירים פקיד | مسؤول مسؤولين مسؤولون
officer commander general | קצין קצינים מפקד גנרל | ضابط ضباط قائد جنرال
spokesman spokesperson | דובר דוברת | متحدث ناطق
envoy ambassador diplomat | שליח שגריר דיפלומט | مبعوث سفير دبلوماسي
plan project proposal | תוכנית פרויקט הצעה | خطة مشروع مقترح
doubt doubts | ספק ספקות | شك شكوك
refuse refusal reject | סירב סירבו סירוב דחה | رفض ترفض
demand insist insistence | דרישה התעקשות דורש | مطلب إصرار
fear worry concern | חשש חוששים דאגה | خوف قلق مخاوف
pressure | לחץ | ضغط
siege blockade | מצור | حصار
isolate | לבודד בידוד | عزل
guarantee guarantees | ערבות ערבויות | ضمان ضمانات
mandate authority mission | מנדט סמכות | تفويض صلاحية مهمة
search inspect | חיפוש לחפש | تفتيش
rule rules | כללים | قواعد
draft | טיוטה | مسودة
empty blank | ריק ריקה | فارغ فارغة
use | שימוש | استخدام
paragraph clause | סעיף פסקה | فقرة بند
fence wall barrier | גדר חומה | سياج جدار
rain flood storm winter | גשם הצפה סערה חורף | مطر أمطار فيضان عاصفة شتاء
family families | משפחה משפחות | عائلة عائلات أسرة
child children | ילד ילדים | طفل أطفال
woman women | אישה נשים | امرأة نساء
hospital clinic doctor | בית-חולים רופא מרפאה | مستشفى طبيب عيادة
school | בית-ספר בתי-ספר | مدرسة مدارس
water | מים | مياه ماء
fuel | דלק | وقود
food flour bread | מזון קמח לחם | غذاء طحين خبز
harbour port | נמל | ميناء مرفأ
north northern | צפון צפוני צפונית | شمال شمالي شمالية
south southern | דרום דרומי דרומית | جنوب جنوبي جنوبية
east eastern | מזרח מזרחי | شرق شرقي
west western | מערב מערבי | غرب غربي
district neighbourhood neighborhood | שכונה שכונות מחוז | حي أحياء منطقة
city town village | עיר כפר | مدينة قرية
country state | מדינה מדינות | دولة دول
year | שנה שנים | سنة عام سنوات
month | חודש חודשים | شهر أشهر
week | שבוע שבועות שבועיים | أسبوع أسابيع
day days | יום ימים | يوم أيام
hour | שעה שעות | ساعة ساعات
money budget cost price | כסף תקציב מחיר | مال ميزانية سعر أسعار
election vote | בחירות הצבעה | انتخابات تصويت
court trial judge | בית-משפט משפט שופט | محكمة محاكمة قاض
police | משטרה | شرطة
protest demonstration | הפגנה מחאה | احتجاج مظاهرة
sanction sanctions | סנקציות | عقوبات
nuclear | גרעין גרעיני | نووي نووية
oil gas | נפט גז | نفط غاز
war fighting | מלחמה לחימה | حرب قتال
peace | שלום | سلام
key | מפתח | مفتاح
promise | הבטחה | وعد
date dates | תאריך תאריכים | تاريخ تواريخ
text wording version | נוסח | نص صيغة
new | חדש חדשה | جديد جديدة
foreign | חוץ | خارجية
ready | מוכן | جاهز
dam river stream | סכר נחל נהר | سد نهر
engineer machine bulldozer | מהנדס דחפור | مهندس جرافة جرافات
delegation | משלחת | وفد
bury grave | קבר | قبر
trust loyalty | נאמנות אמון | ولاء ثقة
land territory area | אדמה שטח | أرض أراض
stay remain | נשארו נשאר | بقوا بقي
international | בינלאומי בינלאומית | دولي دولية
explicit clear | מפורש מפורשים | واضح واضحة
sign signed statement | חתם הצהרה | وقع بيان
meeting meet summit | פגישה פסגה | اجتماع لقاء قمة
"""


@cache
def notions() -> dict[str, int]:
    """Word or stem (folded) -> number of its notion. Two-word terms stand under their first word."""
    table: dict[str, int] = {}
    for number, line in enumerate(_NOTIONS.strip().splitlines()):
        for part in line.split("|"):
            for term in part.split():
                first = fold(term).split("-")[0]
                table.setdefault(notion_stem(first), number)
    return table


_ENDINGS = re.compile(r"(?:יות|ים|ימ|ות|ית|ת|ה|י|يات|ات|ون|ين|ان|يه|ه|ي|تي)$")


def notion_stem(word: str) -> str:
    """A folded word without its commonest endings, of which at least three letters stay.

    >>> notion_stem("טיוטת") == notion_stem("טיוטה"), notion_stem("negotiations")
    (True, 'negoty')
    """
    if word.isascii():
        return stem(word)
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= 3 else word
