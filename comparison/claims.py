"""The claims of a report: each statement that it attributes to an outlet, with the outlet's group and the person.

A report names its source once and goes on: "Haaretz reported ...", "The newspaper added ...", "Also, ...", "The project
aims ...". A sentence belongs to the source that is running until another takes over, or until the report speaks for
itself. One claim is one sentence (or one clause, where a sentence cites two outlets).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from comparison.attribution import Attribution, attributions_by_sentence, find_attributions
from comparison.by_name import according, as_told, found_out, in_brackets, labelled
from comparison.continuation import goes_on
from comparison.listed import announces, heads, is_line, points_back
from comparison.outlet_names import Mention, OutletNames, spans_overlap
from comparison.references import Reference, refer, same_name, writer_in
from comparison.said import hull, mostly_quoted, moved, quotes_within
from comparison.sentences import LONGEST, Span
from storage.model import KnownPerson, Outlet

Kind = Literal["explicit", "continuation", "unattributed"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a report. `outlet` is the id of the group it is attributed to (None: no outlet that is known).

    `source` and `cue` are the words that attribute it (None in a continuation). `quoted`: most of it stands in
    quotation marks. `start`, `end` and `text` are its sentence, `content` and `quotes` the statement and its
    quotations, as offsets into the report.
    """

    outlet: str | None
    person: str | None
    source: str | None
    cue: str | None
    kind: Kind
    quoted: bool
    start: int
    end: int
    text: str
    content: tuple[Span, ...] = ()
    quotes: tuple[Span, ...] = ()
    edition: str | None = None  # the outlet (edition) whose name the report used

    def statement(self, report: str) -> str:
        """What is said, without who says so: the content's spans joined."""
        return " ".join(report[start:end] for start, end in self.content) or self.text


@dataclass(frozen=True, slots=True)
class _Running:
    """The source that is being told: its group, the person, and what it was said to say so far.

    `said` False: it was only spoken of ("The Heron ran another story."); what comes is its own where it points back.
    """

    group: str | None
    edition: str | None
    person: str | None
    told: str
    said: bool = True


def find_claims(
    text: str, outlets: Iterable[Outlet], *, people: Sequence[KnownPerson] = (), nlp: bool | None = None
) -> list[Claim]:
    """The claims of `text` in order.

    `outlets` are those that can be named, `people` the journalists known to write for them. Sentences that the report
    says in its own voice are among them, with kind "unattributed" and no outlet. `nlp`: as in `find_attributions`.

    >>> outlets = [Outlet("heron", "The Heron")]
    >>> report = "The Heron reported that the bridge is closed. Also, the ferry has stopped."
    >>> [(claim.outlet, claim.kind) for claim in find_claims(report, outlets)]
    [('heron', 'explicit'), ('heron', 'continuation')]
    """
    outlets = tuple(outlets)
    return _Telling(
        text, OutletNames(outlets), {outlet.id: outlet.group or outlet.id for outlet in outlets}, people
    ).read(nlp)


