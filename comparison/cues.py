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
    aver attest broadcast specify chant exclaim marvel scoff sneer snap fume huff crow gloat rant sigh grumble mumble
    whisper yell scream interject intone stammer thunder blog editorialize narrate certify gush cry
    """
)

# Verbs of thought, knowledge and showing: they take a clause, with or without "that", and rarely follow it.
THOUGHT = word_list(
    """
    believe think hope fear expect find show know feel worry doubt agree assume imagine suspect realize realise
    understand demonstrate determine learn decide hint imply guess calculate project forecast wonder question reckon
    fret dispute charge signal see hear hold caution advise recommend document prove anticipate judge deem rule
    envision foresee regret wish rate discover hypothesise presume surmise deduce infer perceive remember forget
    notice fathom comprehend foretell sense construe
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
    pooh-pooh espouse preach spout despise detest abhor adore deplore disown extol glorify demonize demonise malign
    jeer heckle boo cheer salute mourn lampoon satirize parody recite bewail understate overstate exaggerate minimize
    minimise trivialize trivialise misrepresent distort mischaracterize confront grill quiz plug trumpet decry flaunt
    idolize romanticize caricature disdain scorn ridicule shun spurn resist
    """
)

# Verbs with a particle that belongs to them, by base form of the verb.
PARTICLES: dict[str, frozenset[str]] = {
    verb: frozenset(particles.split())
    for verb, particles in {
        "call": "for on out upon", "point": "to out", "refer": "to", "object": "to", "push": "for back against",
        "speak": "out against of",
        "argue": "for against", "warn": "of against about", "complain": "about of", "worry": "about",
        "talk": "about of", "write": "of about", "tell": "of", "boast": "about of",
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
        "focus": "on", "dwell": "on", "double": "down", "steer": "clear", "beg": "for",
        "balk": "at", "bristle": "at",
        "protest": "against", "plead": "for with", "hope": "for", "marvel": "at", "rave": "about", "gush": "about over",
    "grumble": "about", "gripe": "about", "whine": "about", "fume": "about at over", "rant": "about against",
    "gloat": "about over", "crow": "about", "gloss": "over", "shed": "light", "scoff": "at", "sneer": "at",
    "brag": "about", "believe": "in", "caution": "against", "advise": "against", "decide": "against on",
    "rule": "against", "ask": "for about", "inquire": "about", "testify": "about against", "report": "on",
    "frown": "on upon", "look": "forward",
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
    indication sign evidence reminder message assessment determination refusal willingness reluctance desire
    conviction disapproval approval admiration disgust outrage anger frustration skepticism scepticism optimism
    confidence expectation expectations intention intentions offer offers appeal appeals objection objections
    """
)

