"""Words of the press: what outlets and their people are called, and how a report goes on or speaks for itself."""

from __future__ import annotations

from comparison.tables import word_set

# What an outlet may be called once it was named: "the newspaper", "this Zionist media outlet", "the same daily".
OUTLET_NOUNS = word_set(
    """
    newspaper paper daily weekly outlet agency channel broadcaster network website site magazine publication tabloid
    broadsheet portal station service gazette journal press media newswire
    """
)
# What it published: a source of its own once the outlet was named ("according to the report").
PIECE_NOUNS = word_set(
    """
    report article analysis editorial piece story column commentary op-ed investigation interview account dispatch
    exposé expose coverage text note review essay
    """
)
# Adjectives of nations and languages that do not end like one.
NATIONS = word_set("hebrew arab arabic french german greek dutch swiss czech thai us uk u.s u.k eu gulf western")
# Who writes for it.
WRITER_NOUNS = word_set(
    """
    correspondent reporter journalist analyst columnist commentator editor writer author critic expert pundit
    """
)
# Words that make such a noun point back.
POINTING = word_set("the this that same said its aforementioned mentioned above latter these such")
# Words that make it nobody: "neither newspaper has said ...".
NO_ONE = word_set("neither no none")
# Words that make it somebody else.
ANOTHER = word_set("another a an some several other many various different few certain")

# Last words of outlets' names that stand for the whole name once it was given: "the Times", "the Chronicle".
SHORT_NAMES = word_set(
    """
    times post journal chronicle guardian telegraph mirror herald tribune gazette news independent observer mail
    express star sun standard globe economist atlantic nation week today monitor courier dispatch examiner inquirer
    ledger register sentinel bulletin voice mail eye national press daily review hill pelican argus echo record
    """
)
# Names of outlets that are common words too, as folded words: only with a capital, and where a source stands.
COMMON_WORDS = SHORT_NAMES | word_set("time reuters-like mirror hour world people nation life focus ha")

# A sentence that begins so goes on with what was being told.
CONNECTIVES = word_set(
    """
    also moreover furthermore additionally besides likewise similarly further he she it they however nevertheless
    nonetheless still because therefore accordingly thus hence consequently although though yet but and instead
    specifically finally lastly meantime there this these that those such according his her its their under as
    """
)
CONNECTIVE_PHRASES = (
    "in addition", "at the same time", "on the other hand", "in this regard", "in this context",
    "in the same context", "in particular",
    "for example", "for instance", "in other words", "as a result", "the same", "in return", "in exchange",
    "in turn", "for its part", "for his part",
    "among other things", "in the meantime", "even so", "to this end", "in this way", "while the", "with this",
    "by doing so",
    "another part", "elsewhere in", "in another part", "in the report", "in his article", "in the article",
)  # fmt: skip
# What a report calls the matter it has been telling about: "The project aims ...".
MATTERS = word_set(
    """
    project plan plans move measure measures proposal proposals initiative scheme programme program idea step steps
    decision agreement deal document draft offer operation campaign policy arrangement framework complexes compounds
    sites facilities units housing mission force vote talks negotiations deployment construction site study survey
    poll findings figures data source sources officials complex compound camp camps fence corridor aid delivery bill
    law rule order ruling verdict statement letter memo incident attack strike strikes meeting summit visit
    """
)
# A sentence that begins so is the report's own.
OWN_VOICE = word_set("since separately earlier previously notably observers critics we our")
# What a report says of several outlets together is its own, too: "None of the four outlets mentioned it".
OF_SEVERAL = word_set("none neither both all most no other some few")
OUTLETS = word_set("outlets newspapers papers dailies media broadcasters")
# The same where it opens a paragraph.
OWN_VOICE_AT_PARAGRAPH = word_set("meanwhile elsewhere")
OWN_VOICE_PHRASES = (
    "it has been argued", "it has been suggested", "it has been said", "it can be argued", "it may be argued",
    "it is worth", "it should be", "it must be", "it bears", "worth noting", "worth mentioning", "in recent",
    "over the past", "in the past", "last week",
    "last month", "last year", "for months", "for years", "for decades", "to date", "as of", "in a separate",
    "in other news", "in related", "on another front",
    "needless to say", "the world has", "it is clear", "it is noteworthy", "it is notable", "it is no secret",
    "in fact", "in reality", "history shows",
    "this comes as", "the development comes", "the developments come", "the report comes", "the news comes",
)  # fmt: skip
# What a report calls the claims that it rejects: "These fabrications ..." is its own voice.
REPROACHES = word_set(
    """
    fabrication fabrications lie lies falsehood falsehoods slander slanders smear smears distortion distortions
    disinformation propaganda calumnies insinuations nonsense
    """
)
# Sources without a name: inside a run of claims they are the outlet's sources ("US officials say the plan ...").
UNNAMED = word_set(
    """
    officials official sources source diplomats diplomat mediators mediator experts analysts aides residents
    witnesses people ministers officers commanders negotiators families workers doctors relatives insiders observers
    critics some many others figures circles authorities
    """
)
