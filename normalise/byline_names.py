"""Given names, particles, titles and suffixes: what tells that words are a person's name, by language.

The lists are common names of each language, not a directory: a name that is missing is still read as a name where
position and spelling say so. They decide only what those leave open: where two names run together, whether a Hebrew
ו or Arabic و belongs to the word, whether "X Y Team" begins with a person.
"""

from __future__ import annotations

from normalise.text import fold

_LATIN = """
aaron abby abdul abigail adam adrian adriana agnes ahmad ahmed aidan aileen alain alan alana albert alberto
aleksandar alejandra alejandro
alena alessandra alessandro alex alexander alexandra alexandre alexandros alexei alexis alfred ali alice alicia
alina alison alistair allan
allison alon alvaro amanda amber amelia amelie amina amir amit amos amy ana anastasia anders andre andrea andreas
andrei andres
andrew andy angela angelika angus anita anja ann anna anne annette annie anthony antoine anton antonia antonio anya
april ariel
arjun arne arnold arthur asha ashley astrid audrey august avi ayse barak barbara barry bart beata beate beatrice
beatriz becky ben benedict
benedikt benjamin bernard bernd bernhard bert beth bethany betsy bettina bill birgit bjorn bob boris brad bradley
brandon brenda
brendan brett brian bridget britta brooke bruce bruno bryan caitlin callum cameron camila camille cara carina carl
carla carlo carlos carmen
carol carole carolin carolina caroline carolyn carrie carsten cassandra catarina catherine cathy cecile cecilia
celine cem chantal
charles charlie charlotte chelsea chloe chris christa christian christiane christina christine christof christoph
christophe
christopher chuck cindy claire clara clarissa claude claudia claudio claus clive colin colleen connor conor corina
corinna craig
cristina cristian curtis cynthia dagmar daisy dale damian damien dan dana daniel daniela daniele danielle danny
daphne darren dave
david dean deborah debbie declan deirdre denis denise dennis derek detlef diana diane diego dieter dimitri dirk
dmitry dolores
dominic dominik dominique don donald donna doris dorothy doug douglas drew duncan dylan eamonn ed eddie edgar
eduardo edward edwin
egor eileen elaine eleanor elena eli elias elif elisa elisabeth elise eliza elizabeth elke ella elle ellen ellie
elliot elliott
elsa emanuel emil emilia emilie emilio emily emine emma emmanuel emre enrico enrique erhan eric erica erich erik
erika erin ernest ernesto
ernst esra esther ethan eugene eva evan evelyn ewa eyal ezgi fabian fabio fatima fatma felicity felipe felix
ferdinand fernanda
fernando finn fiona florence florian frances francesca francesco francis francisco franck francois frank franz fred
frederic frederick
frederik friedrich fritz gabriel gabriela gabriele gabriella gareth gary gavin gemma gene geoff geoffrey georg
george georgia georgina
gerald gerard gerd gerhard gerrit gert gideon giles gillian gina giorgio giovanni giulia giuseppe glen glenn gloria
gordon grace
graeme graham grant greg gregor gregory gretchen guido guillaume guillermo gunter gunther gustav gustavo guy hadas
hagar haim hakan
hamish hana hanna hannah hannes hans harald harold harriet harry harvey hasan hassan hayley heather hector heidi
heike heiko
heinrich heinz helen helena helene helga helmut henning henri henrik henry herbert herman hilary hilal holger holly
horst howard hubert
hugh hugo hussein ian ibrahim ida ignacio igor ilan ilana ilya imogen ina ines inga inge ingo ingrid irene irina
iris irmela isaac isabel
isabella isabelle isobel itai italo itamar ivan ivana ivo jack jackie jacob jacqueline jacques jaime jake jakob
jakub jamal james
jamie jan jana jane janet janine janis jared jasmin jasmine jason javier jay jean jeff jeffrey jelena jemima jen
jenna jennie
jennifer jenny jens jeremy jerome jerry jesper jess jesse jessica jesus jill jim jimena jimmy jo joan joana joanna
joanne joao joachim jochen joe joel johan
johanna johannes john johnny jon jonas jonathan jordan jorg jorge jose josef joseph josephine josh joshua joyce juan
juana
judith judy juergen jules julia julian juliana juliane julie julien juliet juliette julio julius jurgen justin
justine jutta kai kamal
karen karim karin karina karl karla karol karolina karoline karsten kasia kate katharina kathleen kathrin kathryn
kathy katie katja
katrin katrina katy kay kayla keith kelly ken kenneth kerry kerstin kevin khaled kim kimberly kirsten kirsty klara
klaus konrad konstantin kristen
kristian kristin kristina kristine kurt kyle laila lara larry lars laura lauren laurence laurent lea leah lee leila
lena leo leon leonard
leonardo leonie leroy lesley leslie levi lewis liam lidia lili lillian lily lina linda lindsay lindsey linus lisa
liz lizzie lloyd
logan lois lorena lorenz lorenzo lori lorna lorraine lothar lou louis louisa louise luc luca lucas lucia luciana
lucie lucy ludovic ludwig luigi luis
luisa lukas luke lydia lynn madeleine madeline madison mads maggie magnus mahmoud maja malcolm malte manfred manuel
manuela mara marc marcel marcelo marcia
marco marcos marcus margaret margarita margot maria mariam marian mariana marianne marie marijke marina mario marion
marisa marius
mark marko markus marlene marta martha martin martina marvin mary marwan mateusz mathew mathias mathieu mathilde
matt matteo
matthew matthias matthieu maureen maurice mauricio max maxim maxime maximilian maya megan mehdi mehmet mel melanie
melissa mercedes meredith mete mia michael
michaela michal michel michele michelle miguel mika mike mikhail mila milan milena milo mina miranda miri miriam
mirjam mitchell moa mohamed mohammad mohammed
moira molly mona monica monika monique morgan moritz moran moshe muhammad murat mustafa nada nadav nadia nadine
nadja nancy naomi natalia
natalie natasha nathalie nathan neil nellie nelson nia niall nicholas nick nicky nico nicola nicolas nicole niels
nigel nike nikki niklas
nikolai nikolas nils nina nir noa noah noam noel nora norbert norman nour octavia oksana olaf ole oleg olga oliver
olivia olivier omar orla
orly oscar oskar otto owen ozlem pablo paige pamela paola paolo pascal pat patricia patricio patrick patrik patrizia
paul paula
paulina pauline paulo pavel pedro peggy penny per pete peter petra phil philip philipp philippa philippe phillip
phoebe pia pierre piers
piotr polly priscilla priya quentin rachael rachel radek rafael ralf ralph ramon ran rana randy raphael raul ravi
ray raymond rebecca reem reinhard
remy rena renate rene rhys ricardo rich richard rick ricky rita rob robbie robert roberta roberto robin rod rodrigo
roger roi roland rolf
roman romy ron ronald ronen rory rosa rosalind rosemary rosie ross rowan roxanne roy ruben rudiger rudolf rupert
russell ruth ryan sabine sabrina
sadie said sally salma sam samantha samir samuel samy sandra sandrine santiago sara sarah sascha sasha scott sean
sebastian selim selma serena
serge sergei sergio seth severin shane shannon sharon shaun shawn sheila shira shlomo sibylle sidney sigrid silke
silvia simon
simona simone sina sofia sofie sonia sonja sophia sophie stacy stan stefan stefanie steffen stella stephan stephane
stephanie stephen
steve steven stewart stuart sue sunil susan susanna susanne susie suzanne suzi svein sven svenja sybille sylvia
sylvie tal tamar tamara tania tanja tanya
tara tariq tatiana tatjana taylor ted teresa terry tess tessa thea theo theodor theresa therese thomas thorsten tilo
till tim timo timothy tina
tobias toby todd tom tomas tomasz tommy toni tony torben torsten tracey tracy trevor tricia tristan ulf ulla ulrich
ulrike ursula
uta ute uwe valentin valentina valeria valerie vanessa vera verena veronica veronika vic vicky victor victoria
viktor viktoria
vincent viola violet virginia vivian viviana vladimir volker waldemar walid walter warren wayne wendy wenke werner
wesley wiebke wilhelm will
william wim winfried wolf wolfgang xavier yael yair yan yannick yannis yara yasmin yasmine yoav yolanda yonatan
yossi youssef yuri yusuf yvette
alyssa aisha akiko alexa alfredo alisha alma alvin amal amelie andreea angelo angie anneliese annika ansgar archie
ariana arianna armin arno aurelie aurelien ava
axel bastian bea bella benedetta bernadette bianca bonnie brigitte brittany byron calvin candice casey cedric
celeste chad chiara chelsie clemens clement clementine
clinton constance constantin cora corey courtney dani danilo darius delphine desmond destiny dilara donovan edith
edoardo efrat eli elodie elvira emre enzo erica etienne eugenia eugenio
ezra fabienne fanny faith federica federico felicia ferdinando filip filippo floriane gaelle gaetan garrett gemma
genevieve gerardo gianluca gilles ginger giuliano gonzalo gregoire
gwen hailey hamza hank harper hazel heloise hermann hiroshi hugues ilaria imran iona irina isaiah isla iman jade
jaroslav javed jaya jeanette jeanne jeremie joelle jorgen josefine
josefina judit juho junko kaitlyn karolin kasper katrine kemal kenji kendall kirk kirill kristof kristy lance latifa
laurie lennart leonora leopold lidija lilian lilly lionel
lionel liora lisbeth livia ljubica lluis loic lorraine lucio ludovica luiz magali magdalena mahmut malin malte mandy
manon mar marcin maren margaux margherita margrit mariano maribel marika
marit marta mathis maud maximiliano maxine melinda merve michela mihai milica minh miroslav mohamad mohsen molly
morten mustapha myriam nadav naima naoko nasser natalya nele neha nigel nikita
nikola nikos nour octavio odile olivia omer oriol orlando ottavio pablo padraig pal pascale patrycja pawel pearl per
perla philippa pierluigi pilar preeti quinn rachid raffaele rainer raja
rajesh ralf ramona ramzi rania raquel rasmus rebekka regina reinhold renata renaud rhiannon riccardo rima rocio
rodolfo romain ron rosalie rossella rune rui sadia sahar salman salvatore samira
sandeep sanjay sarit saul saskia selin sergej sheera shelly shimon shirin sidonie simone siobhan skye solene sonali
soraya stacey stefania stephany sunita susana sylvain sylwia tariq tatjana tatum theodore
thibaut thierry tiago tiffany timur tino tobie tomer travis trine tyler ulysses umberto urs valeriya vicente
victoire vikram vito vittorio vlad wadim warren wiktor wilma wojciech xander yana yaron yehuda
yigal yitzhak yohann yuki yuliya yusuf zahra zara zeina zohra yvonne zac zach zachary zeynep zoe zohar zuzana
"""

