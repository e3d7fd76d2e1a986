"""Words that give a page's parts away: class and id words, and boilerplate lines, in the languages outlets write.

Data only. A class word counts where it stands alone between separators or humps ("article-body", "articleBody").
"""

from __future__ import annotations

import re
from typing import Final


def word_set(words: str) -> frozenset[str]:
    """The words of a table written as text."""
    return frozenset(words.split())


# --- class, id, role and data-component words ---------------------------------------------------------------------

# Whole words of a class or id (between - _ : and white space) that mark what is not the article's text.
NOISE_WORDS: Final = word_set("""
    ad ads adv advert adverts advertisement advertisements advertising adslot adunit adbox adwrap adcontainer
    adsbygoogle dfp banner banners billboard leaderboard mpu skyscraper sponsor sponsored sponsors promo promos
    promotion promoted promobox related relateds recommended recommendations recommendation recirc recirculation
    readmore more-on seealso morefrom popular trending mostread mostpopular mostviewed bestseller latest nav navbar
    navigation menu menus submenu breadcrumb breadcrumbs crumbs pager pagination paging footer foot footnav sitefooter
    masthead topbar toolbar sidebar sidebars aside rail rightrail leftrail rightcol share sharing sharebar shares
    sharebox shareline social socials sociallinks addthis sharethis addtoany sharedaddy follow comment comments
    commentlist commentary-list disqus respond livefyre viafoura coral fbcomments talkback talkbacks newsletter
    newsletters subscribe subscription subscriptions signup sign-up optin register registration login privacy cookie
    cookies consent gdpr cmp onetrust popup popups modal overlay lightbox tooltip toast dialog caption captions
    figcaption credit credits photocredit copyright legend attribution source-link imagecaption byline bylines author
    authors authorbox authorbio bio biography contributor contributors dateline-meta tag tags taglist tagcloud
    keywords topics topiclist categories meta metadata postmeta timestamp datetime pubdate publish-date widget-area
    outbrain taboola zergnet revcontent ligatus plista nativo mgid sharethrough teaser teasers teaserlist promoteaser
    cards linklist listicle-nav nextarticle prevnext nextprev nextpost survey poll quiz rating ratings vote votes
    voting reactions print printonly print-only noprint no-print skip skiplink skip-link gallery slideshow carousel
    slider swiper thumbnails thumbs lightgallery player videoplayer jwplayer audioplayer brightcove podcast-promo
    nextstory nextstories prevstory entryfooter postfooter entrymeta postmetadata storyfooter articlefooter
    hidden hide invisible visuallyhidden screenreader sr-only srt visually-hidden screen-reader-text screen-reader
    a11y error-message noscript fallback embed-placeholder infobox factbox infografik pullquote pullquotes cta donate
    donation donations support-us excerpt embed embeds embedded correction-link feedback flag report-typo mistake
    orphan weather horoscope stocks ticker tickers breakingnews breaking-news disclaimer imprint impressum legal
    merkliste kommentare kommentar werbung anzeige verwandt empfehlungen teilen autor autoren mehr-zum-thema
    publicidade publicidad publicite pub reklam reklama reklame yorum yorumlar ilgili
    """)
# A class that begins with one of these names a picture's container: its text is a caption.
PICTURE_WORDS: Final = word_set(
    "image images img photo photos picture pictures bild bilder foto fotos imagen imagem media-caption"
)
# Beginnings of a word of five letters or more that mark the same, humps included.
NOISE_STEMS: Final = (
    "advert", "adslot", "recommend", "related", "relatedarticle", "newsletter", "comment", "subscri", "promo",
    "breadcrumb", "sponsor", "teaser", "taboola", "outbrain", "cookie", "gdpr", "socialshare", "sharebutton",
    "sharetool", "sharing",
    "mostread", "mostpopular", "readmore", "trending", "recirc", "sidebar", "disqus", "regwall",
    "figcaption", "copyright", "breakingnews", "pagination", "navigation", "outbrain", "talkback", "authorbio",
    "authorbox", "byline", "kommentar", "empfehl", "werbung", "anzeige", "tooltip", "carousel", "slideshow",
)  # fmt: skip
# Two words side by side.
NOISE_PAIRS: Final = word_set("""
    info-box fact-box pull-quote embed-consent external-content read-more read-next read-also more-stories more-news
    more-from more-on see-also also-read also-like you-may up-next most-read most-popular most-viewed top-stories
    latest-news latest-stories other-news other-stories news-list story-list link-list links-list article-list
    post-list list-view article-info article-meta article-footer article-tools article-header article-tags
    article-related article-links article-author post-meta post-info post-footer post-tags post-author post-nav
    post-navigation entry-meta entry-footer entry-header author-info author-card author-box author-bio about-author
    social-media social-links social-icons share-links share-buttons share-bar sign-up sign-in log-in pull-quote
    image-credit photo-credit image-caption media-caption caption-text wp-caption next-article next-post prev-next
    in-read inline-related inline-promo story-footer story-meta story-tools end-note fact-check-link live-ticker-nav
    in-brief event-list job-list right-rail right-column right-col side-bar left-rail site-footer site-header
    page-footer page-header mc-embed mailing-list call-to app-download audio-player video-player listen-to text-to
    data-protection privacy-settings privacy-policy print-only right-bar left-bar next-story previous-story wm-ipp
    wm-capinfo
    """)
