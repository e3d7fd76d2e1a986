"""Words of bylines by language: "by" and its kin, roles, kickers, connectors, what cuts a line off. All folded."""

from __future__ import annotations

import re

from normalise.text import fold


def _words(table: str) -> frozenset[str]:
    return frozenset(fold(word) for word in table.split())


def _with_articles(words: frozenset[str]) -> frozenset[str]:
    """The words, and the Hebrew and Arabic ones with their article: הכתבת המדינית, المراسل السياسي."""
    hebrew = {"ה" + word for word in words if "א" <= word[0] <= "ת"}
    arabic = {"ال" + word for word in words if "ا" <= word[0] <= "ي" and not word.startswith("ال")}
    return words | hebrew | arabic


# Ends of compound roles: Wirtschaftsredakteurin, Nahostkorrespondent, utrikesreporter, SPIEGEL-Autor.
ROLE_ENDINGS = (
    "redakteur", "redakteurin", "korrespondent", "korrespondentin", "reporter", "reporterin", "journalist",
    "journalistin", "redaktor", "correspondent", "-autor", "-autorin", "-experte", "-expertin", "-kolumnist",
    "-kolumnistin", "-chef", "-chefin",
)  # fmt: skip

# What a person does. Cut off the name and kept as the role.
ROLES = _with_articles(
    _words(
        """
    correspondent correspondents reporter reporters editor writer columnist producer photographer journalist
    photojournalist contributor analyst commentator critic professor
    director manager author blogger anchor host presenter researcher fellow intern freelancer chief-of-staff
    co-founder cofounder founder ceo president lecturer economist
    strategist cartoonist illustrator member mitglied membre miembro membro translator videographer specialist
    newscaster meteorologist historian novelist publisher editor-in-chief copywriter physicist scientist
    redakteur redakteurin korrespondent korrespondentin reporterin autor autorin volontar volontarin ressortleiter
    ressortleiterin chefredakteur chefredakteurin journalistin
    kolumnist kolumnistin leiter leiterin redaktionsleiter redaktionsleiterin mitarbeiter mitarbeiterin fotograf
    fotografin chefreporter chefreporterin kommentator gastautor
    gastautorin wirtschaftsredakteur wirtschaftsredakteurin politikredakteur sportredakteur sportredakteurin
    herausgeber herausgeberin auslandskorrespondent moderator moderatorin
    directeur directrice politologue ecrivain chercheur chercheuse historien historienne avocat avocate journaliste
    correspondant correspondante envoye envoyee redacteur redactrice chroniqueur chroniqueuse editorialiste
    photographe pigiste
    corresponsal redactor redactora periodista columnista enviado enviada reportero reportera director directora
    editora fotografo
    giornalista inviato inviata corrispondente redattore redattrice editorialista caporedattore
    jornalista reporter correspondente enviado colunista editor
    verslaggever verslaggeefster redacteur columnist chef
    redaktor redaktorka reporterka novinar novinarka komentator dziennikarz dziennikarka korespondent publicysta
    journalist redaktionschef redaktor korrespondent kommentator kronikor krönikör redaktør fotograf toimittaja
    utrikeskorrespondent nyhetsredaktor
    muhabir muhabiri yazar yazari editor editoru gazeteci kose yorumcu spikeri
    корреспондент корреспондентка обозреватель редактор журналист журналистка собкор спецкор автор репортер
    колумнист фотограф
    כתב כתבת כתבנו כתבתנו כתבי פרשן פרשנית עורך עורכת עיתונאי עיתונאית צלם צלמת תחקירן תחקירנית שדר מגיש מגישה מבקר
    מבקרת בעל בעלת יועץ חוקר חוקרת מרצה שליח שליחת יו"ר
    مراسل مراسلة مراسلو محرر محررة صحفي صحفية صحافي صحافية صحافيون كاتب كاتبة محلل معلق مصور مصورة مندوب موفد مدير
    باحث باحثة أكاديمي أستاذ خبير اعلامي إعلامية
    خبرنگار روزنامه‌نگار نویسنده سردبیر دبیر تحلیلگر عکاس کارشناس مترجم گزارشگر
    著 訳 監訳 写真 撮影 取材 기자 특파원 논설위원 記者 記者長 編集委員 特派員 记者 編輯
    """
    )
)


