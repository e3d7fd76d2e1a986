"""What was served: the article, a part of it, or a wall, a consent page, an error dressed as a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from .jsonld import Linked
from .metadata import Meta
from .model import Access
from .reading import select

# Texts shorter than this are no proof of an article where the page looks like something else.
_SHORT: Final = 900
_FLASH: Final = 80
_HEADLINE: Final = 30

_ERRORS: Final = re.compile(
    r"""^\W{0,5}(?:error\s{0,3}|http\s{0,3})?(?:404|403|410|429|451|500|502|503|504)\b\W{0,4}
      (?:$|[|–—-]|error|not\s(?:found|allowed)|forbidden|gone\b|bad\s(?:gateway|request)
        |service\s(?:temporarily\s)?unavailable|internal\s|gateway|too\smany\srequests|unavailable|unauthor|fehler|erreur|שגיאה|خطأ)
    |^\W{0,5}404\b\W{0,4}(?:page\b|seite\b|página|pagina|ה?עמוד|ה?דף|الصفحة|صفحة|صفحه)
    |^\W{0,5}(?:(?:page|article|story|content|file|url|resource|document)\s(?:is\s)?(?:not\s(?:be\s)?found
      |no\slonger\s(?:available|exists)|unavailable|does\snot\sexist|has\s(?:been\s)?(?:moved|removed|expired
      |deleted)|you\s(?:requested|are\slooking\sfor).{0,30}(?:not|no|could|does))
      |(?:not\sfound|forbidden|bad\srequest|unauthorized|access\srestricted|שגיאה|خطأ)\s{0,3}(?:$|[|–—-]|\d)
      |access\sto\sthis\spage\shas\sbeen\sdenied
      |(?:access\sdenied|bad\sgateway|service\s(?:temporarily\s)?unavailable|internal\sserver\serror
        |gateway\stime-?out|too\smany\srequests)
        (?:\W{0,3}$|\s?[|.!]|\s[–—-]\s|\s{0,2}\d|\s(?:error|you\s|your\s|the\s(?:server|site|page)|access\s|reference))
      |(?:oops|uh[\s-]oh|whoops|sorry\W{1,3}(?:but\s)?(?:the|this|that|we|your|page|an?)\b).{0,40}
          (?:page|not\sfound|something\swent\swrong|can[’']t\sfind|error)
        |(?:we\s)?(?:can[’']t|cannot|couldn[’']t)\s(?:find|be\sfound).{0,30}(?:page|article)|page\s(?:can[’']t
        |cannot)\sbe\s(?:found|displayed)
      |seite\s(?:wurde\s)?nicht\sgefunden|(?:diese\s)?seite\s(?:existiert|ist)\snicht|page\s(?:introuvable
        |non\strouvée)|cette\spage\sn|página\s(?:no\sencontrada|não\sencontrada)|pagina\snon\strovata
        |sayfa\sbulunamadı|страница\sне\sнайдена
      |(?:ה?עמוד|ה?דף)\s(?:ש?(?:חיפשת|ביקשת)\s)?(?:לא\sנמצא|אינו\sקיים|המבוקש)|הכתבה\s(?:לא\sנמצאה
        |אינה\sקיימת)
      |(?:ال)?صفحة\s(?:غير\sموجودة|المطلوبة|التي\s(?:تبحث|طلبت))|(?:هذه\s)?الصفحة\sغير\s(?:موجود|متوف|متاح)|لم\sيتم\sالعثور\sعلى\s(?:هذه\s)?(?:ال)?(?:صفح|محتوى|مقال|رابط|نتائج|خبر)
        |صفحه\s(?:مورد\sنظر|یافت\sنشد|پیدا\sنشد)|页面不存在|找不到(?:页面|頁面)|ページが見つかりません|お探しのページ|페이지를\s찾을\s수)""",
    re.VERBOSE | re.IGNORECASE,
)
# What only a machine that guards a site says ...
_CHALLENGE: Final = re.compile(
    r"""just\sa\smoment\W|checking\s(?:your\sbrowser|if\sthe\ssite|the\ssite)|verif(?:y
      |ying)\s(?:you\sare|that\syou\sare|you[’']re)\s(?:a\s)?(?:not\sa\s(?:robot|bot)|human)
      |attention\srequired!|sorry,\syou\shave\sbeen\sblocked|pardon\sour\sinterruption
      |please\senable\s(?:cookies|js|javascript)|enable\s(?:javascript|js)\sand\scookies
      |needs\sto\sreview\sthe\ssecurity|access\sto\sthis\spage\shas\sbeen\sdenied
      |request\sunsuccessful|cf-browser-verification|press\s(?:&|and)\shold
    |אימות\sאנושי|אינך\sרובוט|لست\sروبوت|التحقق\sمن\s(?:أنك|المتصفح)""",
    re.VERBOSE | re.IGNORECASE,
)
# ... and what a story may be about, and any form may ask
_GUARDED: Final = re.compile(
    r"""attention\srequired|i[’']?\s?a?m\snot\sa\srobot|checking\syour|security\s(?:check|verification)
      |unusual\s(?:traffic|activity)|ddos\sprotection|captcha|incapsula|bot\s(?:detection|verification)
      |you\shave\sbeen\sblocked|human\sverification|are\syou\s(?:a\s)?(?:robot|human)|automated\saccess
      |one\smore\sstep""",
    re.VERBOSE | re.IGNORECASE,
)
_CONSENT: Final = re.compile(
    r"""before\syou\scontinue|we\s(?:value|respect|care\sabout)\syour\sprivacy|your\s(?:privacy|data)\s(?:choices
      |settings|matters)|(?:cookie|privacy)\s(?:consent|settings|preferences|notice)
      |we(?:\sand\sour\s(?:\d+\s)?partners)?\suse\scookies|accept\s(?:all|cookies)|manage\s(?:your\s)?(?:cookies
      |consent|preferences|choices)|consent\s(?:to|management)|your\sconsent
    |einwilligung|(?:mit\swerbung\s(?:weiter|lesen|nutzen))|datenschutz-?einstellungen|zustimm(?:en|ung)
      |cookies\sakzeptieren|accepter\s(?:et|tout|les\scookies)|respectons\svotre\svie|continuer\ssans\saccepter
      |aceptar\s(?:todo|cookies|y\scontinuar)|accetta\s(?:tutti|e)|çerez|הסכמה|מדיניות\sהעוגיות|עוגיות
      |ملفات\s(?:تعريف\s)?(?:الارتباط|الكوكيز)|كوكيز""",
    re.VERBOSE | re.IGNORECASE,
)
# Consent and agreement are words of the news, too: a page that asks for it says to what.
_TRACKING: Final = re.compile(
    r"""cookie|privacy|gdpr|dsgvo|datenschutz|tracking|personali[sz]ed|vie\spriv|données|datos|privacidad|dati\spersonali
      |mit\swerbung|our\s(?:\d+\s)?partners|çerez|kvkk|gizlilik|עוגיות|פרטיות|الارتباط|الكوكيز|كوكيز|الخصوصية|before\syou\scontinue""",
    re.VERBOSE | re.IGNORECASE,
)
_PARTNERS: Final = re.compile(
    r"""\b(?:we|wir|nous|noi|nosotros|nós|wij)\s(?:and|und|et|e|y|en)\s(?:our|unsere|nos|(?:i\s)?nostri|nuestros
      |nossos|onze)\s(?:bis\szu\s|up\sto\s)?(?:\d+\s)?(?:partner|parte|parceiro|soci|werbepartner)
    |אנו\sוהשותפים\sשלנו|אנחנו\sוהשותפים|نحن\sوشركاؤنا""",
    re.VERBOSE | re.IGNORECASE,
)
_LONG_NOTICE: Final = 4000  # characters
_OFTEN: Final = 3
_LOGIN: Final = re.compile(
    r"""^\W{0,5}(?:(?:please\s)?(?:log|sign)\s?-?in\sto\s(?:your|continue|read|the\ssite)|create\s(?:an?|your|a\sfree)\saccount
      |sign\sup\sfor\s(?:e-?mail|a\sfree|an\saccount)|(?:member|subscriber)\slogin|authentication\srequired
      |(?:bitte\s)?melden\ssie\ssich\san|(?:ה?כניסה|התחברות)\s(?:למנויים|לחשבון|למערכת|לאתר)
    |(?:(?:please\s)?(?:log|sign)\s?-?in|login|register|registration|sign\sup|my\saccount|anmelden|einloggen|anmeldung
      |connexion|se\sconnecter|identifiez-vous|iniciar\ssesi[óo]n|accedi|entrar|inloggen|log\sind|logg\sinn
      |logga\sin|zaloguj(?:\ssię)?|giriş\syap|üye\sgirişi|войти|вход|התחבר(?:ות|ו)?|ה?כניסה|הרשמה
      |(?:تسجيل\s)?(?:ال)?دخول|سجل\sالدخول|ورود|登录|登入|ログイン|로그인)(?:\W{0,3}$|\s{0,2}[|–—:»·•]|\s-\s))""",
    re.VERBOSE | re.IGNORECASE,
)
_WALL: Final = re.compile(
    r"""subscribe\s(?:now\s)?to\s(?:read|continue|keep\sreading|unlock|access|get\sfull)|(?:this\s)?(?:article
      |story|content)\sis\s(?:(?:only\s)?(?:available\s)?(?:only\s)?(?:for|to)\s(?:\w+\s)?(?:subscribers|members|registered)
      |exclusive(?:ly)?\s(?:for|to)|locked|reserved\sfor|behind)|(?:for\s)?subscribers?[\s-]only|(?:continue
      |keep)\sreading\s(?:with|by|for|your|this\sarticle)|to\s(?:continue|keep)\sreading|read\sthe\s(?:full
      |rest\sof\sthe)\s(?:article|story).{0,20}(?:subscri|member|sign|log)|(?:you[’']ve|you\shave)\s(?:reached|used
      |read)\s(?:your|all|the)\s.{0,30}(?:limit|articles|free)|already\sa\s(?:subscriber|member)\?|unlock\s(?:this
      |the)\s(?:article|story)|become\sa\s(?:subscriber|member)\sto|start\syour\s(?:free\s)?(?:trial|subscription)
      |want\sto\sread\smore\?|register\sto\s(?:read|continue)|sign\sin\sto\s(?:read|continue)|(?:full
      |premium)\s(?:article|content|access)\s.{0,20}subscri
    |(?:jetzt\s)?weiterlesen\smit|(?:nur\sfür|exklusiv\sfür)\s(?:abonnent|mitglieder)|(?:mit|im)\s\S{1,20}(?:plus
      |\+)\s?-?abo|um\s(?:diesen|den)\s(?:ganzen\s)?artikel\szu\slesen|weiterlesen\?|artikel\sfreischalten
      |sie\shaben\sbereits\sein\sabo|réservé\s(?:à\snos\s|aux\s)abonnés|(?:la\s)?suite\s(?:est\s)?réservée
      |il\svous\sreste\s[\d,.]+\s?%|pour\slire\sla\ssuite|contenido\s(?:exclusivo|solo)\s(?:para\s)?suscriptores
      |para\s(?:seguir|continuar)\s(?:leyendo|lendo)|conte[úu]do\sexclusivo\spara\sassinantes|(?:contenuto
      |articolo)\sriservato|per\scontinuare\sa\sleggere|voor\sabonnees|kun\sfor\sabonnent|for\sabonnenter
      |dalsza\sczęść\sjest\sdostępna|dostęp\sdla\sprenumerat|pro\spředplatitele|только\sдля\sподписчиков
    |ל(?:קריאת|המשך\sקריאת)\s(?:ה?כתבה|המאמר)\s(?:ה?מלאה|ה?מלא)?.{0,30}(?:מנוי|הירשמו|התחברו)
      |כתבה\s(?:זו\s)?(?:למנויים|פתוחה\sלמנויים)|למנויים\sבלבד|הצטרפו\s(?:כמנויים|למנויי)|כבר\sמנויים|רכשו\sמנוי
    |(?:هذا\s)?(?:المقال|المحتوى)\s(?:متاح\s)?(?:للمشتركين|حصري)|للمشتركين\sفقط|اشترك\s(?:الآن\s)?(?:لقراءة
      |للمتابعة|لمواصلة)|لقراءة\sالمقال\sكاملا|abonelere\sözel|üyelere\sözel|会員限定|有料会員|残り\s?\d+\s?文字|この記事は(?:有料|会員)
      |付费(?:阅读|閱讀|内容|文章|会员|订阅|后)|订阅后|구독자\s?전용|유료\s?(?:회원|기사|콘텐츠|구독)""",
    re.VERBOSE | re.IGNORECASE,
)
# Every wall holds one of these: only the text around them is searched, in a tenth of the time.
_WALL_STEMS: Final = re.compile(
    "|".join((
        "subscri", "suscriptor", "member", "mitglied", "limit", "your free", "you(?:[’']ve| have) (?:re|us)",
        "registered", "keep reading", "continue reading", "read the ", r"read more\?", "free trial", "unlock",
        "exclusive", "is locked", "is behind", "reserved for", "register to", "start your", "sign in to", "premium",
        "weiterlesen", "exklusiv", "abo(?!ut|ve)", "artikel", "réserv", "il vous reste", "la suite", "exclusivo",
        "seguir leyendo", "continuar l", "assinante", "riservat", "a leggere", "prenumer", "część", "předplat",
        "подписчик", "מנוי", "לקריאת", "המשך קריאת", "اشترك", "للمشتركين", "حصري", "كاملا", "özel",
        "会員", "有料", "残り", "付费", "订阅", "구독", "유료",
    ))
)  # fmt: skip
_AROUND: Final = 120  # characters: no wall's sentence is longer before or behind its stem
_WALL_NAMES: Final = (
    './/*[contains(@class,"paywall") or contains(@class,"Paywall") or contains(@id,"paywall")'
    ' or contains(@class,"regwall") or contains(@class,"subscriber-only") or contains(@class,"piano-")'
    ' or contains(@class,"tp-modal") or contains(@class,"metered-wall")]'
)
_CUT: Final = re.compile(r"(?:…|\.\.\.|\[\s?(?:…|\.\.\.|\+\d+\schars)\s?\])\s{0,3}$")
# Letters that say about as much as two of an alphabet
_WIDE: Final = re.compile("[\u3040-\u9fff\uac00-\ud7af]")
_ENDS: Final = re.compile(r"[.!?。؟۔][\s\"'”’»)\]]{0,4}$")
_WHOLE: Final = 4  # paragraphs: a teaser has fewer
_ENOUGH: Final = 60  # characters that tell a paragraph
_MOST: Final = 5
_PLAIN_SELECTOR: Final = re.compile(r"[\w.# >,-]{1,80}")
_BUTTON: Final = 5  # words: a wall says more than a button or a logo
_FALSE: Final = frozenset({"false", "no", "0", "locked", "http://schema.org/false", "https://schema.org/false"})
_LOCKED_META: Final = (
    "article:content_tier",
    "content_tier",
    "og:article:content_tier",
    "paywall",
    "isaccessibleforfree",
)


def judge_access(
    root: HtmlElement, meta: Meta, linked: Linked, *, title: str | None, body: str | None, visible: str, article: bool
) -> tuple[Access, str]:
    """What the page is, and why. `visible`: the first text a reader sees; `article`: it declares itself to be one."""
    size = _size(body)
    document = root.find(".//title")
    names = [name for name in (title, " ".join(document.itertext()) if document is not None else None) if name]
    if size < _SHORT:
        told = _not_an_article(root, names, visible, body, size, article)
        if told:
            return told
    elif not article and size < _LONG_NOTICE and _is_long_notice(body or ""):
        return "consent", "a consent page"
    return _how_much(root, meta, linked, body, size, visible)


def _not_an_article(
    root: HtmlElement, names: list[str], visible: str, body: str | None, size: int, article: bool
) -> tuple[Access, str] | None:
    # A flash of news: a headline and a line of text. Its words may be those of a notice, and a notice may lie over it.
    told = bool(names) and size > _FLASH and _size(names[0]) > _HEADLINE
    if not article and _is_challenge(names, visible, size, told=told):
        return "error", "a challenge to robots"
    if article and size > 200:
        return None
    if any(_ERRORS.search(name.strip()) for name in names):
        return "error", "an error page"
    if article:
        return None
    asked = size < 300 and len(visible) < 2500 and root.find('.//input[@type="password"]') is not None
    if (asked and not told) or (size < 150 and any(_LOGIN.search(name.strip()) for name in names)):
        return "login", "a login page"
    if _asks_for_consent(names, visible, body or "", size, told=told):
        return "consent", "a consent page"
    if _ERRORS.search(visible.strip()[:300]):
        return "error", "an error page"
    return None


def _is_challenge(names: list[str], visible: str, size: int, *, told: bool) -> bool:
    if size < 500 and any(_CHALLENGE.search(name) or (not told and _GUARDED.search(name)) for name in names):
        return True
    if len(visible) >= 3000:
        return False
    # The box of a form's captcha stands at its end, what guards a site at the beginning of the page.
    return _CHALLENGE.search(visible[:1500]) is not None or (not told and _GUARDED.search(visible[:500]) is not None)


def _asks_for_consent(names: list[str], visible: str, body: str, size: int, *, told: bool) -> bool:
    asked = _TRACKING.search(body) and len(_CONSENT.findall(body)) > told  # a line of a banner may end a flash
    if not asked and (told or size >= 150):
        return False  # a banner over an article
    if len(visible) < 6000 and len(_CONSENT.findall(visible)) >= 2 and _TRACKING.search(visible):
        return True
    return any(_CONSENT.search(name) and _TRACKING.search(name if told else f"{name} {visible}") for name in names)


def _is_long_notice(body: str) -> bool:
    """Whether a text of some paragraphs is a notice that asks for consent itself, and no story about one."""
    return _PARTNERS.search(body[:1500]) is not None and len(_CONSENT.findall(body)) >= _OFTEN


def _how_much(
    root: HtmlElement, meta: Meta, linked: Linked, body: str | None, size: int, visible: str
) -> tuple[Access, str]:
    if not body:
        if _locked(meta, linked) or _wall_in(visible):
            return "paywalled", "no text, and a wall"
        return "excerpt", "no text"
    stated = linked.first("wordCount")
    words = len(body.split())
    whole = stated is not None and str(stated[1]).isdigit() and 0 < int(stated[1]) * 0.85 <= words
    if whole:
        return "full", "as many words as declared"
    if size < 3000:
        start = max(0, visible.find(body.partition("\n\n")[0][:40]))
        said = _wall_in(visible[start : start + size + 1500])
        if said and size < 2500:
            return "paywalled", f"the page says: {said[0][:60]}"
        if _locked(meta, linked):
            if _locked_is_served(root, linked, body):
                return "full", "what is declared not free is there"
            return "paywalled", "declared not free, and the text is short"
        if size < 1200 and any(len(" ".join(wall.itertext()).split()) > _BUTTON for wall in root.xpath(_WALL_NAMES)):
            return "paywalled", "an element of a wall, and a short text"
    elif _locked(meta, linked) and _CUT.search(body[-20:]):
        return "paywalled", "declared not free, and the text is cut"
    if _CUT.search(body[-20:]) and size < 1500:
        return "excerpt", "the text ends in an ellipsis"
    if stated is not None and str(stated[1]).isdigit() and int(stated[1]) > 2.5 * words and int(stated[1]) > 150:
        return "excerpt", "fewer words than declared"
    return "full", ""


def _locked(meta: Meta, linked: Linked) -> bool:
    for article in linked.articles:
        if _is_false(article.get("isAccessibleForFree")):
            return True
    return any(
        value.lower() in ("locked", "metered-locked", "premium", "paid", "false")
        for key in _LOCKED_META
        for value in meta.values.get(key, ())
        if key != "paywall" or value.lower() != "false"
    )


def _locked_is_served(root: HtmlElement, linked: Linked, body: str) -> bool:
    """Whether the part that JSON-LD names as not free holds the text up to a whole last sentence."""
    paragraphs = body.split("\n\n")
    if len(paragraphs) < _WHOLE or not _ENDS.search(body[-20:]):
        return False
    wanted = "".join(paragraphs[-2].split())[:_ENOUGH]
    return any(
        wanted in "".join("".join(element.itertext()).split())
        for selector in _locked_parts(linked)
        for element in select(root, selector)[:_MOST]
    )


def _locked_parts(linked: Linked) -> Iterator[str]:
    """The selectors of what is not free, as far as they are plain ones: a page's own CSS is anybody's."""
    for article in linked.articles[:_MOST]:
        parts = article.get("hasPart")
        for part in parts[:_MOST] if isinstance(parts, list) else [parts]:
            if isinstance(part, dict) and _is_false(part.get("isAccessibleForFree")):
                selector = part.get("cssSelector")
                if isinstance(selector, str) and _PLAIN_SELECTOR.fullmatch(selector):
                    yield selector


def _is_false(value: Any) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower() in _FALSE)


def _size(text: str | None) -> int:
    if not text or text.isascii():
        return len(text or "")
    return len(text) + len(_WIDE.findall(text))


def _wall_in(text: str) -> re.Match[str] | None:
    """The first words of a wall in `text`."""
    start = end = 0
    for stem in _WALL_STEMS.finditer(text.lower()):
        if stem.start() - _AROUND > end:
            if end and (found := _WALL.search(text, start, end)):
                return found
            start = stem.start() - _AROUND
        end = stem.end() + _AROUND
    return _WALL.search(text, start, end) if end else None
