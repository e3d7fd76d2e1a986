"""News agencies and outlets by name, and the words that mark any other name as an organisation's.

Names are general knowledge of the trade, in the spellings bylines use; an outlet's own name comes from its
configuration and need not be here. All values are folded.
"""

from __future__ import annotations

from normalise.text import fold

_NAMES = """
ap|associated press|the associated press|afp|agence france-presse|agence france presse|reuters|thomson reuters
bloomberg|bloomberg news|upi|united press international|dpa|deutsche presse-agentur|deutsche presse agentur|apa
austria presse agentur|sda|keystone-sda|keystone|ats|sid|epd|kna|efe|agencia efe|europa press|ansa|agi|adnkronos
lusa|belga|anp|ntb|tt|tt nyhetsbyrån|ritzau|stt|pap|čtk|ctk|tasr|mti|agerpres|tanjug|hina|bta
tass|itar-tass|ria|ria novosti|interfax|xinhua|xinhua news agency|kyodo|kyodo news|jiji|jiji press|yonhap|pti
press trust of india|ani|ians|aap|australian associated press|pa|pa media|press association|cp|the canadian press
canadian press|la presse canadienne|presse canadienne|telam|télam|notimex|agencia brasil|agência brasil
estadão conteúdo|agencias|agencies|agenzie|agenturen|ajanslar|byråer|wires|wire reports|wire services|news agencies
combined wire services|dow jones|dow jones newswires|auswärtiges amt
anadolu|anadolu agency|anadolu ajansı|aa|dha|iha|i̇ha|demirören haber ajansı|ihlas haber ajansı|anka
anka haber ajansı|bbc türkçe|dw türkçe|sputnik|isna|irna|mehr news|mehr news agency|fars news|fars news agency
tasnim|press tv|wafa|spa|sana|qna|kuna|wam|petra|bna|ina|mena|maan|ma'an|jta|i24news|i24|tps|jns|kan|kan 11
channel 12|channel 13|n12|flash90|flash 90|getty|getty images|epa|zuma|shutterstock
bbc|bbc news|bbc sport|cnn|cbs|cbs news|nbc|nbc news|abc news|cbc|cbc news|npr|pbs|fox|fox news|fox nation
fox business|euronews|msnbc|cnbc|sky news|itv news|channel 4 news|al jazeera|aljazeera|al arabiya|the new york times
new york times|the washington post|washington post|the wall street journal|wall street journal|the guardian|guardian
the times|financial times|the economist|the independent|the telegraph|daily mail|mailonline|the sun|usa today
los angeles times|politico|axios|time|newsweek|the atlantic|huffpost|the hill|vox|forbes|fortune|propublica|wired
techcrunch|phys.org|the conversation|the intercept|the nation|the new yorker|business insider|condé nast
haaretz|the jerusalem post|jerusalem post|jpost|ynet|ynetnews|walla|maariv|israel hayom|the times of israel
times of israel|toi|globes|calcalist|themarker|the marker|mako|arutz sheva|972 magazine|+972 magazine|the new arab
middle east eye|al-monitor|the national|arab news|asharq al-awsat|al-ahram|daily sabah|hurriyet daily news
l'orient-le jour|l'orient today|tehran times|iran international
le monde|le figaro|libération|liberation|les echos|l'équipe|france 24|rfi|franceinfo|bfmtv|mediapart|el país|el pais
el mundo|abc|la vanguardia|el periódico|corriere della sera|la repubblica|la stampa|il sole 24 ore|der spiegel
spiegel|spiegel online|die zeit|zeit online|faz|f.a.z|süddeutsche zeitung|sz|die welt|welt|bild|focus|focus online
stern|taz|tagesschau|ard|zdf|wdr|ndr|mdr|swr|rbb|br|hr|orf|srf|nzz|dw|deutsche welle|n-tv|rtl|heise online|golem.de
watson|blick|tamedia|kicker|redaktionsnetzwerk deutschland|rnd
cumhuriyet|hürriyet|milliyet|sabah|sözcü|birgün|evrensel|t24|bianet|ntv|cnn türk|habertürk|medyascope|duvar
gazete duvar
רויטרס|איי-פי|אי-פי|איי.פי|אי.פי|איי פי|אי פי|איי.אף.פי|אי-אף-פי|אי.אף.פי|איי אף פי|אי אף פי|סוכנויות
סוכנויות הידיעות|סוכנויות החדשות|פלאש 90|פלאש90|לע"מ|דובר צה"ל|דו"צ|ynet|הארץ|ידיעות אחרונות|ידיעות|מעריב|ישראל היום
וואלה|וואלה!|וואלה חדשות|כאן חדשות|כאן 11|חדשות 12|חדשות 13|ערוץ 12|ערוץ 13|ערוץ 7|גלובס|כלכליסט|דה מרקר|דהמרקר
גלי צה"ל|גל"צ|כאן רשת ב|רשת ב|סרוגים|כיכר השבת|מקור ראשון|טיימס אוף ישראל|ניו יורק טיימס|הניו יורק טיימס
וושינגטון פוסט|סי-אן-אן|cnn|גטי אימג'ס|אי.פי.אי
رويترز|روترز|أ ف ب|ا ف ب|أ.ف.ب|ا.ف.ب|أف ب|اف ب|فرانس برس|فرنس برس|فرانس 24|د ب أ|د ب ا|د.ب.أ|أ ب|ا ب|أ.ب|أسوشيتد برس
اسوشيتد برس|أسوشييتد برس|يو بي آي|يو بي اي|واس|وام|قنا|كونا|بنا|سانا|وفا|بترا|أ ش أ|ا ش ا|أ.ش.أ|و.م.ع|و م ع|وات|واج
الأناضول|الاناضول|شينخوا|سبوتنيك|تاس|انترفاكس|نوفوستي|الوكالات|وكالات|وكالات الأنباء|الوكالات العالمية|شفق نيوز|معا
صفا|شهاب|سما|فارس|مهر|إرنا|ارنا|تسنيم|إفي|افي|ماب|د.ب.ا
الجزيرة|الجزيرة نت|الجزيرة.نت|العربية|العربية نت|العربية.نت|سكاي نيوز عربية|سكاي نيوز|بي بي سي|بي بي سي عربي
سي إن إن|سي ان ان|سي إن إن عربية|الشرق الأوسط|الحياة|القدس العربي|العربي الجديد|الأهرام|الاهرام|اليوم السابع
المصري اليوم|الشروق|الوطن|النهار|السفير|الأخبار|المدن|عكاظ|سبق|المدينة|اليوم|الاقتصادية|البيان|الخليج|الاتحاد|الراي
القبس|هسبريس|دويتشه فيله|روسيا اليوم|الحرة|المنار|الميادين|النشرة|إيلاف|ايلاف|عربي21|عنب بلدي|رصيف22|إندبندنت عربية
اندبندنت عربية|نيويورك تايمز|واشنطن بوست|الغارديان|هآرتس|يديعوت أحرونوت
ایسنا|ایرنا|مهر|فارس|تسنیم|ایلنا|میزان|رویترز|فرانسه|خبرگزاری فرانسه|آسوشیتدپرس|الجزیره|یورونیوز|بی‌بی‌سی
بی‌بی‌سی فارسی|رادیو فردا|ایران اینترنشنال|صدای آمریکا|همشهری|همشهری آنلاین|کیهان|شرق|اعتماد|اسپوتنیک|اسپوتنیک
العالم|پرس تی وی|yjc|ایبنا|ایسکانیوز|خبرآنلاین|انتخاب|تابناک|عصر ایران|ایمنا|شینهوا|العربیه|آناتولی
тасс|риа новости|риа|интерфакс|рейтер|ап|афп|рбк|коммерсантъ|коммерсант|медуза|укринформ|унiан|униан|ведомости
известия
時事通信|共同通信|共同|朝日新聞|読売新聞|毎日新聞|産経新聞|日本経済新聞|연합뉴스|뉴시스|뉴스1|新华社|新華社|中新社
中央社
"""