def is_role(key: str) -> bool:
    """Whether a folded word says what a person does."""
    return key in ROLES or (len(key) > 9 and key.endswith(ROLE_ENDINGS))


# Words that open a role of several words ("Deputy Political Editor"), or a kicker before the name ("News Jane Roe").
MODIFIERS = _with_articles(
    _words(
        """
    news sport sports political politics science health education environment environmental diplomatic diplomacy
    home affairs chief deputy senior junior assistant associate managing executive staff special
    foreign business economics economic economy technology tech culture cultural arts art music film religion
    religious security defence defense military world international national city
    crime legal investigations investigative social media royal showbiz tv features feature lifestyle travel food
    style fashion money finance financial consumer transport energy climate global local regional
    lead head chief bureau contributing freelance guest award-winning live breaking audience content hub overnight
    trending data general weekend community parliamentary parliament ukraine
    middle east eastern west western north northern south southern far gulf arab palestinian israeli middle-east
    washington westminster whitehall football cricket rugby tennis golf racing motorsport wellness entertainment
    celebrity gaming games property motoring opinion analysis exclusive
    leitender leitende freier freie freiberuflicher stellvertretender stellvertretende stv politik wirtschaft kultur
    panorama ressort
    grand grande chef adjoint especial politica nacional speciale capo
    צבאי צבאית מדיני מדינית פוליטי פוליטית בכיר בכירה ראשי ראשית כלכלי כלכלית משפטי משפטית פרלמנטרי פרלמנטרית
    לענייני
    أول أولى خاص خاصة سياسي سياسية رياضي رياضية عسكري عسكرية اقتصادي اقتصادية دبلوماسي دبلوماسية
    """
    )
)

# Kickers: a genre or a section before or beside the name.
KICKERS = _words(
    """
    news opinion analysis exclusive comment commentary editorial essay explainer review interview feature column
    podcast video watch live sport sports politics world business culture perspective perspectives
    politik wirtschaft kommentar analyse meinung reportage interview kolumne beitrag bericht protokoll eingestellt
    verfasst veröffentlicht geschrieben gepostet erstellt aktualisiert gastbeitrag glosse exklusiv leitartikel essay
    rezension
    reportage analyse tribune entretien chronique decryptage enquete editorial portrait
    opinion analisis entrevista editorial reportaje columna analisi commento intervista opiniao entrevista
    analiz yorum haber roportaj ozel
    חדשות פרשנות דעה דעות ניתוח ראיון פודקאסט בלעדי בלוג טור מאמר תחקיר ביקורת כתבה מיוחד סקירה הסבר מגזין
    ספורט כלכלה פוליטיקה תרבות רכילות בריאות צרכנות נדל"ן תיירות מוסף יהדות מבזקים
    تحليل رأي مقال حوار خاص تقرير حصري تحقيق افتتاحية رياضة اقتصاد سياسة ثقافة منوعات محليات الأخبار أخبار
    تحلیل یادداشت گفتگو گزارش مصاحبه ورزشی اقتصادی سیاسی فرهنگی اخبار
    spor ekonomi siyaset dünya kültür gündem yaşam sağlık sport économie politique monde société sports wirtschaft
    """
)

# Words that stand for nobody, and remnants of the page around the line.
NOBODY = _words(
    """
    sponsored content advertorial partner promoted paid branded anzeige werbung publirreportaje publireportage
    תוכן שיווקי ממומן יח"צ إعلان إعلاني محتوى
    admin administrator root user guest anonymous anonym unknown editor webmaster null none undefined name artikel
    article mehr more noreply no-reply reply von par por di av bookmark kontakt kontaktieren n/a na test default
    follow share tweet email e-mail print save comments comment subscribe menu search login log read more
    facebook twitter instagram linkedin whatsapp telegram youtube threads bluesky mastodon tiktok edit updated
    published posted today yesterday bio profile contact contributor author authors by homepage website
    min minutes mins minute uhr est edt gmt utc pst pdt cet ago photo image credit credits source sources quelle
    quellen foto fotos archive archiv archivbild symbolbild teilen drucken kommentare
    individual staff-writer 個人 公式 관리자 админ אדמין مدير المدير أدمن ادمين כללי שתפו هيئة_
    """
) - {fold("مدير")}