_HEBREW = """
אבי אביב אביבה אביגיל אבירם אביעד אבנר אבישי אברהם אבי-עד אדיר אדם אהוד אהרון אודי אודליה אוהד אופיר אופירה אור אורה
אורי אורלי אורית אורן אושרית אחיה איה איילה איילת אייל אילה אילן אילנה אינה
איציק איריס איתי איתמר איתן אלה אלון אלונה אלי אליה אליהו אליעזר אלירן אלישע אלכס אלכסנדר אלכסנדרה אלמוג אלעד אמוץ
אמיר אמירה אמנון אמילי אנה אנשיל אסף אסתר אפרים
אפרת אראל ארז אריאל אריאלה אריה אריק ארנון בועז ביני ברוך בן בני בנימין ברק בר גבי גד גדי גדעון גיא גידי גיל גילי
גילה גליה גלי גל גלעד גור דב דוד דודו דורון דור דורית דן דנה דני דניאל דניאלה דפנה דקל
דרור הדס הדר הודיה הילה הלל ורד ורדה ויקי ויקטור ולדימיר ויטלי וליד וסים וואיל זאב זוהר זיו חגי חגית חדוה חוה חזי
חיים חיליק חן חנה חנן חסן טובה טובי טל טלי טליה יאיר יגאל יגיל ידידיה יהודה יהודית יהונתן יואב יואל
יובל יוחאי יוכי יונה יונית יונתן יוסי יוסף יותם יעל יעקב יערה יפעת יפתח יצחק ירדן ירון יריב ישי ישראל כרמל כרמית
ליאור ליאורה ליאת ליבי לי ליהי לילך לימור ליעד לירון לורי לנה מאיה מאיר מארי מולי מורן מוחמד מוטי
מור מיה מיטל מיכאל מיכל מיקי מירב מירי מיכה מלי מני מנחם מעיין מרב מרדכי מרים משה מתי מתן נאוה נגה נדב נוגה נועה
נועם נופר נחום נחמיה ניצן ניר נירית נעה נעם נעמי נפתלי נטע נטלי נתן נתנאל נתי סהר סיון סיוון סימה
סיגל סמדר סער סתיו עדו עדי עדין עדנה עודד עוזי עופר עופרה עוז עומר עידו עידן עילי עינב עינת עירית עליזה עמוס עמי
עמיחי עמיר עמית עמליה עמרי ענבל ענבר ענת ערן פאדי פיני פנינה צבי צביה צבי-יעקב ציון ציפי צליל קובי קורין קרן
קרני רביב רבקה רון רוני רונית רונן רועי רות רותי רותם רז רחל רינה רם רן רנה רענן רפי רפאל רעות רמי שאול שגיא שגית
שולי שוש שושנה שחר שי שיר שירה שירי שירלי שירן שלום שלומי שלמה שמואל שמעון שמרית שני שפי שקד שרה שרון שריאל תום תומר
תמי תמיר תמר
תהילה תאיר תגל
"""