class _Telling:
    """Reads a report from beginning to end, keeping who is being told."""

    def __init__(self, text: str, names: OutletNames, groups: dict[str, str], people: Sequence[KnownPerson]) -> None:
        self.text = text
        self.mentions = names.find(text)
        self.starts = [mention.start for mention in self.mentions]
        self.people = {
            spelling: (person.name, groups.get(person.outlet, person.outlet), person.outlet)
            for person in people
            for spelling in (person.name, *person.spellings)
            if " " in spelling
        }
        self.running: _Running | None = None
        self.lines_of: _Running | None = None  # whose the lines of the list are that comes
        self.named: dict[str, _Running] = {}  # person -> for whom they write, as this report says
        self.claims: list[Claim] = []

    def read(self, nlp: bool | None) -> list[Claim]:
        paragraphs = attributions_by_sentence(self.text, nlp=nlp)
        for number, sentences in enumerate(paragraphs):
            for position, (sentence, attributions) in enumerate(sentences):
                if self._inside_last_quotation(sentence):
                    continue
                if position == 0:
                    self._open_list(sentence)
                found = self._named(sentence, attributions, position == 0)
                if found:
                    self.claims += found
                    self.running = self._run(found[-1])
                else:
                    last = number == len(paragraphs) - 1 and number > 0
                    self._unnamed(
                        sentence,
                        attributions,
                        first=position == 0,
                        headline=number == 0 and len(sentences) == 1,
                        last=last,
                    )
        return self.claims

    def _inside_last_quotation(self, sentence: Span) -> bool:
        if not self.claims:
            return False
        content = self.claims[-1].content
        at = bisect_right(content, (sentence[0], len(self.text))) - 1
        return at >= 0 and sentence[1] <= content[at][1]

    # --- sentences that name their source ----------------------------------------------------------------------

    def _named(self, sentence: Span, attributions: Sequence[Attribution], opens: bool) -> list[Claim]:
        """The claims of a sentence that says who says so."""
        here = self._mentions_in(sentence)
        found: list[Claim] = []
        if here and (told := labelled(self.text, sentence, here[0])):
            return [self._by_name(sentence, told, here[0])]
        if here and not attributions and (told := according(self.text, sentence, here[0])):
            return [self._by_name(sentence, told, here[0])]
        for attribution in attributions:
            if len(attributions) > 1 and self._only_cites(attribution):
                continue
            if any(
                spans_overlap(span, other) for claim in found for other in claim.content for span in attribution.content
            ):
                continue
            reference = refer(self.text, sentence, attribution, here, self._known_person, opens)
            reference = self._of_the_one_spoken_of(attribution, reference)
            for group, edition in self._groups(reference) or self._described(attribution, reference):
                found.append(
                    self._claim(sentence, attribution, reference, group, edition, alone=len(attributions) == 1)
                )
            if reference.kind == "other" and not found:
                self.running = None
        if here and not found:
            if told := in_brackets(self.text, sentence, here[-1]):
                return [self._by_name(sentence, told, here[-1])]
            found = self._within(sentence, attributions, here, opens)
            if not found and (told := found_out(self.text, sentence, here[0])):
                return [self._by_name(sentence, told, here[0])]
        return self._one_a_group(found, sentence)

    def _of_the_one_spoken_of(self, attribution: Attribution, reference: Reference) -> Reference:
        """Somebody unknown who writes, right behind a sentence about an outlet, writes there."""
        if reference.kind not in {"none", "other"} or self.running is None or self.running.said:
            return reference
        name = writer_in(self.text, attribution)
        if name is None:
            return reference
        return Reference("person", person=name, group=self.running.group, edition=self.running.edition)

    def _within(
        self, sentence: Span, attributions: Sequence[Attribution], here: Sequence[Mention], opens: bool
    ) -> list[Claim]:
        """What an outlet says inside of what somebody says: "The Heron reported that it is closed, he said"."""
        for attribution in attributions:
            for start, end in attribution.content:
                if not any(start <= mention.start < end for mention in here):
                    continue
                for inner in find_attributions(self.text[start:end], nlp=False):
                    placed = moved(inner, start)
                    reference = refer(self.text, sentence, placed, here, self._known_person, opens)
                    for group, edition in self._groups(reference):
                        return [self._claim(sentence, placed, reference, group, edition, alone=True)]
        return []

    def _by_name(self, sentence: Span, told: Attribution, mention: Mention) -> Claim:
        return self._claim(sentence, told, Reference("outlets", (mention,)), mention.group, mention.outlet, alone=True)

    def _only_cites(self, attribution: Attribution) -> bool:
        """Whether it is the "citing Al-Manara" of a sentence that goes on with what is said."""
        cue = self.text[slice(*attribution.cue)] if attribution.cue else ""
        return attribution.source is None and cue.lower() in {"citing", "quoting"}

    def _one_a_group(self, found: list[Claim], sentence: Span) -> list[Claim]:
        """Where a sentence cites one group only, its claim is the sentence, said by the outermost attribution."""
        if not found or (
            len({(claim.outlet, claim.start) for claim in found}) > 1 and len({claim.outlet for claim in found}) > 1
        ):
            return found
        main = max(
            found, key=lambda claim: (claim.source is not None, sum(end - start for start, end in claim.content))
        )
        end = max(sentence[1], *(span[1] for claim in found for span in claim.content))
        last = main.content[-1]
        cue_at = self.text.find(main.cue or "", main.start)
        if last[0] > cue_at and last[1] < sentence[1]:  # what other attributions took from its end is the outlet's, too
            last = (last[0], len(self.text[: sentence[1]].rstrip(" .")))
        content = (*main.content[:-1], last)
        quotes = quotes_within(self.text, content)
        return [
            replace(main, start=sentence[0], end=end, text=self.text[sentence[0] : end], content=content, quotes=quotes,
                    quoted=mostly_quoted(self.text, content, quotes))
        ]  # fmt: skip

    def _groups(self, reference: Reference) -> list[tuple[str | None, str | None]]:
        """The groups (and editions named) that a reference stands for."""
        if reference.kind == "outlets":
            return [(mention.group, mention.outlet) for mention in reference.mentions]
        if reference.kind == "person" and reference.person in self.named:
            known = self.named[reference.person]
            return [(known.group, known.edition)]
        if reference.kind == "person" and reference.group:
            return [(reference.group, reference.edition)]
        if reference.kind == "back" and self.running:
            return [(self.running.group, self.running.edition)]
        return []

    def _described(self, attribution: Attribution, reference: Reference) -> list[tuple[str | None, str | None]]:
        """An outlet named only by what it was called before, or by a part of its name: "the Lidonese daily"."""
        if reference.kind != "unknown outlet" or attribution.source is None:
            return []
        start, end = attribution.source
        source = self.text[start:end]
        words = [word for word in _CAPITALISED.findall(source) if word not in {"The", "This"}]
        if not words or not _POINTING_BACK.match(source):
            return [(None, None)]
        found: dict[str, str] = {}  # group -> edition, the latest first
        for mention in reversed(self.mentions[: bisect_left(self.starts, start)]):
            around = self.text[max(mention.start - _DESCRIBED_WITHIN, 0) : mention.end]
            before = around.rpartition(".")[2] if "." in around else around
            known = _CAPITALISED.findall(before)
            if all(any(_same_stem(word, other) for other in known) for word in words):
                found.setdefault(mention.group, mention.outlet)
        if self.running and self.running.group in found:
            return [(self.running.group, self.running.edition)]
        return [*found.items()] if len(found) == 1 else [(None, None)]

    def _known_person(self, name: str) -> tuple[str, str | None, str | None] | None:
        """(name, group, edition) of a person this report or the store knows by this name or surname."""
        for known, running in reversed(self.named.items()):
            if same_name(name, known):
                return known, running.group, running.edition
        for spelling, person in self.people.items():
            if spelling in name:
                return person
        return None

    def _claim(
        self,
        sentence: Span,
        attribution: Attribution,
        reference: Reference,
        group: str | None,
        edition: str | None,
        *,
        alone: bool,
    ) -> Claim:
        person = reference.person
        if reference.kind == "back" and person is None and reference.personal and self.running:
            person = self.running.person
        content = attribution.content
        if reference.kind == "outlets" and as_told(self.text, sentence, reference.mentions[0], attribution):
            content = (((attribution.source or content[0])[0], content[-1][1]),)
        start, end = (
            sentence if alone else hull([*content, *(span for span in (attribution.source, attribution.cue) if span)])
        )
        end = max(end, content[-1][1])
        if person and (group or edition):
            self.named.setdefault(person, _Running(group, edition, person, ""))
        quotes = quotes_within(self.text, content)
        return Claim(
            outlet=group,
            person=person,
            source=self.text[slice(*attribution.source)] if attribution.source else None,
            cue=self.text[slice(*attribution.cue)] if attribution.cue else None,
            kind="explicit",
            quoted=mostly_quoted(self.text, content, quotes),
            start=start,
            end=end,
            text=self.text[start:end],
            content=content,
            quotes=quotes,
            edition=edition,
        )

    def _run(self, claim: Claim) -> _Running:
        told = claim.statement(self.text)
        if self.running and self.running.group == claim.outlet and claim.outlet is not None:
            told = f"{self.running.told} {told}"
        return _Running(claim.outlet, claim.edition, claim.person, told)

    # --- sentences that do not ---------------------------------------------------------------------------------

    def _unnamed(
        self, sentence: Span, attributions: Sequence[Attribution], *, first: bool, headline: bool, last: bool
    ) -> None:
        start, end = sentence
        words = self.text[start:end]
        running = self.running
        if first and self.lines_of and is_line(self.text, sentence):
            running, opening = self.lines_of, self._spoken_of(sentence)
            belongs = opening is None or opening.group == running.group
        else:
            belongs = (
                running is not None
                and running.said
                and not headline
                and not self._of_another(sentence)
                and goes_on(
                    words,
                    running.told,
                    [self.text[slice(*a.source)] for a in attributions if a.source],
                    opens_paragraph=first,
                    closes_report=last,
                )
            )
        content = (sentence,)
        quotes = quotes_within(self.text, content)
        claim = Claim(None, None, None, None, "unattributed", False, start, end, words, content, quotes)
        if belongs and running:
            claim = replace(
                claim,
                outlet=running.group,
                edition=running.edition,
                person=running.person,
                kind="continuation",
                quoted=mostly_quoted(self.text, content, quotes),
            )
            self.running = replace(running, told=f"{running.told} {words}")
        elif first:
            self.running = None
        if not belongs and (mention := self._spoken_of(sentence)):
            self.running = _Running(mention.group, mention.outlet, None, "", said=False)
        self.claims.append(claim)

    def _mentions_in(self, sentence: Span) -> Sequence[Mention]:
        end = min(sentence[1], sentence[0] + LONGEST)  # what is longer is not read to its end
        return self.mentions[bisect_left(self.starts, sentence[0]) : bisect_left(self.starts, end)]

    def _of_another(self, sentence: Span) -> bool:
        """Whether a sentence opens with another outlet than the one that is running ("It is averred in ...")."""
        opening = self._mentions_in((sentence[0], min(sentence[1], sentence[0] + _OPENING)))
        return bool(opening and self.running and all(one.group != self.running.group for one in opening))

    def _open_list(self, sentence: Span) -> None:
        """Whose the lines of a list below this first sentence of a paragraph are; a paragraph that is none ends it."""
        if self.lines_of and is_line(self.text, sentence):
            return
        here = self._mentions_in(sentence)
        self.lines_of = None
        if here and heads(self.text, sentence, here[0]):
            self.lines_of = _Running(here[0].group, here[0].outlet, None, "")
        elif told := announces(self.text, sentence):
            named = [one for one in here if told.source and spans_overlap((one.start, one.end), told.source)]
            if named:
                self.lines_of = _Running(named[0].group, named[0].outlet, None, "")
            elif not here and points_back(self.text, sentence):
                self.lines_of = self.running

    def _spoken_of(self, sentence: Span) -> Mention | None:
        """The one outlet that a sentence without a claim is about: it opens the sentence."""
        here = self.mentions[bisect_left(self.starts, sentence[0]) : bisect_left(self.starts, sentence[1])]
        if len({mention.group for mention in here}) != 1:
            return None
        return here[0] if not _WORD.search(self.text, sentence[0], here[0].start) else None


_WORD = re.compile(r"\b(?!(?:the|a|an)\b)[^\W_]{2,}", re.IGNORECASE)
_POINTING_BACK = re.compile(r"(?:the|this|the same|that)\s", re.IGNORECASE)
_CAPITALISED = re.compile(r"[A-Z][\w-]*")
_OPENING = 30  # characters
_DESCRIBED_WITHIN = 60  # characters before a name in which a report says what kind of outlet it is
_LEAST_DESCRIPTION = 5  # letters of a word that may tell one outlet from another


def _same_stem(left: str, right: str) -> bool:
    """Whether one word is the other or derived from it: Nemura, Nemuran."""
    short, long = sorted((left.lower(), right.lower()), key=len)
    return len(short) >= _LEAST_DESCRIPTION and long.startswith(short) and len(long) - len(short) <= 3


__all__ = ["Claim", "Mention", "find_claims"]