# "and": between people at any place; the weak ones also occur inside names and phrases and need two full names
# around them.
CONNECTORS = _words(
    "and & und et ve oraz og och и та και és și și samt sowie avec with mit med met con com together ile و și και"
)
WEAK_CONNECTORS = _words("y e i a en ja u і")

# Lower-case words that open a place, an affiliation or a sentence: what follows is not the name.
PREPOSITIONS = _words(
    """
    in at for from of on near via to about is was are has writes reports covers joined who the as into
    aus bei für in im am an zu zur ist war hat berichtet schreibt arbeitet
    à au aux en dans pour est depuis chez sur
    en desde para es ha
    a da per è
    em no na para
    i på fra från til till hos är er
    w z we v ze je na
    sagt meint schreibt says
    в из на для
    מ ב
    في من
    در از
    """
) - _words("a da")

SAYS = _words("sagt meint schreibt says wrote")
SLOGANS = _words("latest breaking headlines newest aktuelle actualités últimas son آخرین آخر عاجل أحدث")
COPULAS = _words(
    "is was are has est ist war es è är er je ha hat writes covers reports joined lebt schreibt works worked serves "
    "leads"
)

# A line's "by", at its start or after a kicker. Words of two meanings (von, di, de, av) only count in these places.
_MAKING = (
    r"written|words|story|stories|text|reported|report|reporting|posted|published|produced|edited|compiled|"
    r"analysis|opinion|commentary|comment|review|reviewed|"
    r"interview|photos?|photographs?|photography|pictures?|illustrations?|video|read|presented|narrated|created|"
    r"contributed|additional reporting|exclusive|"
    r"submitted|translated|curated|updated|cartoon|graphics?|research|column|essay|guest post|introduction|hosted|"
    r"directed|authored|a story|an essay"
)
_GERMAN = (
    r"kommentar|gastbeitrag|gastkommentar|analyse|interview|reportage|essay|glosse|kolumne|beitrag|artikel|bericht|"
    r"text|meinung|rezension|veröffentlicht|verfasst|geschrieben|"
    r"geposted|gepostet|erstellt|aktualisiert|zeige alle beiträge|alle beiträge|mehr|weitere artikel|protokoll|"
    r"aufgezeichnet|fotos?|bilder|leitartikel|eingestellt|autor"
)
OPENERS = re.compile(
    r"(?:^|(?<=[\s|/·•–\-:;,.(»]))(?:"
    rf"(?:(?:{_MAKING})(?:[,\s]+(?:and|&)\s+[a-z]+)?\s+)?by\b(?!-)"
    r"|(?:with\s+)?(?:additional\s+)?(?:files|reporting|contributions?)\s+(?:from|by)\b"
    r"|(?:the\s+)?(?:executive\s+|senior\s+)?(?:producers?|editors?|presenters?)\s+(?:was|were|is|are)\b"
    rf"|(?:ein(?:e)?\s+)?(?:{_GERMAN}|\w{{3,24}}(?:bericht|analyse|kommentar|interview|beitrag|reportage))\s+von\b"
    r"|propos\s+recueillis\s+par\b|(?:publié|écrit|rédigé|posté|traduit|recueilli)e?\s+par\b"
    r"|(?:escrito|publicado|redactado|entrevista|traducción|traducido|texto)\s+(?:de|por)\b|(?:scritto|"
    r"pubblicato)\s+da\b|a\s+cura\s+di\b|(?:geschreven|gepubliceerd)\s+door\b"
    r"|(?:skrevet|publisert|publicerad|skriven|postad)\s+av\b|(?:skrevet|udgivet)\s+af\b"
    r"|(?:text|texte|testo|texto|tekst|foto|fotos|photos?|photographs|autor(?:in|en|es|a|zy|ka)?|auteurs?|autore|"
    r"autori|författare|forfatter|author|authors|writers?|words|opracował[a]?|napsal[a]?|yazan|yazar|haber|"
    r"röportaj|fotoğraf|kamera|camera|çeviri"
    r"|автор|авторы|текст|фото|yazarı?|γράφει|γραφει)\s*:"
    r"|(?:מאת|כתבה|כתב|צילום|צילומים|תרגום|עריכה|ראיינה?|תחקיר|מילים|עורך|עורכת|כותב|כותבת)\s*:|מאת(?=\s)"
    r"|(?:بقلم|كتب|كتبت|كتبه|إعداد|اعداد|تحرير|ترجمة|حوار|حاوره|حاورها|تقرير|تصوير|متابعة|نقلها|أجرى الحوار|الكاتب|"
    r"المؤلف|مراسلنا|الكاميرا|نویسنده|نوشته|نوشتهٔ|گزارش|ترجمه|مترجم|خبرنگار|عکس|عکاس|گفتگو)\s*[:：]"
    r"|(?:بقلم|كتب|كتبت|إعداد|نوشته|نوشتهٔ|توسط)(?=\s)"
    r"|گزارش\s+از(?=\s)"
    r"|(?:aus\s+[\w-]+(?:\s+[\w-]+)?\s+)?berichte(?:t|n)\b|^\s*(?:به\s+قلم|من|ترجمة|ترجمه|ترجمهٔ|تحرير|گزارش|"
    r"عکس)(?=\s+\S+\s+\S)"
    r"|文\s*●|(?:文|撰文|記者|作者|記者／|글)\s*[:：]"
    r")",
    re.IGNORECASE,
)
# "According to": what follows is an agency or an outlet.
SOURCES = re.compile(r"(?:به\s+گزارش|به\s+نقل\s+از|نقلا\s+عن|نقلاً\s+عن|بحسب|وفقا\s+ل)(?=\s)")