_ARABIC = """
محمد احمد محمود مصطفى علي حسن حسين خالد عمر عمرو يوسف ابراهيم اسماعيل عبدالله عبدالرحمن عبدالعزيز عبدالرحيم
عبدالكريم عبدالحميد عبدالمجيد عبدالسلام عبدالقادر عبدالمحسن عبدالرزاق عبداللطيف عبدالإله
عبدالغني عبدالفتاح عبدالوهاب عبدالمنعم عبدالناصر عبده سعد سعود سعيد سامي سامر سمير سمر سلمان سليمان سالم سلطان سارة
سامية سوسن سناء سهير سها سلوى سماح شريف شيماء شادي شيرين صالح صابر صباح صفوت صلاح ضياء طارق طلال طه
عادل عامر عاطف عايض عباس عصام عماد عثمان عدنان عدي عرفات علاء علياء عفاف عفيفة عيسى عبير عزيز عزيزة غادة غازي غسان
فارس فاطمة فاروق فايز فهد فهمي فؤاد فادي فاتن فرح فيصل فتحي فراس فوزي فواز قاسم قصي كارل كارين كامل كريم كمال كاظم
ليلى لينا
لبنى لمى لطيفة ماجد ماجدة مازن ماهر مالك محسن مدحت مرام مريم مراد مروان مروة مشاري مشعل معاذ معتز ملاك منال مناف
منصور منى منير مها مهند موسى ميرزا ميسون مي نادر نادية ناصر نايف نبيل نبيلة نجلاء نجيب نوال ندى نزار نسرين نهى نورا
نور نورة نورهان نهلة نواف
نعيم هاني هالة هادي هاشم هبة هدى هشام هند هيثم هيام هناء وليد وائل وسام وسيم وفاء وجدي وداد وردة ورد وجيه وحيد ولاء
وصفي وهيب وضاح وديع وعد وجدان وئام واثق وسن وهبي وهيبة وسيلة وليم ويليام وهاب وهبه وهبى وافي ولد والي واصف وازن واكد
والتر ويندي ولف ويل
ياسر ياسمين ياسين يحيى يعقوب يزيد يسرى يمنى يمن يونس زياد زينب زيد زهير زكريا زهرة زكي رامي رانيا رائد راشد رشا رشيد
رضا رضوان رنا ريم ريما رولا راغب رياض رجاء رأفت رفيق خليل خليفة خديجة خلود حامد حاتم حازم حسام حسناء حمد حمدي حمزة
حنان حياة جابر
جاسم جعفر جلال جمال جميل جميلة جهاد جورج جواد جواهر جوسلين جيهان تامر توفيق توماس ثامر بدر بسام بسمة بشار بشرى بكر
بلال بندر بهاء بولا بيتر باسل باسم اسامة اسراء اسلام اسماء اشرف اكرم امل امين امينة امير اميرة انس انور ايمن ايمان
ايناس ايهاب اياد الياس نانسي راغدة
"""

