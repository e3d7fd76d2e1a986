"""Cities, countries and regions as datelines print them, in Latin, Arabic, Persian and Hebrew script.

A dateline city beside a name is not a person. The list holds capitals, large cities and the places Middle East
datelines name most; a city that is missing is still recognised where punctuation says it ("City: Name", "Name
(City)").
"""

from __future__ import annotations

from normalise.text import fold

_LATIN = """
abidjan|abu dhabi|abuja|accra|addis ababa|aden|afghanistan|africa|aleppo|alexandria|algeria|algiers|amman|amsterdam
ankara|antakya|antalya|arizona|ashdod|ashkelon|athens|athen|atenas|athènes|atlanta
auckland|australia|austria|baghdad|bagdad|bahrain|baku|bali|baltimore|bangalore|bangkok|barcelona|basel|basra
beersheba|beijing|peking|pekin|beirut|beyrouth|belfast|belgium|belgrade|belgrad|bengaluru
berlin|bern|berne|bethlehem|birmingham|bogota|bogotá|bologna|bonn|boston|brasilia|bratislava|brazil|bremen|brisbane
bristol|britain|brussels|bruxelles|brüssel|bruselas|bucharest|budapest|buenos aires|bursa|cairo|le caire|kairo
el cairo
calgary|california|canada|canberra|cape town|caracas|cardiff|casablanca|chennai|chicago|chile|china|cleveland
cologne|köln|colombia|colombo|colorado|copenhagen|kopenhagen|københavn|cyprus|dakar|dallas|damascus|damaskus|damas
davos|delhi|new delhi
denver|detroit|dhaka|diyarbakır|djibouti|doha|donetsk|dortmund|dresden|dubai|dublin|durban|düsseldorf|edinburgh
egypt|england|erbil|essen|europe|florida|france|frankfurt|gaza|gaza city|gaza strip|gaziantep|geneva|genève|genf
germany|glasgow
greece|haifa|hague|the hague|den haag|hamburg|hanoi|hannover|harare|havana|hebron|helsinki|hong kong|houston|idlib
india|indonesia|iran|iraq|ireland|islamabad|israel|istanbul|i̇stanbul|italy|izmir|jaffa|jakarta|japan|jenin
jerusalem|west jerusalem|east jerusalem|jérusalem|jerusalén|jeddah
johannesburg|jordan|kabul|kampala|karachi|karlsruhe|kathmandu|kenya|kharkiv|khan younis|khartoum|kiel|kiev|kigali
kinshasa|kolkata|kuala lumpur|kuwait|kuwait city|kyiv|kyjiw|lagos|lahore|las vegas|lausanne|lebanon|leipzig|libya
lille
lima|lisbon|lisboa|lissabon|liverpool|london|londres|londra|los angeles|luxembourg|luzern|lyon|madrid|maidan|mainz
manama|manchester|manila|marrakesh|marseille|mecca|medina|melbourne|mexico|mexico city|ciudad de méxico|méxico|miami
milan|milano|mailand|minneapolis
minsk|montreal|montréal|morocco|moscow|moskau|moscou|moscú|mosul|mumbai|munich|münchen|muscat|nablus|nairobi|nanjing
naples|napoli|nazareth|netanya|new jersey|new orleans|new york|new york city|new zealand|niamey|nicosia|nigeria
norway
nürnberg|nuremberg|oslo|ottawa|oxford|pakistan|palermo|palestine|palo alto|paris|perth|philadelphia|phoenix
pittsburgh|poland|port-au-prince|portland|porto|prague|praha|prag|pretoria|pristina|qatar|quito|rabat|rafah|ramallah
ramat gan
reykjavik|riga|rio de janeiro|riyadh|riad|rom|rome|roma|rotterdam|russia|saint petersburg|st. petersburg|san diego
san francisco|san salvador|sanaa|santiago|são paulo|sao paulo|sarajevo|saudi arabia|seattle|seoul|sevilla|shanghai
shenzhen|sidon|silicon valley
singapore|sinai|skopje|sofia|south africa|spain|srinagar|stockholm|strasbourg|straßburg|stuttgart|sudan|switzerland
sydney|syria|taipei|taiwan|tallinn|tashkent|tbilisi|tehran|teheran|téhéran|tel aviv|tel-aviv|tel aviv-jaffa|texas
tiberias|tokyo|tokio|toronto
toulouse|trento|tripoli|tunis|tunisia|turin|torino|turkey|türkiye|ukraine|united kingdom|united nations
united states|u.s|usa|uk|eu|uae|vancouver|vatican city|venice|vienna|wien|viena|vilnius|warsaw|warszawa|warschau
washington|washington dc|washington, d.c|d.c|wellington|west bank|yemen|yerevan
zagreb|zurich|zürich|adana|konya|mersin|erzurum|van|trabzon|şanlıurfa|hatay|mardin|kocaeli|kayseri|samsun
kahramanmaraş|malatya|isfahan|mashhad|tabriz|shiraz|qom
palma de mallorca|las palmas|las palmas de gran canaria|santa cruz de tenerife|santiago de compostela|san sebastián
a coruña|la coruña|ibiza|menorca|tenerife|gran canaria|santiago de chile|valparaíso|viña del mar|punta arenas|la paz
santa cruz de la sierra|cochabamba|guayaquil|cartagena de indias|barranquilla|maracaibo|montevideo|mar del plata
la plata|la habana|ciudad de guatemala|tegucigalpa|managua|san josé|ciudad de panamá|panamá|ciudad juárez|tijuana
querétaro|cancún|san luis potosí|cusco|belo horizonte|porto alegre|brasília|recife|curitiba|manaus|florianópolis
"""

