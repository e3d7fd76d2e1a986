"""Sentences that say whose words they are without a verb of saying."""

from __future__ import annotations

import pytest

from comparison.claims import find_claims
from storage import Outlet

OUTLETS = [Outlet("gannet", "The Gannet"), Outlet("ledger", "Morning Ledger")]


def _told(report: str) -> list[tuple[str, str | None, str]]:
    claims = find_claims(report, OUTLETS, nlp=False)
    return [(claim.outlet, claim.person, claim.statement(report)) for claim in claims if claim.outlet]


@pytest.mark.parametrize(
    ("sentence", "outlet", "said"),
    [
        ("In the view of The Gannet, the bridge is unsafe.", "gannet", "the bridge is unsafe"),
        ("Meanwhile, in Morning Ledger's telling, nobody knew.", "ledger", "nobody knew"),
        ("By The Gannet's count, forty houses are empty.", "gannet", "forty houses are empty"),
        ("If The Gannet is right, the ferry has no licence.", "gannet", "the ferry has no licence"),
        ("If we go by Morning Ledger, nobody was told.", "ledger", "nobody was told"),
        ("As Morning Ledger sees it, the captain was asleep.", "ledger", "the captain was asleep"),
        ("From The Gannet comes word that the ferry will not sail.", "gannet", "that the ferry will not sail"),
        ("Word came from The Gannet that the ferry had sunk.", "gannet", "that the ferry had sunk"),
        ("The Gannet had this to say about the mayor: he should go.", "gannet", "he should go"),
        ("The Gannet's verdict on the budget: too little, too late.", "gannet", "too little, too late"),
        ("The Gannet's conclusion is that the port is bankrupt.", "gannet", "that the port is bankrupt"),
        ("Morning Ledger puts it bluntly: nobody is in charge.", "ledger", "nobody is in charge"),
        ("What Morning Ledger found is that the money was gone.", "ledger", "that the money was gone"),
        ("Readers of The Gannet were told on Monday that it had sunk.", "gannet", "that it had sunk"),
        ("The headline in The Gannet reads: mayor to go.", "gannet", "mayor to go"),
        ("The Gannet headlined its report “Nobody at the wheel”.", "gannet", "“Nobody at the wheel”"),
        ("The Gannet gives the number of missing as twelve.", "gannet", "the number of missing as twelve"),
        ("The Gannet leads with the strike at the port.", "gannet", "the strike at the port"),
        ("One reads in The Gannet that the crane was old.", "gannet", "that the crane was old"),
        ("The mayor will go, in the view of The Gannet.", "gannet", "The mayor will go"),
        ("The mayor will go, if Morning Ledger is to be believed.", "ledger", "The mayor will go"),
        ("The mayor will go, or so The Gannet says.", "gannet", "The mayor will go"),
        ("That the mayor must go is the verdict of The Gannet.", "gannet", "That the mayor must go"),
        ("The mayor, The Gannet understands, will go in May.", "gannet", "The mayor will go in May"),
        ("There is, writes The Gannet, no plan.", "gannet", "There is no plan"),
        ("“Nobody came,” a diver is quoted as telling The Gannet.", "gannet", "“Nobody came,”"),
        ("The bridge is unsafe (so The Gannet).", "gannet", "The bridge is unsafe"),
        ("The Gannet speaks of a town in fear.", "gannet", "a town in fear"),
        ("Under the headline “Nobody”, The Gannet wrote that he slept.", "gannet", "that he slept"),
        ("Citing port records, The Gannet said it was not insured.", "gannet", "it was not insured"),
        ("The Gannet said permits had been cut.", "gannet", "permits had been cut"),
        ("The Gannet said claims of fraud persist.", "gannet", "claims of fraud persist"),
        ("The word from The Gannet is that it will not sail.", "gannet", "that it will not sail"),
        ("“It was a wreck” – this is how The Gannet sums it up.", "gannet", "“It was a wreck”"),
        ("So reads the front page of Morning Ledger: nobody is safe.", "ledger", "nobody is safe"),
        ("It emerges from The Gannet that he was asleep.", "gannet", "that he was asleep"),
        (
            "Neither the mayor nor the port, writes The Gannet, wanted the truth.",
            "gannet",
            "Neither the mayor nor the port wanted the truth",
        ),
        ("Morning Ledger's reporting suggests he was asleep.", "ledger", "he was asleep"),
        ("Morning Ledger identified the captain as Tomas Reed.", "ledger", "the captain as Tomas Reed"),
        ("The Gannet, in a long report, lists twelve failings of the port.", "gannet", "twelve failings of the port"),
        ("The Gannet broke the news that he was asleep.", "gannet", "that he was asleep"),
    ],
)
def test_what_an_outlet_says_is_read_from_its_frame(sentence: str, outlet: str, said: str) -> None:
    assert _told(sentence) == [(outlet, None, said)]