_CYRILLIC = """
александр александра алексей алина анастасия андрей анна антон артем борис вадим валентин валерий василий вера
виктор виктория владимир владислав галина георгий дарья денис дмитрий евгений
евгения екатерина елена иван игорь илья ирина кирилл константин ксения лариса леонид людмила максим марина мария
михаил надежда наталья никита николай оксана олег ольга павел петр роман
светлана сергей станислав степан татьяна федор юлия юрий яна ярослав
"""

# Syllables of Vietnamese names behind Lê, in pages that write no accents; words of French (son, long, mai) left out.
_VIETNAMESE = """
anh bach bao bich binh cam chau chi cong cuong dao dat diem diep dinh do doan duc duong duy gia giang ha hai hang hanh
hanh hien hieu hoa hoai hoang hong hue hung huong huu huy khanh khoa kien kieu kim lam lan lien linh loan loi luu ly
manh minh my nam nga ngan nghia ngoc nguyen nguyet nhan nhat nhi nhung oanh phan phat phong phu phuc phung phuong quan
quang quoc quyen quynh tai thang thanh thao thi thien thinh thu thuan thuy tien toan trang trinh truc trung truong
tuan tung tuyen tuyet uyen viet vinh vo vu vy xuan yen
"""


def _folded(table: str) -> frozenset[str]:
    return frozenset(fold(word) for word in table.split())