# A chunk that holds one of these is an organisation's name, whatever the words before it.
_MARKERS = """
agency agencies association authority broadcasting bureau bund centre center chronicle church club coalition college
committee academy company corporation corp council courier daily department foundation gazette gmbh group herald
hospital inc institute institution
journal llc ltd magazine magazin media mediengruppe ministry museum network newspaper newspapers newswire office
organisation organization party post-gazette press publishing radio service services society stiftung studio studios
television government affairs guides projects advertisement ediciones fraktion ministerium polizei
times tribune tv union universität university université universidad università verband verein verlag zeitung
nachrichten news foto-agentur agentur presse presseagentur pressedienst pressemitteilung nachrichtenagentur
agence agencia agência agenzia agentura agencja agentschap periódico diario journaux éditions editions rédaction
fondation fundación fundação fondazione institut instituto istituto ministère ministerio université associazione
asociación
ajansı ajans gazeta gazetesi gazete haber haberleri merkezi servisi dergisi vakfı derneği üniversitesi bakanlığı
televizyonu medya
סוכנות סוכנויות מערכת חדשות עיתון אתר ידיעות דובר דוברות שירות אוניברסיטת אוניברסיטה מכון מרכז עמותת ארגון משרד רשת
ערוץ רדיו טלוויזיה
وكالة وكالات صحيفة جريدة مجلة موقع قناة إذاعة شبكة مركز مؤسسة جامعة وزارة هيئة معهد منظمة جمعية تلفزيون نيوز أونلاين
اونلاين بوابة
خبرگزاری روزنامه پایگاه شبکه دانشگاه مجله سایت وزارت سازمان رادیو باشگاه
агентство новости газета журнал редакция телеканал радио университет институт министерство служба фонд
新聞 新聞社 通信 通信社 通訊社 オンライン ニュース 編集部 放送 テレビ 뉴스 신문 일보 통신 방송 新闻 新闻网 日报 晚报
编辑部
"""

