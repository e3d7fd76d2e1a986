"""Words that announce speech and thought, by language: the tables that attribution reads.

Verbs are listed by base form with the complements they take; `forms` spells them out. The grouping follows the usual
grammar of reporting verbs (Quirk et al., A Comprehensive Grammar of the English Language, 16.30 to 16.38).
"""

from __future__ import annotations

from collections.abc import Iterator

from comparison.tables import word_list, word_set

# Verbs that report words: they take a quotation or a bare clause, and may follow what was said ("..., she said").
SPEECH = word_list(
    """
    say tell add report write note state claim explain announce argue insist declare tweet reveal confirm admit
    acknowledge allege assert contend maintain recall remark reply respond respond warn suggest conclude concede
    continue ask observe disclose testify estimate predict caution joke quip complain deny emphasize emphasise
    stress reiterate elaborate lament muse mutter shout proclaim profess retort recount rejoin repeat post publish
    counter comment vow pledge promise boast brag propose indicate quote relate summarize summarise underline
    underscore clarify affirm opine speculate implore posit air leak release hypothesize theorize reason stipulate
    aver attest broadcast
    """
)

# Verbs of thought, knowledge and showing: they take a clause, with or without "that", and rarely follow it.
THOUGHT = word_list(
    """
    believe think hope fear expect find show know feel worry doubt agree assume imagine suspect realize realise
    understand demonstrate determine learn decide hint imply guess calculate project forecast wonder question reckon
    fret dispute charge signal see hear hold caution advise recommend document prove anticipate judge deem rule
    envision foresee regret wish rate discover hypothesise
    """
)

# Verbs of wanting, urging and undertaking: they take "to do", often after the one who is urged.
WILL = word_list(
    """
    want urge demand call ask order encourage plan intend seek refuse decline offer threaten agree promise vow
    pledge swear request instruct advise invite persuade convince beg plead press push lobby warn tell direct
    command propose aim hope expect need commit prepare volunteer dare challenge require forbid permit allow
    prohibit remind implore fight argue
    """
)

# Verbs that judge, name or take up a matter: what was said is their object.
JUDGEMENT = word_list(
    """
    criticize criticise attack blast slam condemn denounce praise laud support oppose endorse back reject dismiss
    mock ridicule question cite reference mention discuss describe characterize characterise portray depict label
    brand dub liken compare accuse blame defend address outline detail highlight downplay decry deride chastise
    scold assail rip bash lambast lambaste hammer hail applaud welcome embrace favor favour disavow repudiate rebuke
    rebut refute challenge champion tout advocate celebrate commend compliment credit invoke raise express voice
    offer unveil issue present lament bemoan debate protest admire respect trust love hate resent prefer consider
    regard view echo quote interpret promote propose introduce disparage belittle insult taunt vilify excoriate pan
    knock fault skewer savage flay castigate berate chide discourage thank congratulate honor consult analyze
    analyse examine recount predict envision approve ban illustrate chronicle explore paint call name term cast
    frame treat dispute contest deny doubt fear dread welcome recognize recognise acknowledge understand propound
    pooh-pooh espouse preach spout
    """
)

# Verbs with a particle that belongs to them, by base form of the verb.
PARTICLES: dict[str, frozenset[str]] = {
    verb: frozenset(particles.split())
    for verb, particles in {
        "call": "for on out upon", "point": "to out", "refer": "to", "object": "to", "push": "for back against",
        "speak": "out against",
        "argue": "for against", "warn": "of against about", "complain": "about of", "worry": "about",
        "talk": "about", "boast": "about of",
        "hint": "at", "allude": "to", "lash": "out", "agree": "with on", "disagree": "with", "appeal": "to for",
        "vote": "for against",
        "speculate": "about on", "rail": "against", "inveigh": "against", "care": "about", "joke": "about",
        "hit": "back out",
        "fire": "back", "lay": "out", "spell": "out", "set": "out", "bring": "up", "go": "after", "weigh": "in",
        "campaign": "for against",
        "stand": "by behind", "side": "with", "insist": "on", "press": "for", "advocate": "for", "apologize": "for",
        "elaborate": "on",
        "comment": "on about", "lobby": "for against", "think": "of about", "hear": "about of", "dream": "of about",
        "conceive": "of",
        "approve": "of", "disapprove": "of", "remark": "on upon", "touch": "on", "sign": "off", "think of": "as",
        "reflect": "on",
        "push back": "on against", "react": "to", "respond": "to", "fight": "for against", "seize": "on upon",
        "zero": "in",
        "focus": "on", "dwell": "on", "double": "down", "steer": "clear", "beg": "for", "ask": "for about",
        "balk": "at", "bristle": "at",
        "protest": "against", "plead": "for with", "hope": "for",
    }.items()
}  # fmt: skip

