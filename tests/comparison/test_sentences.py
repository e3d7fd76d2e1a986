"""Where sentences, paragraphs and quotations end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparison.sentences import paragraphs, quotations, sentences

PROSE = st.text(alphabet=st.sampled_from("ab AB.?!,:;“”\"'’«»—-()\n\tאבשג״ابت،؟0 1"), max_size=300)


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Roe spoke. So did Ms. Lind.", ["Mr. Roe spoke.", "So did Ms. Lind."]),
        ("The U.S. envoy left. J. K. Roe stayed.", ["The U.S. envoy left.", "J. K. Roe stayed."]),
        ("He lives in the U.S. The rest do not.", ["He lives in the U.S.", "The rest do not."]),
        ("“Why now?” the mayor asked. Nobody knew.", ["“Why now?” the mayor asked.", "Nobody knew."]),
        ("“It is late.” She left.", ["“It is late.”", "She left."]),
        ("It cost 1.5 million. It sank.", ["It cost 1.5 million.", "It sank."]),
        ("At 7 p.m. the doors closed.", ["At 7 p.m. the doors closed."]),
        ("הם הגיעו. הם הלכו.", ["הם הגיעו.", "הם הלכו."]),
        ("هل وصلوا؟ لا أحد يعلم.", ["هل وصلوا؟", "لا أحد يعلم."]),
        ("no full stop", ["no full stop"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, expected: list[str]) -> None:
    assert _cut(text) == expected


def test_lines_that_an_editor_wrapped_are_one_paragraph() -> None:
    text = (
        "The harbour authority said on Monday that the eastern quay would stay\n"
        "closed until the divers had finished their work under the pier.\n"
        "\n"
        "A second paragraph."
    )
    assert [text[start:end].split("\n")[0][:20] for start, end in paragraphs(text)] == [
        "The harbour authorit",
        "A second paragraph.",
    ]


def test_every_line_is_a_paragraph_where_lines_end_in_stops() -> None:
    text = "First line of the report ends here.\nSecond line of the report ends here, too.\nThird."
    assert len(paragraphs(text)) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “yes” and «no».", ["“yes”", "«no»"]),
        ('She said "it is late" and left.', ['"it is late"']),
        ('דובר צה"ל אמר: "אין חדש".', ['"אין חדש"']),
        ("“It goes on in the next paragraph.", ["“It goes on in the next paragraph."]),
        ("It’s the ministers’ fault.", []),
    ],
)
def test_quotations_are_told_from_apostrophes_and_gershayim(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == expected


@settings(derandomize=True, max_examples=150, deadline=None)
@given(PROSE)
def test_spans_lie_in_order_inside_the_text_and_hold_every_word(text: str) -> None:
    spans = [span for start, end in paragraphs(text) for span in sentences(text, start, end)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    kept = sum(sum(character.isalnum() for character in text[start:end]) for start, end in spans)
    assert kept == sum(character.isalnum() for character in text)