@pytest.mark.parametrize(
    "sentence",
    [
        "In the eyes of the law, the bridge is a building.",
        "On account of the rain, The Gannet was late.",
        "In the case of The Gannet, the court ruled that the sale was void.",
        "In the hands of The Gannet, the recording was safe.",
        "By the time The Gannet arrived, the fire was out.",
        "If The Gannet is sold, forty people will lose their jobs.",
        "From The Gannet comes its new editor, Mara Quill.",
        "The Gannet's line is printed in red.",
        "The Gannet's headline font is a hundred years old.",
        "What The Gannet needs is a new press.",
        "Readers of The Gannet pay twelve crowns a month.",
        "The headline writers of The Gannet went on strike.",
        "The Gannet gave the number of its bank account to the court.",
        "The Gannet is the first with a woman as its editor.",
        "The printers of The Gannet, the union believes, are underpaid.",
        "The Gannet listed its shares on the exchange in May.",
        "The Gannet drew the attention of the police.",
        "The Gannet documents are kept in the archive.",
        "So ended the year for The Gannet: in debt.",
        "The Tern leads with two goals to one, and The Gannet is shut.",
    ],
)
def test_what_looks_like_a_frame_claims_nothing_of_an_outlet(sentence: str) -> None:
    assert _told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "person", "said"),
    [
        ("Mara Quill, who covers the port for the paper, added that it sank.", "Mara Quill", "that it sank"),
        ("Mara Quill, the newspaper's correspondent, said permits were cut.", "Mara Quill", "permits were cut"),
        ("In its view, the mayor knew.", None, "In its view, the mayor knew."),
    ],
)
def test_who_writes_for_the_outlet_named_before_is_theirs(sentence: str, person: str | None, said: str) -> None:
    assert _told(f"The Gannet said the port was shut. {sentence}")[1:] == [("gannet", person, said)]


NAMED_ABROAD = [
    Outlet("gannet", "The Gannet", aliases=("השחף", "النورس")),
    Outlet("ledger", "Morning Ledger", aliases=("פנקס הבוקר", "دفتر الصباح")),
]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("לדעת השחף, הגשר אינו בטוח.", "הגשר אינו בטוח"),
        ("לשיטת השחף, ראש העיר ידע על כך.", "ראש העיר ידע על כך"),
        ("בעיני השחף, המעבורת היא כישלון.", "המעבורת היא כישלון"),
        ("אם להאמין להשחף, הקברניט ישן במשמרת.", "הקברניט ישן במשמרת"),
        ("כותרת השחף: ראש העיר ילך.", "ראש העיר ילך."),
        ("ראש העיר, כותב השחף, סיים את דרכו.", "ראש העיר סיים את דרכו"),
        ("השחף מספר על עיר מפוחדת.", "על עיר מפוחדת"),
        ("השחף מעריך את מספר הנעדרים בשנים עשר.", "את מספר הנעדרים בשנים עשר"),
        ("في رأي النورس، الجسر غير آمن.", "الجسر غير آمن"),
        ("ومن وجهة نظر النورس، انتهت القضية.", "انتهت القضية"),
        ("كما جاء في النورس، لن تبحر العبارة.", "لن تبحر العبارة"),
        ("رئيس البلدية، كما تقول النورس، سيرحل.", "رئيس البلدية، سيرحل"),
        ("عنونت النورس: رئيس البلدية سيرحل.", "رئيس البلدية سيرحل"),
        ("قدرت النورس عدد المفقودين باثني عشر.", "عدد المفقودين باثني عشر"),
        ("إن صحت رواية النورس، كان القبطان نائما.", "كان القبطان نائما"),
    ],
)
def test_hebrew_and_arabic_frames_are_read(sentence: str, said: str) -> None:
    claims = find_claims(sentence, NAMED_ABROAD)
    assert [(one.outlet, one.statement(sentence)) for one in claims] == [("gannet", said)]


@pytest.mark.parametrize(
    "sentence",
    [
        "מבחינת המחיר, פנקס הבוקר זול מאוד.",
        "בעיני התושבים, פנקס הבוקר הוא עיתון ישן.",
        "לדעת השופט, פנקס הבוקר הפר את החוזה.",
        "העורכת של פנקס הבוקר, אומרים חבריה, עייפה.",
        "אם פנקס הבוקר ייסגר, ארבעים איש יפוטרו.",
        "في نظر القانون، النورس شركة.",
        "خفضت النورس عدد موظفيها.",
        "مكتب النورس، كما يقول الجيران، مغلق.",
        "قدر الخبير قيمة مبنى النورس بمليونين.",
    ],
)
def test_others_who_speak_of_an_outlet_in_hebrew_and_arabic_make_no_claim_of_it(sentence: str) -> None:
    assert {claim.outlet for claim in find_claims(sentence, NAMED_ABROAD)} == {None}