# Nouns that carry a report with them: "a report that ...", "the claim that ...", "plans to ...", "criticism of ...".
SPEECH_NOUNS = word_set(
    """
    report reports statement statements claim claims allegation allegations assertion assertions comment comments
    remark remarks announcement suggestion suggestions accusation accusations charge charges argument arguments
    prediction predictions warning warnings belief view views opinion conclusion finding findings fear fears hope
    hopes concern concerns promise promises pledge pledges vow vows threat threats demand demands request requests
    call calls proposal proposals decision plan plans criticism support opposition complaint complaints denial
    contention insistence admission revelation revelations acknowledgment acknowledgement theory idea notion
    estimate estimates rumor rumors rumour speculation assurances assurance testimony quote question questions
    commitment agreement recommendation condemnation praise endorsement disdain doubts doubt worry worries
    indication sign evidence reminder message assessment
    """
)

# Irregular forms: base -> third person, past, participle, gerund. A None keeps the regular form.
_IRREGULAR: dict[str, tuple[str, str, str, str]] = {
    "say": ("says", "said", "said", "saying"), "tell": ("tells", "told", "told", "telling"),
    "write": ("writes", "wrote", "written", "writing"), "think": ("thinks", "thought", "thought", "thinking"),
    "know": ("knows", "knew", "known", "knowing"), "feel": ("feels", "felt", "felt", "feeling"),
    "find": ("finds", "found", "found", "finding"), "show": ("shows", "showed", "shown", "showing"),
    "see": ("sees", "saw", "seen", "seeing"), "hear": ("hears", "heard", "heard", "hearing"),
    "hold": ("holds", "held", "held", "holding"), "mean": ("means", "meant", "meant", "meaning"),
    "understand": ("understands", "understood", "understood", "understanding"), "swear": ("swears", "swore",
    "sworn", "swearing"),
    "seek": ("seeks", "sought", "sought", "seeking"), "fight": ("fights", "fought", "fought", "fighting"),
    "foresee": ("foresees", "foresaw", "foreseen", "foreseeing"), "speak": ("speaks", "spoke", "spoken", "speaking"),
    "learn": ("learns", "learned", "learned", "learning"), "forbid": ("forbids", "forbade", "forbidden", "forbidding"),
    "lay": ("lays", "laid", "laid", "laying"), "set": ("sets", "set", "set", "setting"), "go": ("goes", "went",
    "gone", "going"),
    "bring": ("brings", "brought", "brought", "bringing"), "hit": ("hits", "hit", "hit", "hitting"),
    "stand": ("stands", "stood", "stood", "standing"), "spell": ("spells", "spelled", "spelled", "spelling"),
    "put": ("puts", "put", "put", "putting"), "cast": ("casts", "cast", "cast", "casting"), "read": ("reads",
    "read", "read", "reading"),
    "broadcast": ("broadcasts", "broadcast", "broadcast", "broadcasting"), "beg": ("begs", "begged", "begged",
    "begging"),
    "admit": ("admits", "admitted", "admitted", "admitting"), "quip": ("quips", "quipped", "quipped", "quipping"),
    "plan": ("plans", "planned", "planned", "planning"), "slam": ("slams", "slammed", "slammed", "slamming"),
    "rip": ("rips", "ripped", "ripped", "ripping"), "rebut": ("rebuts", "rebutted", "rebutted", "rebutting"),
    "dub": ("dubs", "dubbed", "dubbed", "dubbing"), "regret": ("regrets", "regretted", "regretted", "regretting"),
    "commit": ("commits", "committed", "committed", "committing"), "refer": ("refers", "referred", "referred",
    "referring"),
    "pan": ("pans", "panned", "panned", "panning"), "brag": ("brags", "bragged", "bragged", "bragging"),
    "ban": ("bans", "banned", "banned", "banning"), "permit": ("permits", "permitted", "permitted", "permitting"),
    "aver": ("avers", "averred", "averred", "averring"), "fret": ("frets", "fretted", "fretted", "fretting"),
}  # fmt: skip


