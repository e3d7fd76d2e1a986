"""Who says what: source, cue and content."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparison.attribution import find_attributions

Row = tuple[str | None, list[str]]


def _read(text: str) -> list[Row]:
    return [
        (text[slice(*one.source)] if one.source else None, [text[slice(*span)] for span in one.content])
        for one in find_attributions(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said that the bridge is safe.", ("The mayor", ["that the bridge is safe"])),
        ("The mayor said the bridge is safe.", ("The mayor", ["the bridge is safe"])),
        ("The bridge is safe, the mayor said.", ("the mayor", ["The bridge is safe"])),
        ("“The bridge is safe,” said the mayor.", ("the mayor", ["“The bridge is safe,”"])),
        ("“The bridge,” the mayor said, “is safe.”", ("the mayor", ["“The bridge,”", "“is safe.”"])),
        ("According to the mayor, the bridge is safe.", ("the mayor", ["the bridge is safe"])),
        ("The bridge is safe, according to the mayor.", ("the mayor", ["The bridge is safe"])),
        ("The mayor wrote: “The bridge is safe.”", ("The mayor", ["“The bridge is safe.”"])),
        (
            "Ruth Akande, the chief engineer, said the pier had moved.",
            ("Ruth Akande, the chief engineer", ["the pier had moved"]),
        ),
        ("The union promised to return to work.", ("The union", ["to return to work"])),
        ("Fishermen criticised the sale of the quay.", ("Fishermen", ["the sale of the quay"])),
        (
            "The newspaper quoted a diver as saying that the pier had moved.",
            ("The newspaper", ["that the pier had moved"]),
        ),
        ("As the newspaper put it, the pier had moved.", ("the newspaper", ["the pier had moved"])),
        ("The pier has moved, as the newspaper reported.", ("the newspaper", ["The pier has moved"])),
        ("The pier, the newspaper reported, has moved.", ("the newspaper", ["The pier", "has moved"])),
        ("The pier had moved, the newspaper had reported a day earlier.", ("the newspaper", ["The pier had moved"])),
        ("“It will hold, ‘come what may,’” she said.", ("she", ["“It will hold, ‘come what may,’”"])),
        ("“The pier is safe,” said 40 engineers.", ("40 engineers", ["“The pier is safe,”"])),
        ("As stated in the report, the pier had moved.", ("the report", ["the pier had moved"])),
        ("The pier had moved, as reported by the newspaper.", ("the newspaper", ["The pier had moved"])),
        ("The pier had moved, the mayor pointed out.", ("the mayor", ["The pier had moved"])),
        ("The mayor went on to deny the sale of the pier.", ("The mayor", ["the sale of the pier"])),
        (
            "The mayor, who is 60, stressed her support for the pier.",
            ("The mayor, who is 60", ["her support for the pier"]),
        ),
        ("The mayor rejected that argument in a letter released on Monday.", ("The mayor", ["that argument"])),
        ("The mayor is sure that the pier will hold.", ("The mayor", ["that the pier will hold"])),
        ("The mayor made it clear that the pier would stay.", ("The mayor", ["that the pier would stay"])),
        ("Fishermen and divers support the sale of the pier.", ("Fishermen and divers", ["the sale of the pier"])),
        ("Roe demands an answer from the mayor.", ("Roe", ["an answer from the mayor"])),
        ("Reports by the harbour office suggest that it moved.", ("Reports by the harbour office", ["that it moved"])),
        ("The outlet claims the pier had moved.", ("The outlet", ["the pier had moved"])),
        ("Roe asked him about the sale of the pier.", ("Roe", ["the sale of the pier"])),
        ("The diver has been accused of moving the pier.", (None, ["The diver", "of moving the pier"])),
        ("The mayor told the paper that the pier had moved.", ("The mayor", ["that the pier had moved"])),
        ("העיתון דיווח כי הגשר נסגר.", ("העיתון", ["כי הגשר נסגר"])),
        ("לפי העיתון, הגשר נסגר.", ("העיתון", ["הגשר נסגר"])),
        ("ذكرت الصحيفة أن الجسر أغلق.", ("الصحيفة", ["أن الجسر أغلق"])),
        ("وبحسب الصحيفة، أغلق الجسر.", ("الصحيفة", ["أغلق الجسر"])),
    ],
)
def test_source_and_content_of_one_attribution(text: str, expected: Row) -> None:
    assert _read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The report was long.",
        "The reports of the engineers lay on the table.",
        "She lives in the United States.",
        "The bridge was built in 1931.",
        "Voters in battleground states that border the sea stayed away.",
        "A heap of trade permits that nobody had signed lay there.",
        "The threat to the harbour grew.",
        "הגשר נבנה בשנת 1931.",
    ],
)
def test_a_reporting_word_used_as_a_noun_is_no_attribution(text: str) -> None:
    assert _read(text) == []


def test_two_speakers_in_one_sentence_keep_their_words_apart() -> None:
    assert _read("Officials say the plan works, but critics say it does not.") == [
        ("Officials", ["the plan works"]),
        ("critics", ["it does not"]),
    ]


def test_a_participle_begins_a_new_statement_of_the_same_source() -> None:
    assert _read("The mayor said the bridge is safe, adding that it was tested.") == [
        ("The mayor", ["the bridge is safe"]),
        ("The mayor", ["that it was tested"]),
    ]


def test_a_quotation_goes_on_over_sentences() -> None:
    (source, content), *rest = _read("The mayor said: “We will stay. We will not move.”")
    assert source == "The mayor"
    assert " ".join(content).startswith("“We will stay")
    assert "We will not move.”" in content[-1]
    assert rest == []


def test_a_paragraph_in_quotation_marks_belongs_to_who_announced_it() -> None:
    assert _read("The paper writes:\n\n“The pier has moved.”") == [("The paper", ["“The pier has moved.”"])]


def test_who_is_quoted_goes_on_in_the_next_paragraph() -> None:
    text = "“The pier has moved,” the mayor said.\n\n“Nobody will swim there.”"
    assert _read(text) == [("the mayor", ["“The pier has moved,”", "“Nobody will swim there.”"])]


def test_the_first_speaker_has_the_quotation_that_opens_the_sentence() -> None:
    assert _read("“The pier has moved,” said the mayor, while the diver said it had not.")[0] == (
        "the mayor, while the diver said it had not",
        ["“The pier has moved,”"],
    )


def test_a_question_and_its_answer_are_two_statements() -> None:
    assert _read("Asked about the pier, the mayor said, “It has moved.”") == [
        (None, ["the pier"]),
        ("the mayor", ["“It has moved.”"]),
    ]


def test_a_headline_names_one_who_is_quoted_below_and_no_subject() -> None:
    below = "\n\nThe pier will be sold, Ana Roe said."
    assert _read("Ana Roe: The Pier Has Moved" + below)[0] == ("Ana Roe", ["The Pier Has Moved"])
    assert _read("Roe on the Pier: It Has Moved" + below)[0] == ("Roe", ["It Has Moved"])
    assert len(_read("Harbour Night: The Pier Has Moved" + below)) == 1


def test_a_title_in_quotation_marks_is_a_name_not_a_quotation() -> None:
    assert _read("The newspaper “The Grey Heron” revealed that the pier had moved.") == [
        ("The newspaper “The Grey Heron”", ["that the pier had moved"])
    ]


TOKENS = (
    *(
        "said",
        "says",
        "that",
        "according",
        "to",
        "the",
        "as",
        ".",
        ",",
        "“",
        "”",
        '"',
        ":",
        ";",
        "—",
        "(",
        ")",
        "Roe",
        "mayor",
    ),
    *(
        "who",
        "which",
        "and",
        "but",
        "adding",
        "quoted",
        "reported",
        "by",
        "was",
        "is",
        "not",
        "report",
        "claim",
        "plan",
    ),
    *("“The", "it", "\n\n", "לפי", "כי", "אמר", "أن", "قال"),
)
WORDS = st.lists(
    st.sampled_from(
        [
            "said",
            "says",
            "that",
            "according",
            "to",
            "the",
            "as",
            ".",
            ",",
            "“",
            "”",
            '"',
            ":",
            ";",
            "—",
            "(",
            ")",
            "Roe",
            "mayor",
            "who",
            "which",
            "and",
            "but",
            "adding",
            "quoted",
            "reported",
            "by",
            "was",
            "is",
            "not",
            "report",
            "claim",
            "plan",
            "“The",
            "it",
            "\n\n",
            "לפי",
            "כי",
            "אמר",
            "أن",
            "قال",
        ]
    ),
    max_size=60,
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(WORDS)
def test_any_row_of_words_gives_spans_inside_the_text(words: list[str]) -> None:
    text = " ".join(words)
    for one in find_attributions(text):
        spans = [span for span in (one.source, one.cue, *one.content) if span]
        assert one.content
        assert all(0 <= start < end <= len(text) for start, end in spans)


def test_a_transcript_gives_each_turn_to_its_speaker_and_a_page_label_to_nobody() -> None:
    text = "VALE: Will the bridge open?\n\n“MAYOR ORR: It will. We have the money.\n\nUPDATE: The bridge has opened."
    found = find_attributions(text, nlp=False)
    assert [(text[slice(*a.source)], text[slice(*a.content[0])]) for a in found if a.source] == [
        ("VALE", "Will the bridge open?"),
        ("MAYOR ORR", "It will. We have the money."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The bridge, according to , is safe for lorries.",
        "The bridge is safe was said by ",
        "“a,” he said. , :, ed , In The Heron, Roe , according to , put the cost at , \u2028",
        "הגשר סגור, כך דיווח . אמר ",
        "ש, …, قال , ., כך דיווח ",
        "שה, אמר , A B C D: . שה, אמר , A B C D: ",
    ],
)
def test_a_sentence_that_is_cut_off_where_somebody_was_to_be_named_gives_no_empty_source(text: str) -> None:
    for found in find_attributions(text, nlp=False):
        for start, end in (*found.content, *(span for span in (found.source, found.cue) if span)):
            assert 0 <= start < end <= len(text)


def _lines(rows: str) -> list[str]:
    return [row.strip() for row in rows.strip().splitlines()]


@pytest.mark.parametrize(
    "text",
    _lines(
        """
        The estate was claimed by the youngest son.
        The zoo released the seal into the sea.
        The villagers call the hill home.
        The farmer raised goats on the slope.
        The waiter asked for the bill.
        The owner offered the house for sale.
        The house published nine novels last year.
        The firm dismissed forty drivers.
        The senate confirmed the new governor.
        The troops back the wall with sandbags.
        The mayor addressed the envelope herself.
        The comet described a wide arc over the hills.
        היא כתבה שלושה ספרים.
        הטבח הוסיף שמן.
        הצבא הזהיר את הכוחות בזמן.
        אחרי הישיבה הארוכה, אמר שלום.
        نشرت الأم الغسيل على الحبل.
        نقلت الشاحنة الرمل إلى الميناء.
        """
    ),
)
def test_a_deed_or_another_sense_of_a_reporting_verb_is_no_attribution(text: str) -> None:
    assert find_attributions(text, nlp=False) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Brindle Post reports the crane is broken.", ("The Brindle Post", ["the crane is broken"])),
        ("The union has called on police to release the seal.", ("The union", ["police to release the seal"])),
        ("The side of the story was told by the paper.", ("the paper", ["The side of the story"])),
        ("המנוף נשבר, דיווח העיתון.", ("העיתון", ["המנוף נשבר"])),
        ('"המנוף נשבר", אמר ראש העיר.', ("ראש העיר", ['"המנוף נשבר"'])),
        ('"המנוף תקין", אמרה השרה, "והוא יישאר".', ("השרה", ['"המנוף תקין"', '"והוא יישאר"'])),
        ("העיתון טען ביום שני שהמנוף נשבר.", ("העיתון", ["שהמנוף נשבר"])),
        ('"الرافعة تعطلت"، قال رئيس البلدية.', ("رئيس البلدية", ['"الرافعة تعطلت"'])),
        ("اعترف الوزير بأن الرافعة بيعت.", ("الوزير", ["بأن الرافعة بيعت"])),
        ("يعتقد مهندسون أن الرافعة ستنهار.", ("مهندسون", ["أن الرافعة ستنهار"])),
    ],
)
def test_what_looks_like_a_deed_or_stands_behind_is_attributed_where_it_is_said(text: str, expected: Row) -> None:
    assert [
        (text[slice(*one.source)] if one.source else None, [text[slice(*span)] for span in one.content])
        for one in find_attributions(text, nlp=False)
    ] == [expected]