_ARABIC = """
الرياض|جدة|مكة|مكة المكرمة|مكه|المدينة المنورة|المدينة|الدمام|الخبر|الظهران|الأحساء|الاحساء|الهفوف|القطيف|الجبيل
الطائف|أبها|ابها|خميس مشيط|جازان|جيزان|نجران|تبوك|حائل|بريدة|القصيم|عنيزة|الباحة|بيشة|ينبع|عرعر|سكاكا|الجوف
حفر الباطن|الخرج|الدوادمي|المجمعة|شقراء|الزلفي|رابغ|القنفذة|محايل عسير|عسير
القريات|رفحاء|طريف|وادي الدواسر|الأفلاج|صبيا|أبوظبي|أبو ظبي|ابوظبي|دبي|الشارقة|عجمان|رأس الخيمة|الفجيرة|العين|الدوحة
الكويت|المنامة|مسقط|صلالة|صنعاء|عدن|تعز|الحديدة|مأرب|حضرموت|المكلا|إب|القاهرة|الاسكندرية|الإسكندرية|الجيزة|بورسعيد
السويس|الإسماعيلية|أسوان|الأقصر|شرم الشيخ|الغردقة|سيناء|شمال سيناء|العريش|رفح|المنصورة|طنطا|أسيوط|سوهاج|المنيا
الفيوم|دمياط|قنا|بني سويف|الزقازيق
القدس|القدس المحتلة|رام الله|غزة|خان يونس|دير البلح|جباليا|نابلس|جنين|الخليل|بيت لحم|طولكرم|قلقيلية|أريحا|طوباس
سلفيت|حيفا|يافا|الناصرة|تل أبيب|عكا|أم الفحم|بئر السبع|الضفة الغربية|بيروت|طرابلس|صيدا|صور|بعلبك|زحلة|البقاع|الجنوب
النبطية|دمشق|حلب|حمص|حماة|اللاذقية|طرطوس|إدلب|درعا|السويداء|القامشلي|الحسكة|الرقة|دير الزور|ريف دمشق
عمان|عمّان|إربد|الزرقاء|العقبة|المفرق|الكرك|السلط|بغداد|البصرة|الموصل|أربيل|اربيل|السليمانية|كركوك|النجف|كربلاء
الأنبار|الرمادي|الفلوجة|تكريت|ديالى|دهوك|الناصرية|العمارة|الحلة|الخرطوم|أم درمان|بورتسودان|دارفور|جوبا|بنغازي|مصراتة
سرت|سبها|تونس|صفاقس|سوسة|القيروان|الجزائر|وهران|قسنطينة|عنابة|الرباط|الدار البيضاء|فاس|مراكش|طنجة|أكادير|وجدة|مكناس
تطوان|العيون|نواكشوط|مقديشو|جيبوتي
أنقرة|إسطنبول|اسطنبول|إستانبول|غازي عنتاب|أنطاليا|طهران|أصفهان|مشهد|قم|كابل|كابول|قندهار|إسلام آباد|اسلام آباد
كراتشي|لاهور|بيشاور|نيودلهي|نيو دلهي|مومباي|دلهي|دكا|كولومبو|كاتماندو|بكين|شنغهاي|هونغ كونغ|هونج كونج|تايبيه|طوكيو
أوساكا|سيول|بيونغ يانغ|بانكوك|جاكرتا|كوالالمبور|كوالا لمبور|سنغافورة|مانيلا|هانوي|سيدني|ملبورن|كانبرا|ولينغتون
لندن|مانشستر|ليفربول|برمنغهام|ادنبره|إدنبرة|دبلن|باريس|ليون|مرسيليا|نيس|ستراسبورغ|برلين|ميونيخ|ميونخ|فرانكفورت
هامبورغ|كولونيا|بون|فيينا|جنيف|زيورخ|زيوريخ|برن|دافوس|لوزان|بروكسل|أمستردام|لاهاي|روتردام|لوكسمبورغ|روما|ميلانو
نابولي|باليرمو|تورينو|الفاتيكان|مدريد|برشلونة|إشبيلية|لشبونة|أثينا|اثينا|نيقوسيا|ستوكهولم|أوسلو|كوبنهاغن|هلسنكي
وارسو|براغ|بودابست|بوخارست|صوفيا|بلغراد|سراييفو|زغرب|تيرانا|موسكو|كييف|مينسك|تبليسي|باكو|يريفان|سوتشي
واشنطن|نيويورك|لوس أنجليس|لوس أنجلوس|لوس انجليس|شيكاغو|هيوستن|بوسطن|ميامي|سان فرانسيسكو|لاس فيغاس|ديترويت|فيلادلفيا
أتلانتا|دالاس|سياتل|فيرغسون|نيو أورليانز|تورنتو|أوتاوا|مونتريال|فانكوفر|مكسيكو سيتي|مكسيكو|هافانا|كراكاس|بوغوتا|ليما
ريو دي جانيرو|ساو باولو|برازيليا|بوينس آيرس|سانتياغو|نيروبي|أديس أبابا|كمبالا|كيغالي|لاغوس|أبوجا|أكرا|داكار|باماكو
نيامي|نجامينا|كيب تاون|جوهانسبورغ|بريتوريا|كينشاسا|هراري
السعودية|مصر|سوريا|لبنان|الأردن|العراق|فلسطين|إسرائيل|إيران|تركيا|اليمن|ليبيا|السودان|المغرب|قطر|البحرين|الإمارات
سلطنة عمان|موريتانيا|الصومال|فرنسا|ألمانيا|بريطانيا|إيطاليا|إسبانيا|روسيا|الصين|اليابان|الهند|باكستان|أفغانستان
أميركا|أمريكا|الولايات المتحدة|كندا|أستراليا|البرازيل|أوكرانيا|اليونان|قبرص|سويسرا|النمسا|هولندا|بلجيكا|السويد
النرويج
تهران|اصفهان|شیراز|تبریز|کابل|نیویورک|واشنگتن|لندن|پاریس|برلین|مسکو|بغداد|دمشق|بیروت|استانبول|آنکارا|بیت‌المقدس|غزه
وین|ژنو|ایران|کرمان|یزد|اهواز|رشت|ساری|همدان|ارومیه|کرمانشاه
"""