# Ends of compounds that are an organisation: Verteidigungsministerium, SPD-Fraktion, Bundespolizei.
_MARKER_ENDINGS = """
ministerium fraktion polizei regierung verwaltung feuerwehr behörde gesellschaft redaktion agentur universität
ministeriet ministerie
"""

# Words that open the name of a town's or a county's administration.
_CIVIC = "stadt gemeinde landkreis kanton kreisverwaltung ayuntamiento municipality comune mairie gobierno"

# Words of a newsroom without a name of its own: alone, or after an outlet's name, they are an organisation;
# after a person's, an aside.
_STAFF = """
staff team desk newsroom webteam redaktion redaktionen redaction redacción redazione redação redactie redaksjonen
redaktionen redakcja redakce редакция toimitus editorial board crew contributors reports report newsdesk webdesk
editors reporters rédaction online digital web service
wire wires journalists submissions admins redaksjon editorialboard redakcia redaksia redaksioni szerkesztőség
מערכת כתבי כתבינו צוות
هيئة التحرير أسرة التحرير تحرير مراسلنا مراسلونا قسم
گروه سرویس تحریریه دفتر
"""

# Phrases that are a desk of the outlet and nobody by name.
_DESKS = """
letters|letters to the editor|leserbriefe|courrier des lecteurs|cartas|מכתבים|מכתבים למערכת|رسائل القراء|editorial
leitartikel|leader|the editors|editorial board|מאמר המערכת|מאמר מערכת|דבר המערכת|الافتتاحية|افتتاحية|رأي القدس
سرمقاله|يوميات|başyazı|éditorial|editoriale|redaktioneller beitrag
"""


def _folded(table: str) -> frozenset[str]:
    return frozenset(fold(word) for line in table.strip().splitlines() for word in line.split("|"))


# A country after one other word names an edition or a chapter: "Houzz Deutschland", "Attac France".
_EDITIONS = """
france deutschland germany italia italy españa spain schweiz suisse österreich austria brasil brazil canada
australia india japan uk usa international
worldwide global europe europa africa america asia arabia arabic english türkiye nederland sverige norge danmark
polska русия россия
"""
EDITIONS = frozenset(fold(word) for word in _EDITIONS.split())
ORGANISATIONS = _folded(_NAMES)
DESKS = _folded(_DESKS)
MARKERS = frozenset(fold(word) for word in _MARKERS.split())
STAFF = frozenset(fold(word) for word in _STAFF.split())
# Longest of the names in words: how far a search for a name inside a chunk has to look.
LONGEST_ORGANISATION = max(name.count(" ") + 1 for name in ORGANISATIONS)
CIVIC = frozenset(_CIVIC.split())
_ENDINGS = tuple(fold(word) for word in _MARKER_ENDINGS.split())


def is_marker(key: str) -> bool:
    """Whether a folded word marks an organisation's name."""
    return key in MARKERS or key.endswith(_ENDINGS)