# Words that are "by" only when they open the line or follow a separator.
LEADING = re.compile(
    r"(?:von|vom|par|por|di|door|av|af|przez|od|del|dal\s+nostro\s+inviato|dal\s+nostro\s+corrispondente|"
    r"de\s+nos\s+envoyés\s+spéciaux|de\s+notre\s+(?:envoyée?|correspondante?)(?:\s+spéciale?)?|"
    r"von\s+unsere[mrn]\s+(?:korrespondent(?:en|in)?|reporter(?:in)?|redakteur(?:in)?|mitarbeiter(?:in)?)|"
    r"van\s+onze\s+(?:correspondent|verslaggever|redacteur)|über|about|nga|yazan|от|του|της|των|γράφει\s+[οη])\s+(?=\S)",
    re.IGNORECASE,
)

# Phrases that end what a byline has to say, or are calls to the reader: everything from them on is dropped ...
STAMPS = re.compile(
    r"\b(?:(?:last\s+)?updated|(?:first\s+)?published|posted|(?:last\s+)?modified|publié\s+le|"
    r"mis\s+à\s+jour(?:\s+le)?|actualizado|publicado|aktualisiert|"
    r"(?:artikel\s+)?veröffentlicht(?:\s+am)?|erschienen|pubblicato|aggiornato|güncelleme|yay[ıi]nlanma|"
    r"son\s+güncelleme|giriş)\b|\b(?:stand|date|datum):"
    r"|(?:פורסם|עודכן|תאריך\s+פרסום|نشر\s+في|نشرت?\s+(?:في|:|بتاريخ)|آخر\s+تحديث|تاريخ\s+النشر|تم\s+النشر|"
    r"تاریخ\s+انتشار|منتشر\s+شده|به‌روزرسانی)",
    re.IGNORECASE,
)
ENDINGS = re.compile(
    r"(?:\b(?:view\s+(?:author|all|more|profile|bio|articles)|search\s+author|more\s+(?:posts|articles|stories|"
    r"from|by)|(?:see|show|read)\s+(?:all|more)|all\s+(?:posts|articles|stories)|read\s+(?:more|full|bio)|"
    r"follow(?:\s+(?:us|me|him|her|on|@))?\b|"
    r"share(?:\s+(?:this|on|aa|via|article))?\b|sign\s+(?:up|in|out)|log\s+in|subscribe|click\s+here|listen\s+to|"
    r"download|get\s+(?:our|the)\s+\w+|contact\s+(?:the|our|us|me)|email\s+(?:the|me|us|him|her)|"
    r"send\s+(?:an?\s+)?e-?mail|join\s+(?:us|the)|"
    r"copy\s+link|link\s+copied|text\s+size|our\s+standards|reading\s+time|min(?:ute)?s?\s+read|additional\s+credits|"
    r"esta\s+funcionalidad|iniciar\s+sesión|seguir\s+leyendo|suivre|lire\s+(?:aussi|plus)|partager|"
    r"leggi\s+(?:anche|tutto)|segui(?:r|ci)?\b|mehr\s+(?:zum|vom|artikel|lesen)|artikel\s+(?:teilen|drucken|"
    r"anhören)|folgen\b|jetzt\s+folgen|alle\s+(?:artikel|beiträge)|weitere\s+(?:artikel|beiträge)|teilen\b|"
    r"все\s+(?:статьи|материалы)|подписаться|поделиться|skicka\s+e-?post|följ\b|følg\b|tips\s+(?:meg|oss)|"
    r"devam[ıi]n[ıi]\s+oku|seguinos)\b"
    r"|(?:yazar[ıi]n\s+)?tüm\s+yaz[ıi]lar[ıi]|takip\s+et)"
    r"|(?:האזינו|הקשיבו|לחצו|הצטרפו|שתפו|שלחו|לקריאה|לכל\s+הכתבות|לכתבות\s+נוספות|לעוד\s+כתבות|עוד\s+כתבות|"
    r"כתבות\s+נוספות|קראו\s+עוד|המשך\s+קריאה|עקבו|הירשמו|להרשמה|לתגובות|הוסף\s+תגובה|צפו|לצפייה|הדפס|שמרו|"
    r"לעמוד\s+ה)"
    r"|(?:شارك|شاركها|تابع(?:نا|وا)|تابع\s+آخر|اقرأ\s+(?:أيضا|أيضاً|المزيد)|إقرأ|المزيد|للمزيد|اشترك|حجم\s+الخط|"
    r"طباعة|أرسل|جميع\s+مقالات|كل\s+مقالات|لمتابعة)"
    r"|(?:بیشتر\s+بخوانید|کد\s+خبر|اشتراک|انتهای\s+پیام|دنبال\s+کنید|ادامه\s+مطلب|همه\s+مطالب)",
    re.IGNORECASE,
)