# What holds the text, strongest first: whole runs of words as they stand in class, id or itemprop.
BODY_RUNS: Final = re.compile(
    r"""(?:^|(?<=[\s_:.-]))(?:
        (?:article|story|post|entry|news|page|main|single|detail|node|content|artikel|articulo|article__|blog|text
          |cms|rich|rte|editor)
            [-_]{0,2}(?:main[-_]{0,2})?(?:body|text|content|contents|copy|paragraphs|inhalt|corpo|texto|entry
              |description|elements|modules|sections|rich)
      | (?:article|story)(?:body|content|text)\w{0,20}
      | body[-_]{0,2}(?:copy|text|content|main)|bodytext|fulltext|full-text|post-?body|posttext
      | the-content|td-post-content|field--?name-body|field-name-body|mw-parser-output|storytext|articletext
      | article__body\w{0,20}|article-page__text|paywall-?content|metered-?content|instaread|wsw|textkorpus
        |haber-?(?:metni|detay|icerik)|detay-?icerik
      | corps?-?(?:article|texte)|cuerpo|matn|text3
    )(?=$|[\s_:.-])""",
    re.VERBOSE | re.IGNORECASE,
)
BODY_PROPERTIES: Final = frozenset({"articlebody", "text", "reportagebody"})

# --- lines ----------------------------------------------------------------------------------------------------------