def inflections(base: str) -> tuple[str, str, str, str]:
    """Third person, past, participle and gerund of an English verb.

    >>> inflections("deny"), inflections("argue")[3]
    (('denies', 'denied', 'denied', 'denying'), 'arguing')
    """
    if base in _IRREGULAR:
        return _IRREGULAR[base]
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies", base[:-1] + "ied", base[:-1] + "ied", base + "ing"
    past = base + ("d" if base.endswith("e") else "ed")
    gerund = (base[:-1] if base.endswith("e") and not base.endswith("ee") else base) + "ing"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s"), past, past, gerund


def forms(bases: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each form of each verb as (form, base, kind); kind is "base", "third", "past", "participle" or "gerund"."""
    for base in bases:
        yield base, base, "base"
        yield from (
            (form, base, kind)
            for form, kind in zip(inflections(base), ("third", "past", "participle", "gerund"), strict=True)
        )


# --- the small words around a cue ---------------------------------------------------------------------------------

BE = word_set("is are was were be been being 's 're am 'm isn't aren't wasn't weren't")
HAVE = word_set("has have had having 've hasn't haven't hadn't")
MODAL = word_set(
    """
    will would can could may might shall should must do does did 'll 'd won't wouldn't can't cannot couldn't
    shouldn't don't doesn't didn't
    """
)
AUXILIARY = BE | HAVE | MODAL
NOT_LY = word_set(
    """
    family reply ally italy july supply apply rely only assembly fly emily billy sally kelly early daily weekly
    italy
    """
)
ADVERBS = word_set(
    """
    also not never ever then later now still even once again often just only already further soon always sometimes
    since long first previously both all itself himself herself themselves today yesterday tonight earlier twice
    instead therefore thus either neither once too ago
    """
)
DETERMINERS = word_set(
    """
    the a an this that these those his her its their our my your some any no each every either neither another such
    one two three four five six several many few more most less other own whose both all what which
    """
)
PRONOUNS = word_set("he she it they we i you who")
OBJECTS = word_set("him her it them us me you himself herself themselves itself")
SUBORDINATORS = word_set(
    """
    that which who whom where when while because although though as after before since if unless until whereas than
    so but yet whether how what why nor once lest whose
    """
)
PREPOSITIONS = word_set(
    """
    of in on at for by with from to into about over under after before during against among between through without
    within amid despite toward towards per via like near since until upon across behind beyond except including
    """
)
BEFORE_GERUND = word_set(
    """
    by for after before while of from in without when about despite than on at like as besides with against
    """
)
WH = word_set("whether if how why what who where when which whom whose")
DAYS = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
    sundays today yesterday tonight tomorrow morning afternoon evening night week month year weekend january
    february march april may june july august september october november december jan feb aug sept sep oct nov dec
    later earlier recently ago last early late
    """
)
LEADING_SUBORDINATORS = word_set(
    """
    after when as while although though if because since before once until unless whereas
    """
)

# Forms that are nouns more often than verbs: they need "that" or a quotation after them.
NOUNLIKE = word_set(
    """
    states state rules rule reports report posts post needs need means likes views view credits add plans calls call
    claims claim notes note comments comment remarks remark questions question charges charge estimates estimate
    forecasts forecast promises promise pledges pledge vows vow threats offers offer requests request demands demand
    demands orders order permits permit fears fear hopes hope doubts doubt worries worry support attacks attack
    debates debate issues issue judges judge challenges challenge proposals appeals appeal reasons reason projects
    project findings finding ruling hearing meaning understanding feeling warning broadcasts broadcast quotes quote
    references reference details address favors favor votes vote talks talk points point results benefits presents
    present voices voice insults insult recommendations allows allow requires require holds hold rates rate blames
    casts cast decides signals signal polls documents document advocates advocate champions champion welcomes honors
    honor commits
    """
)
# Verbs whose object is the one who hears: what was said comes after it.
TO_SOMEONE = word_set(
    """
    tell tells told telling warn warns warned warning inform informs informed remind reminds reminded assure assures
    assured advise advised ask asked asks
    """
)
# Things that speak: a noun before a gerund ("a letter calling for ...").
TEXTS = word_set(
    """
    letter tweet tweets ad ads article articles story stories memo paper email emails editorial column book study
    studies poll polls post video message messages speech speeches documents files petition resolution text report
    reports note
    """
)

# Plural forms that stand behind what was said ("..., officials say").
PLURAL_BEHIND = word_set(
    """
    say report write argue warn add believe think fear hope insist note maintain contend
    """
)

SPANS_OF_TIME = word_set("minute minutes hour hours day days week weeks month months year years moment")

# Verbs of making public: their object is what was made public.
PUBLISHING = word_set("publish announce disclose reveal broadcast air leak release report unveil")