_MONTH = (
    r"(?:jan(?:uary|uar|vier|\.)?|feb(?:ruary|ruar|\.)?|févr(?:ier|\.)?|mar(?:ch|\.)?|mär(?:z|\.)|mars|apr(?:il|"
    r"\.)?|avr(?:il|\.)|may|mai|mayo|june?|juni|juin|july?|juli|juillet|aug(?:ust|\.)?|août|sept?(?:ember|embre|"
    r"\.)?|"
    r"o[ck]t(?:ober|obre|\.)?|nov(?:ember|embre|\.)?|de[cz](?:ember|\.)?|déc(?:embre|\.)?|enero|febrero|marzo|"
    r"abril|junio|julio|agosto|septiembre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|"
    r"settembre|ottobre|dicembre|"
    r"ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|января|февраля|марта|апреля|мая|"
    r"июня|июля|августа|сентября|октября|ноября|декабря|"
    r"[בל]?(?:ינואר|פברואר|מרץ|מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר)|يناير|فبراير|مارس|أبريل|"
    r"ابريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|اكتوبر|نوفمبر|ديسمبر|"
    r"كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين|فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|"
    r"دی|بهمن|اسفند)"
)
_ZONE = r"(?:\s*(?:a\.?m\.?|p\.?m\.?|uhr|h|gmt|utc|[ecmp][sd]t|ist|cest?|bst|hkt))?"
_WEEKDAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|"
    r"samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|miércoles|jueves|viernes|s[áa]bado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|mo|di|mi|do|fr|sa|so"
)
DATES = re.compile(
    rf"(?:\b(?:{_WEEKDAY})\.?,?\s+)?(?:"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\.?\s*(?:de\s+)?{_MONTH}\.?(?:,|\s+de)?\s*(?:\d{{4,7}})?\b"
    rf"|\b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    r"|\d{1,4}[./\-]\d{1,2}[./\-]\d{2,4}"
    rf"|\d{{1,2}}\s?[:.]\s?\d{{2}}(?:\s?:\s?\d{{2}})?Â?{_ZONE}"
    r"|\b\d{4}\s+(?:gmt|utc)\b|\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}\s?[時时点시]\s?\d{1,2}\s?[分분]?"
    r"|\b\d+\s+(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|min|std|stunden?|tagen?|artikel|beiträge|"
    r"articles|posts|words|comments?)\.?(?:\s+(?:ago|read))?(?!\w)"
    r")",
    re.IGNORECASE,
)