_HEBREW = """
ירושלים|מזרח ירושלים|תל אביב|תל-אביב|חיפה|באר שבע|באר-שבע|אשדוד|אשקלון|נתניה|חולון|רמת גן|הרצליה|רעננה|כפר סבא
פתח תקווה|ראשון לציון|רחובות|לוד|רמלה|מודיעין|בית שמש|בני ברק|טבריה|צפת|עכו|נהריה|כרמיאל|עפולה|נצרת|אילת|דימונה|ערד
שדרות|אופקים|נתיבות|קריית שמונה|קרית שמונה|מטולה|אום אל-פחם|טירה|טייבה
חברון|שכם|ג'נין|רמאללה|בית לחם|יריחו|טול כרם|קלקיליה|אריאל|גוש עציון|עזה|רצועת עזה|חאן יונס|רפיח|דיר אל-בלח|הגולן
רמת הגולן|הגליל|הנגב|יהודה ושומרון|ניו יורק|ניו-יורק|וושינגטון|לוס אנג'לס|לוס אנג׳לס|סן פרנסיסקו|שיקגו|בוסטון|מיאמי
טורונטו|מונטריאול|מקסיקו סיטי|בואנוס איירס|ריו דה ז'ניירו|סאו פאולו
לונדון|מנצ'סטר|פריז|פאריס|מרסיי|ליון|ברלין|מינכן|פרנקפורט|המבורג|וינה|ז'נבה|ציריך|באזל|דאבוס|בריסל|אמסטרדם|האג|רומא
מילאנו|מדריד|ברצלונה|ליסבון|אתונה|ניקוסיה|קפריסין|לרנקה|סטוקהולם|אוסלו|קופנהגן|הלסינקי|ורשה|קרקוב|פראג|בודפשט|בוקרשט
סופיה|בלגרד|מוסקבה|קייב|קייב|אודסה|מינסק|איסטנבול|אנקרה|קהיר|אלכסנדריה|שארם א-שייח'|עמאן|ביירות|דמשק|חלב|בגדאד|טהרן
ריאד|דובאי|אבו דאבי|דוחא|מנאמה|רבאט|קזבלנקה|תוניס
ניו דלהי|מומבאי|בייג'ינג|שנגחאי|הונג קונג|טוקיו|סיאול|בנגקוק|סינגפור|סידני|מלבורן|ניירובי|אדיס אבבה|יוהנסבורג|קייפטאון
ישראל|ארצות הברית|ארה"ב|בריטניה|אנגליה|צרפת|גרמניה|איטליה|ספרד|פולין|רוסיה|אוקראינה|טורקיה|מצרים|ירדן|לבנון|סוריה
עיראק|איראן|סין|יפן|הודו|קנדה|אוסטרליה|יוון|הונגריה|רומניה|הולנד|בלגיה|שווייץ|אוסטריה|שוודיה|נורבגיה|דנמרק|ברזיל
ארגנטינה|סעודיה|קטאר|איחוד האמירויות
"""

PLACES = frozenset(
    fold(place).rstrip(".")
    for table in (_LATIN, _ARABIC, _HEBREW)
    for line in table.strip().splitlines()
    for place in line.split("|")
)