GIVEN_NAMES = frozenset(fold(name) for table in (_LATIN, _HEBREW, _ARABIC, _CYRILLIC) for name in table.split())

VIETNAMESE = _folded(_VIETNAMESE)
# Chinese and Korean names that are a word of bylines ("5 min", "n/a", "di") where they are not written as names.
SYLLABLES = frozenset({"min", "na", "di"})

# Hebrew and Arabic names whose first letter is a vav/waw of their own: "and" is not cut off them.
VAV_NAMES = frozenset(name for name in GIVEN_NAMES if name[0] in "וو")

# Lower-case words inside names, and the Hebrew and Arabic words that join the next one. Values are folded.
PARTICLES = _folded("""
    de del della dello dei degli da das dos do du des di der den van von vom zu zum zur ter ten te la le las los lo
    af av of al el ul ud ed
    bin ben ibn bint abu abd ould y e af op 't und san santa st saint mac mc ap bar bat
    בן בר בת אבו אל אבן דה ואן פון דל די
    بن ابن بنت أبو ابو أبي آل ال عبد أم ام ولد باز ذو فون فان دي دو دا ديل لا لو سان بو
    де ван фон дер бин аль
""")

TITLES = _folded("""
    dr prof professor professeur sir baroness rabbi rev reverend mr mrs ms mx dipl-ing mme mlle maître
    rechtsanwalt rechtsanwältin
    sr sra dott dott.ssa drs dra mgr phdr mudr judr lt gen capt maj brig sayin sayın doç av
    ד"ר דר דר' ד״ר פרופ' פרופ פרופסור הרב עו"ד עוד מר גב' גברת ח"כ
    אלוף רב-אלוף ניצב תא"ל סא"ל רס"ן אל"מ הרבנית השר השופט
    د د. دكتور الدكتور الدكتورة أ.د أ أ. م الشيخ السفير المهندس الأستاذ اللواء العميد المستشار المحامي القاضي
    البروفيسور دكتر حجت‌الاسلام آیت‌الله
    д-р проф
""") | {fold("ד'ר"), "א'"}

SUFFIXES = _folded("jr sr ii iii iv phd md mp esq obe cbe mbe dds facp llm jd mba frs")