# Irregular forms: base -> third person, past, participle, gerund. A None keeps the regular form.
_IRREGULAR: dict[str, tuple[str, str, str, str]] = {
    "forget": ("forgets", "forgot", "forgotten", "forgetting"), "sing": ("sings", "sang", "sung", "singing"),
    "foretell": ("foretells", "foretold", "foretold", "foretelling"),
    "blog": ("blogs", "blogged", "blogged", "blogging"),
    "infer": ("infers", "inferred", "inferred", "inferring"), "shed": ("sheds", "shed", "shed", "shedding"),
    "plug": ("plugs", "plugged", "plugged", "plugging"), "extol": ("extols", "extolled", "extolled", "extolling"),
    "snap": ("snaps", "snapped", "snapped", "snapping"), "shun": ("shuns", "shunned", "shunned", "shunning"),
    "grill": ("grills", "grilled", "grilled", "grilling"), "quiz": ("quizzes", "quizzed", "quizzed", "quizzing"),
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
    honor commits fumes sighs cries cry whispers screams scream crows snaps snap senses sense notices notice cheers
    boos chants scorn disdain rants yells specifies
    """
)
# Verbs whose object is the one who hears: what was said comes after it.
TO_SOMEONE = word_set(
    """
    tell tells told telling warn warns warned warning inform informs informed remind reminds reminded assure assures
    assured advise advised ask asked asks
    """
)
ASKING = word_set("ask asks asked asking press pressed presses question questioned quizzed told tells tell warned")
# Things that speak: a noun before a gerund ("a letter calling for ...").
TEXTS = word_set(
    """
    letter tweet tweets ad ads article articles story stories memo paper email emails editorial column book study
    studies poll polls post video message messages speech speeches documents files petition resolution text report
    reports note survey surveys data figures research statistics images evidence analysis average averages numbers
    records census index footage film documentary headline headlines title sign banner placard caption inscription
    """
)

# Where and when something is said: "in an interview", "at a rally"; it ends what was said.
OCCASIONS = TEXTS | word_set(
    """
    interview interviews statement statements rally rallies briefing conference hearing debate appearance testimony
    ruling lawsuit filing press meeting ceremony television radio twitter facebook podcast broadcast address remarks
    op-ed call event town forum convention visit trip campaign diatribe tirade outburst exchange profile
    """
)
# Verbs of saying and showing whose object, too, is what was said: "stressed her support", "denied a deal".
SAYING_SOMETHING = word_set(
    """
    stress emphasize emphasise proclaim declare announce admit acknowledge allege claim deny reveal disclose confirm
    promise pledge vow explain clarify suggest estimate predict indicate reiterate affirm recount underscore underline
    propose concede forecast anticipate foresee document imply demonstrate doubt assume regret recommend advise lament
    profess tout demand request urge
    """
)
# What a verb may be led by without ceasing to be what somebody says: "went on to say", "appeared to blame".
LEADING_TO = word_set(
    """
    continue continues continued appear appears appeared seem seems seemed tend tends tended begin begins began begun
    start starts started come comes came able proceed proceeds proceeded manage manages managed chose choose chooses
    used on quick as
    """
)

# Plural forms that stand behind what was said ("..., officials say").
PLURAL_BEHIND = word_set(
    """
    say report write argue warn add believe think fear hope insist note maintain contend
    """
)

# Subjects of the bare form of a verb that do not end in -s.
PLURAL_SUBJECTS = word_set(
    """
    i we you they who that which officials people percent % men women many some most others few all both police media
    """
)

SPANS_OF_TIME = word_set("minute minutes hour hours day days week weeks month months year years moment")

# Verbs of making public: their object is what was made public.
PUBLISHING = word_set("publish announce disclose reveal broadcast air leak release report unveil")

# Nouns of saying that need no owner: "an agreement to ...", "harsh criticism of ...".
NOUNS_ALONE = {
    "to": word_set(
        "agreement agreements pledge pledges promise promises vow vows threat threats refusal commitment decision"
    ),
    "of": word_set("criticism condemnation denunciation praise accusations allegations endorsement disapproval"),
    "for": word_set("criticism praise condemnation calls support"),
    "whether": word_set("speculation question questions doubt doubts debate"),
}

# What a source may put at a figure: "puts the toll at ninety".
ESTIMATES = word_set(
    "cost costs number toll figure price value total share rate size death damage loss losses sum bill"
)

# Participles of a judgement nobody is named for, with what follows: "has been accused of ...".
JUDGED_BE: dict[str, frozenset[str]] = {
    participle: frozenset(following.split())
    for participles, following in (
        ("criticized criticised condemned faulted denounced attacked", "for as over"),
        ("accused suspected", "of"),
        ("blamed praised credited lauded mocked ridiculed", "for as with"),
        ("described portrayed depicted characterized regarded viewed hailed dismissed branded touted", "as"),
        ("considered deemed called dubbed labeled labelled", "a an the one"),
    )
    for participle in participles.split()
}

# Adjectives of what somebody holds or feels, with what may follow them: "sure that", "critical of", "willing to".
ATTITUDES: dict[str, frozenset[str]] = {
    adjective: frozenset(following.split())
    for adjectives, following in (
        ("sure confident certain convinced adamant hopeful optimistic pessimistic aware", "that about of"),
        ("worried concerned afraid fearful anxious nervous alarmed", "that about of"),
        (
            "proud glad happy sorry surprised disappointed shocked outraged angry furious grateful",
            "that about at by with",
        ),
        ("skeptical sceptical critical supportive dismissive wary suspicious disdainful contemptuous", "of about"),
        ("opposed committed dedicated sympathetic hostile", "to"),
        ("willing unwilling reluctant determined", "to"),
        ("clear unsure uncertain doubtful", "that about whether"),
        ("passionate enthusiastic excited", "about"),
        ("right wrong mistaken", "about"),
    )
    for adjective in adjectives.split()
}