# A short paragraph that begins like this is a pointer, an advertisement or a call, not the article's text.
LINE_STARTS: Final = re.compile(
    r"""[\s►▶»>•*\[(【—–-]{0,6}(?:
    # English
      read\s(?:more|also|next|the\sfull|our|all|full)\b|(?:also|further|recommended|related)\s(?:read|reading)
        |read:|related(?:\s(?:articles?|stories|story|coverage|content|news|topics?|links?|posts?|video
        |reading))?\s{0,2}(?::|$)
      |more\s(?:from|on\sthis|stories|news|coverage|about\sthis|like\sthis|:)|see\salso|you\s(?:may|might)\salso
        |don[’']t\smiss|up\snext|watch\s(?:now|live|the\svideo|more|below|:)|watch:|listen\s(?:now|to\sthe\s(?:full
        |podcast)|:)|listen:
      |sign\sup\s(?:for|to|here|now|below)|subscribe\s(?:to|now|today|here|for)|click\shere|tap\shere
        |follow\s(?:us|him|her|\w{1,20}\son|@|\S{1,30}\s\S{1,30}\son)|like\sus|join\s(?:us|our\s(?:whatsapp|telegram
        |newsletter|channel))|download\s(?:our|the)|share\s(?:this|on|via|your)
      |(?:this|our)\s(?:web)?site\suses\scookies|we\suse\scookies|advertisement\b|sponsored|story\scontinues
        |article\scontinues|continue\sreading|this\sarticle\s(?:was\s(?:originally\s)?published|originally\sappeared
        |first\sappeared|is\s(?:part|available))|originally\spublished|(?:all\srights\sreserved|copyright\s(?:©
        |\(c\)|\d)|©)
      |(?:photo(?:graph)?s?|image|picture|pic|photo\scredit|video|file\sphoto|credit|source)\s{0,2}(?::|by\s
        |credit)|get\s(?:in\stouch|the\slatest|our|unlimited|breaking|all\sthe|daily|more)|have\syou\sgot
        |got\sa\s(?:tip|story)|contact\s(?:us|the\sauthor|the\sreporter|\S+\sat)|email\s(?:us|the\sauthor|\S+\sat)
        |send\s(?:us|tips)
      |most\s(?:read|popular)|trending|recommended|you\scan\s(?:also|follow)|to\s(?:comment|read\sthe\sfull)
        |(?:leave|post|add|write)\sa\s(?:comment|reply)|view\s(?:all|comments|more|gallery|the)|enable\sjavascript
        |please\s(?:enable|subscribe|sign|log)|already\sa\s(?:subscriber|member)|support\s(?:our|independent)|donate
        |save\s(?:article|this)|print\s(?:this|article)|reporting\sby\s|editing\sby\s|\(?reporting\sby|filed\sunder
        |tags?\s{0,2}[:/]|topics?\s{0,2}:|categor(?:y|ies)\s{0,2}:|last\s(?:updated|modified)|updated\s{0,2}(?::
        |on\s|at\s|\d)|published\s{0,2}(?::|on\s|at\s|\d)|posted\s(?:on|at|in)|first\spublished
        |\d+\s(?:min(?:ute)?s?\sread|comments?|shares?)
    # German
      |lesen\ssie\s(?:auch|mehr|dazu|hier|weiter)|lies\sauch|auch\s(?:interessant|lesen)|mehr\s(?:zum\sthema|dazu
        |lesen|aus|von|nachrichten|news)|mehr\s{0,2}:|(?:zum|das)\sthema|das\skönnte\ssie|weiterlesen|anzeige$
        |werbung$|newsletter|jetzt\s(?:anmelden|abonnieren|lesen|testen|kostenlos)|(?:foto|bild|quelle|grafik|video
        |fotos|foto\(s\))\s{0,2}:|ich\sbin\s(?:damit\s)?einverstanden|personenbezogene\sdaten\skönnen|folgen\ssie
        |abonnieren\ssie|hier\s(?:geht|können\ssie|klicken|finden\ssie)|empfohlener\s(?:redaktioneller|externer)
        |(?:an\sdieser\sstelle|wir\sbenötigen|mit\sihrer\szustimmung|externer?\sinhalt|dieser\sinhalt)
        |artikel\s(?:teilen|merken|drucken|anhören)|(?:alle\srechte\svorbehalten)|veröffentlicht\s(?:am|:)
        |aktualisiert\s(?:am|:)|zur\sstartseite|©|dpa-infocom|themen\s{0,2}:|schlagw
    # French, Italian, Spanish, Portuguese
      |(?:à\s)?lire\s(?:aussi|également|la\ssuite|plus)|(?:à\s)?voir\saussi|sur\sle\smême\s(?:sujet|thème)|abonnez
        |inscrivez|partager\s|publicité|(?:crédit|photo)s?\s{0,2}:|recevez|suivez-nous|retrouvez\s(?:tous|toute|l)
        |publié\sle|mis\sà\sjour|tous\sdroits
      |leggi\s(?:anche|tutto|di\spiù|l)|guarda\s(?:anche|il\svideo)|iscriviti|approfondimenti|condividi
        |riproduzione\sriservata|©
      |lee\s(?:también|además|más)|le(?:er|a)\s(?:también|más|además)|te\spuede\sinteresar|más\s(?:información
        |noticias|sobre)|suscríbe|publicidad|(?:foto|fuente)s?\s{0,2}:|síguenos|sigue\s(?:leyendo|toda)
        |mira\stambién|ver\smás|compartir
      |leia\s(?:também|mais|a\sseguir)|veja\s(?:também|mais)|saiba\smais|publicidade|assine|inscreva|siga\s(?:o|a
        |nos)|compartilh|continue\s(?:lendo|a\sler)|receba\s
    # Dutch, Danish, Norwegian, Swedish, Polish, Czech, Turkish, Russian
      |lees\s(?:ook|meer|verder)|bekijk\sook|advertentie|læs\s(?:også|mere|flere)|les\s(?:også|mer)|annonce
        |artiklen\sfortsætter|saken\sfortsetter|(?:uppdaterad|publicerad|oppdatert|publisert|opdateret
        |offentliggjort)\b|läs\s(?:också|mer|även|vidare)|annons|foto\s{0,2}:
      |czytaj\s(?:też|także|więcej|dalej|również)|zobacz\s(?:też|także|również|wideo)|reklama|źródło\s{0,2}:
        |polecamy|przeczytaj|číst\s|čtěte|přečtěte|viz\stéž|zdroj\s{0,2}:|další\s(?:články|zprávy)|související
      |ilgili\s(?:haber|içerik|konu)|ayrıca\s(?:bak|oku)|haberin\s(?:devamı|tamamı)|kaynak\s{0,2}:|reklam$
        |abone\sol|bizi\stakip|yorum(?:lar|\syap)|sıradaki\shaber|bunlar\sda\silgi|editör\s{0,2}:
      |читайте\s(?:также|еще|ещё|на|подробнее|больше)|читать\s(?:также|далее)|смотрите\sтакже|по\sтеме
        |подпи(?:шитесь|сывайтесь)|подписка|фото\s{0,2}:|источник\s{0,2}:|реклама|поделиться|материалы\sпо\sтеме
        |подробнее\s{0,2}:|следите\sза
    # Hebrew
      |קרא(?:ו|י)?\s(?:גם|עוד|את\sהכתבה)|לקריאה\sנוספת|ל(?:כתבה|כתבות|קריאת)\s(?:ה?מלאה|נוספות|המשך)
        |לכל\s(?:הכתבות|העדכונים)|להמשך\sקריאה|עוד\s(?:ב(?:נושא|וואלה|אתר|ynet|חדשות)|כתבות|בערוץ)|כתבות\s(?:נוספות
        |קשורות)|אולי\sיעניין|מומלצים|הירשמו|הצטרפו|עקבו\sאחרינו|שתפו|לתגובות|תגובות|צילום\s{0,2}:|צפו\s|פרסומת
        |תוכן\s(?:שיווקי|ממומן)|כל\sהזכויות|להאזנה|האזינו|מצאתם\sטעות|רוצים\sלקבל|לעדכונים|הכי\sנקראות|באותו\sנושא
        |פורסם\s(?:לראשונה|ב)|עודכן
    # Arabic, Persian, Urdu
      |اقر[أاؤ](?:وا)?\s(?:أيض|ايض|المزيد|كذلك|في)|إقرأ\s|(?:ل?لمزيد|المزيد)\s(?:من|حول|عن)|(?:أخبار|مواضيع
        |مقالات)\s(?:ذات|متعلقة|أخرى)|ذات\sصلة|شاهد\s(?:أيض|ايض|المزيد|الفيديو|أيضًا)|تابع(?:وا|ونا)?\s(?:على|آخر
        |قناة|حسابنا|المزيد)|تابعونا|اشترك(?:وا)?\s|إعلان\b|اعلان\b|الأكثر\s(?:قراءة|مشاهدة)|جميع\sالحقوق|شارك
        |مصدر\sالصورة|صورة\s{0,2}:|قد\sيعجبك|لمتابعة\s|للاشتراك|انضم|المصدر\s{0,2}:|وسوم|تعليقات|اخترنا\sلك
        |موضوعات\s
      |بیشتر\sبخوانید|مطالب\s(?:مرتبط|پیشنهادی)|اخبار\s(?:مرتبط|پیشنهادی)|بخوانید|منبع\s{0,2}:|انتهای\sپیام|ببینید
        |لینک\sکوتاه|کد\sخبر|برچسب|نظرات|ارسال\sنظر|اشتراک|عضو\sکانال|تبلیغات|مزید\s(?:پڑھیں|خبریں)|یہ\sبھی\sپڑھیں
    # Chinese, Japanese, Korean, Hindi, Vietnamese, Indonesian
      |(?:相关|相關|延伸|推荐|推薦)(?:阅读|閱讀|新闻|新聞|文章)|责任编辑|責任編輯|编辑[:：]|編輯[:：]
        |来源[:：]|來源[:：]|（?原(?:标题|標題)[:：]|(?:[您你](?:所在|现在|當前|当前)的|当前|目前)位置[:：]|扫码|掃碼|更多(?:新闻|新聞|精彩)|广告|廣告|版权|版權|点击|點擊
        |订阅|訂閱|下载|分享
      |(?:関連|あわせて|おすすめ)(?:記事|リンク|ニュース|読)|続きを読む|こちらも|広告|写真[:：]|【(?:関連|写真|動画|画像|図)|この記事|無断転載|会員|有料|残り\d|シェア
      |(?:관련|추천|주요)\s?(?:기사|뉴스|글)|무단\s?전재|저작권자|ⓒ|©|광고|기사제보|구독|▶|☞|사진\s?[=:]
      |यह\sभी\sपढ़ें|ये\sभी\sपढ़ें|इसे\sभी\sपढ़ें|और\sपढ़ें|xem\s(?:thêm|tiếp)|đọc\sthêm|>>\s?xem|baca\s(?:juga
        |selengkapnya)|soma\s(?:pia|zaidi)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# A heading or short line after which nothing of the article follows.
SECTION_ENDS: Final = re.compile(
    r"""[\s►▶»>•*\[(【—–#-]{0,6}(?:
      related(?:\s\w+){0,2}|recommended(?:\s\w+){0,3}|more\s(?:stories|from|news|on\sthis|in|coverage|reading
        |like).{0,40}|most\s(?:read|popular|viewed|shared).{0,20}|read\s(?:more|next|also).{0,20}
        |you\smay\salso\slike.{0,30}|you\smight\s(?:also\slike|like|be\sinterested).{0,30}|latest\s(?:news|stories
        |posts|articles).{0,20}|top\sstories.{0,20}|trending.{0,20}|comments?(?:\s\(?\d+\)?)?|\d+\scomments?
        |leave\sa\s(?:comment|reply).{0,30}|join\sthe\s(?:conversation|discussion).{0,20}|about\sthe\sauthors?
        |about\sthe\swriter|share\sthis.{0,30}|tags|topics|follow\sus.{0,20}|sign\sup.{0,60}|newsletter.{0,30}
        |popular\s(?:posts|stories|articles).{0,20}|up\snext|see\salso|what\sto\sread\snext|editors?['’]?s?\spicks?
        |further\sreading|don['’]t\smiss.{0,20}|elsewhere.{0,20}
     |mehr\s(?:zum\sthema|aus|von|artikel|nachrichten).{0,40}|das\skönnte\s(?:sie|dich)\sauch.{0,30}
       |auch\sinteressant|kommentare?(?:\s\(?\d+\)?)?|meistgelesen.{0,20}|lesen\ssie\sauch.{0,20}
       |verwandte\s(?:themen|artikel)|weitere\s(?:artikel|themen|nachrichten|meldungen).{0,30}|empfehlungen.{0,20}
       |themen|zum\sthema|schlagworte|newsletter|teilen|diskutieren\ssie.{0,20}
     |(?:à\s)?lire\saussi.{0,20}|sur\sle\smême\s(?:sujet|thème)|les\splus\s(?:lus|populaires).{0,20}
       |commentaires?.{0,10}|articles\s(?:liés|similaires|connexes)|noticias\srelacionadas
       |te\spuede\sinteresar.{0,20}|lo\smás\s(?:leído|visto).{0,20}|comentarios?.{0,10}|más\snoticias.{0,20}
       |leia\s(?:também|mais).{0,20}|mais\slidas.{0,20}|notícias\srelacionadas|veja\s(?:também|mais).{0,20}
       |coment[áa]rios?.{0,10}|leggi\sanche.{0,20}|articoli\scorrelati|lees\sook.{0,20}|gerelateerd.{0,20}
       |læs\sogså.{0,20}|(?:uppdaterad|publicerad|oppdatert|publisert|opdateret|offentliggjort)\b|läs\s(?:också|mer
       |även).{0,20}|les\sogså.{0,20}|czytaj\s(?:też|także).{0,20}|zobacz\s(?:też|także).{0,20}|související.{0,20}
       |ilgili\s(?:haberler|konular).{0,20}|yorumlar.{0,20}|çok\sokunanlar.{0,20}|diğer\shaberler
       |читайте\sтакже.{0,20}|материалы\sпо\sтеме|комментарии.{0,10}|похожие\s\w+|главное|новости\sпо\sтеме
     |תגובות.{0,20}|כתבות\s(?:נוספות|קשורות|מומלצות).{0,20}|עוד\s(?:בנושא|כתבות|חדשות).{0,30}|אולי\sיעניין.{0,20}
       |הכי\s(?:נקראות|נצפות).{0,20}|מומלצים.{0,20}|תגיות
     |(?:أخبار|مواضيع|مقالات)\s(?:ذات\sصلة|متعلقة|أخرى|مشابهة).{0,20}|اقر[أا]\sأيض.{0,20}|الأكثر\s(?:قراءة
       |مشاهدة).{0,20}|التعليقات.{0,20}|(?:أضف|اترك)\sتعليق.{0,20}|قد\sيعجبك.{0,30}|اخترنا\sلك|مطالب\s(?:مرتبط
       |پیشنهادی).{0,20}|اخبار\sمرتبط.{0,20}|نظرات.{0,20}|برچسب.{0,20}
     |関連(?:記事|ニュース|リンク).{0,20}|おすすめ.{0,20}|ランキング.{0,20}|相关(?:阅读|新闻|文章|推荐).{0,10}|相關(?:閱讀|新聞|文章|推薦).{0,10}
       |(?:为你|为您|精彩|热门|热点|編輯|编辑)推荐|猜你喜[欢歡]|大家都(?:在|爱)看|(?:推荐|延伸)阅读|(?:最新|网友|热门)评论|관련\s?(?:기사
       |뉴스).{0,20}|댓글.{0,10}|संबंधित.{0,20}|tin\s(?:liên\squan|cùng\schuyên\smục).{0,20}
    )\s{0,3}[:：…>»]{0,3}\s{0,3}""",
    re.VERBOSE | re.IGNORECASE,
)
