"""Looking for a claim in the store: in the group it names, in the window, then elsewhere and in other languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from comparison.claims import Claim
from comparison.crosslingual import Anchors, anchors_of, likeness
from comparison.differences import Difference
from comparison.evidence import Information, Ranked, information, nearest, rank
from comparison.language import language_of
from comparison.passages import Passage, best_passage
from comparison.quoting import QUOTE_NEAR
from comparison.speakers import speaker_in
from comparison.statements import Statement
from comparison.texts import whole_text, words_in
from comparison.writers import spellings_of, wrote
from storage.model import Article, Coverage, KnownPerson, Outlet, Query
from storage.store import Store
from storage.wires import first_of

Verdict = Literal["quote found", "passage found", "differs"]

# Calibrated on tests/comparison/pairs and the sample newsroom; docs/comparing.md says how well.
PASSAGE_FOUND = 0.5
PASSAGE_FOUND_SHORT = 0.75  # of a statement of few words, which names alone can fill
FEW_WORDS = 6
ELSEWHERE = 0.6  # another outlet was not named by the report: more is asked of it
UNREAD_NEAR = 0.4  # of what title and summary of an unread page must share with the claim
CANDIDATE = 0.45
CANDIDATE_SURE = 0.6
_MUCH_CLOSER = 0.25  # by which an article that differs must carry more of it than one that does not
_READ_CLOSELY = 8  # articles whose passages are compared, of those that rank best
_OTHER_LANGUAGE_MOST = 400  # newest articles of the group in the window whose titles and texts are compared
_WRITTEN_MOST = 12  # newest articles of a journalist whom a claim names
_THEIRS = 0.35  # likelier a candidate for being by the journalist whom the claim names
_NEAREST = 24  # articles that are ranked for a claim, each time it is asked for
_UNREAD = frozenset({"paywalled", "excerpt", "consent", "login", "error"})


@dataclass(frozen=True, slots=True)
class Window:
    """When an article must have been published to answer a claim: `since` inclusive, `until` exclusive."""

    since: datetime
    until: datetime

    def holds(self, article: Article) -> bool:
        """Whether an article falls into the window; one without a date counts by when it was first seen."""
        at = article.published_at or article.first_seen
        return at is not None and self.since <= at < self.until


@dataclass(frozen=True, slots=True)
class Support:
    """An article that a finding rests on, with its passage. `in_window`: it was published in the window."""

    article: Article
    passage: Passage
    score: float
    in_window: bool = True
    words: int = 0  # informative words of the statement
    same_language: bool = True


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found for a claim: in its group (`own`), on unread pages, in another language, and at other outlets."""

    own: tuple[Support, ...]
    verdict: Verdict | None
    unread: Support | None
    candidates: tuple[Support, ...]
    elsewhere: tuple[Support, ...]
    first: Support | None

    @property
    def best(self) -> Support | None:
        """The group's own article that carries the claim best."""
        return self.own[0] if self.own else None


class Reading:
    """A store as one comparison sees it: outlets by group, the window, and what was already worked out."""

    def __init__(
        self,
        store: Store,
        outlets: Sequence[Outlet],
        window: Window,
        report: str,
        people: Sequence[KnownPerson] = (),
    ) -> None:
        self.store, self.window, self.report, self.people = store, window, report, people
        self.outlets = {outlet.id: outlet for outlet in outlets}
        self._coverage: dict[str, Coverage] = {}
        self._languages: dict[str, str] = {}
        self._counts: dict[tuple[str, datetime, datetime], int] = {}
        self._others: dict[tuple[str, str], list[Article]] = {}
        self._anchors: dict[str, Anchors] = {}
        self._written: dict[tuple[str, str], tuple[Article, ...]] = {}

    @cached_property
    def held(self) -> int:
        """How many articles the store holds."""
        return self.store.count_articles()

    def group_of(self, outlet: str) -> str:
        """The group of an outlet's id (itself where the outlet is no longer known)."""
        known = self.outlets.get(outlet)
        return (known.group or known.id) if known else outlet

    def editions(self, group: str) -> list[Outlet]:
        """The outlets of a group."""
        return [outlet for outlet in self.outlets.values() if (outlet.group or outlet.id) == group]

    def names_of(self, group: str | None) -> list[str]:
        """All names of a group's outlets."""
        editions = self.editions(group) if group else []
        return [name for outlet in editions for name in (outlet.name, *outlet.aliases)]

    def language(self, article: Article) -> str:
        """The language an article is written in: as its text shows, else as its feed or outlet says."""
        if article.url not in self._languages:
            outlet = self.outlets.get(article.outlet)
            said = article.language or (outlet.language if outlet else None)
            self._languages[article.url] = language_of(
                f"{article.title} {(article.body or article.summary or '')[:600]}", (said or "en").split("-")[0].lower()
            )
        return self._languages[article.url]

    def coverage(self, group: str) -> Coverage:
        """What was watched of a group in the window."""
        if group not in self._coverage:
            self._coverage[group] = self.store.coverage(group, self.window.since, self.window.until)
        return self._coverage[group]

    def count(self, group: str, since: datetime, until: datetime) -> int:
        """How many articles of a group are held from a time."""
        key = (group, since, until)
        if key not in self._counts:
            self._counts[key] = self.store.count_articles([group], since, until)
        return self._counts[key]

    def anchors(self, article: Article) -> Anchors:
        """What can be recognised of an article across languages; worked out once."""
        if article.url not in self._anchors:
            self._anchors[article.url] = anchors_of(article)
        return self._anchors[article.url]

    def in_other_languages(self, group: str, language: str) -> list[Article]:
        """The group's newest articles of the window in any language but `language`."""
        key = (group, language)
        editions = self.editions(group)
        if editions and all((edition.language or "").split("-")[0] == language for edition in editions):
            return []  # reading hundreds of articles to learn that again costs 0.1 s a group
        if key not in self._others:
            query = Query(
                outlets=(group,), since=self.window.since, until=self.window.until, limit=_OTHER_LANGUAGE_MOST
            )
            found = [hit.article for hit in self.store.search(query)]
            self._others[key] = [article for article in found if self.language(article) != language]
        return self._others[key]

    def written_by(self, person: str, group: str) -> tuple[Article, ...]:
        """The newest articles of a group in the window with this person in the byline, however it is spelt."""
        key = (person, group)
        if key not in self._written:
            editions = {outlet.id for outlet in self.editions(group)}
            known = [one for one in self.people if one.outlet in editions or editions & set(one.editions)]
            query = Query(
                outlets=(group,),
                people=spellings_of(person, known),
                since=self.window.since,
                until=self.window.until,
                limit=_WRITTEN_MOST,
            )
            self._written[key] = tuple(hit.article for hit in self.store.search(query))
        return self._written[key]

    def edition_to_add(self, claim: Claim) -> str | None:
        """The outlet to name when the page is added by hand: the edition that the report named."""
        if claim.outlet is None:
            return None
        editions = [outlet.id for outlet in self.editions(claim.outlet)]
        return claim.edition if claim.edition in editions or not editions else editions[0]


def look(claim: Claim, reading: Reading) -> Looked:
    """Everything the store shows for a claim, best first in each part."""
    text = claim.statement(reading.report)
    worth = information(text, reading.store, held=reading.held)
    quotes = [reading.report[start:end] for start, end in claim.quotes]
    statement = Statement.of(text, worth, quotes, speaker_in(claim, reading.report, reading.names_of(claim.outlet)))
    language = language_of(text)
    ranked = _ranked(claim, worth, reading)
    own = _read(claim, statement, ranked, reading, language)
    verdict = _verdict(claim, own[0]) if own else None
    if verdict is None or not own[0].in_window:
        outside = _outside(claim, statement, worth, reading, language) if verdict is None else []
        if outside and (found := _verdict(claim, outside[0])):
            own, verdict = outside, found
    others = _elsewhere(claim, statement, worth, reading, language)
    unread = _unread(statement, ranked) if verdict is None else None
    candidates = _candidates(claim, text, reading, language) if verdict is None else ()
    first = _first([support for support in (*(own[:1] if verdict else ()), *others) if support.in_window])
    return Looked(tuple(own[:3]), verdict, unread, candidates, others, first)


def _first(carriers: Sequence[Support]) -> Support | None:
    """Who carried it first of those held, where their dates tell: None where two state one day or one none."""
    first = first_of([support.article for support in carriers])
    return next((support for support in carriers if support.article is first), None)


def _ranked(claim: Claim, worth: Information, reading: Reading) -> list[Ranked]:
    """The group's articles of the window, the nearest first."""
    if claim.outlet is None:
        return []
    window = reading.window
    found = nearest(
        worth,
        reading.store,
        held=reading.held,
        outlets=[claim.outlet],
        since=window.since,
        until=window.until,
        limit=_NEAREST,
    )
    if claim.person is None:
        return found
    theirs = reading.written_by(claim.person, claim.outlet)
    written = rank(worth, theirs)[: _READ_CLOSELY // 2]
    first = {article.url for _, article in written}
    # Those of the journalist are read first: the report says whose article it is.
    return written + [one for one in found if one[1].url not in first]


def _outside(claim: Claim, statement: Statement, worth: Information, reading: Reading, language: str) -> list[Support]:
    """The group's articles from before or after the window."""
    if claim.outlet is None:
        return []
    ranked = nearest(worth, reading.store, held=reading.held, outlets=[claim.outlet], limit=_NEAREST)
    return _read(claim, statement, [one for one in ranked if not reading.window.holds(one[1])], reading, language)


def _elsewhere(
    claim: Claim, statement: Statement, worth: Information, reading: Reading, language: str
) -> tuple[Support, ...]:
    """Articles of other groups, in the window, that carry the claim."""
    ranked = nearest(
        worth, reading.store, held=reading.held, since=reading.window.since, until=reading.window.until, limit=_NEAREST
    )
    strangers = [one for one in ranked if reading.group_of(one[1].outlet) != claim.outlet]
    found = _read(claim, statement, strangers, reading, language)
    carries = [support for support in found if _verdict(claim, support) in {"quote found", "passage found"}]
    return tuple(support for support in carries if support.score >= ELSEWHERE)[:5]


def _read(
    claim: Claim, statement: Statement, ranked: Sequence[Ranked], reading: Reading, language: str
) -> list[Support]:
    """The articles with their passages, those that carry the claim best first; only in the claim's language."""
    found = []
    for _, article in [one for one in ranked if reading.language(one[1]) == language][:_READ_CLOSELY]:
        passage = best_passage(statement, article, differing_from=PASSAGE_FOUND)
        score = (
            max(passage.score, passage.quote or 0.0) if passage.quote and passage.quote >= QUOTE_NEAR else passage.score
        )
        found.append(
            Support(article, passage, round(score, 3), reading.window.holds(article), len(statement.informative))
        )
    strength = {"quote found": 3, "passage found": 2, "differs": 1, None: 0}
    verdicts = {one.article.url: _verdict(claim, one) for one in found}
    closest = max((one.score for one in found if verdicts[one.article.url] == "differs"), default=0.0)

    def rank_of(one: Support) -> int:
        verdict = verdicts[one.article.url]
        # What holds much less of it only seems to agree: the number that differs elsewhere is not looked at there.
        return 0 if verdict == "passage found" and one.score <= closest - _MUCH_CLOSER else strength[verdict]

    return sorted(
        found,
        key=lambda one: (
            -rank_of(one),
            -one.score,
            one.article.outlet != claim.edition,
            one.article.url,
        ),
    )


def _verdict(claim: Claim, support: Support) -> Verdict | None:
    """What an article that was read shows for a claim, None where it does not carry it."""
    passage = support.passage
    quoted = passage.quote is not None and passage.quote >= QUOTE_NEAR
    differs = [difference for difference in passage.differences if difference.matters]
    if quoted and not any(difference.kind in {"number", "speaker"} for difference in differs):
        return "quote found"
    if quoted:
        return "differs"
    if passage.score < (PASSAGE_FOUND_SHORT if support.words < FEW_WORDS else PASSAGE_FOUND):
        return None
    if claim.quoted or differs:
        return "differs"
    return "passage found"


def shown_differences(claim: Claim, support: Support, verdict: Verdict | None) -> tuple[Difference, ...]:
    """What a finding shows as different between the report and the article."""
    passage = support.passage
    found = list(passage.differences)
    if passage.quote is not None and passage.quoted_as and passage.quote < 0.995:
        found.append(Difference("quotation", (), (passage.quoted_as,)))
    elif verdict == "differs" and claim.quoted and not found:
        found.append(Difference("quotation", (), (passage.sentence,)))
    if claim.person and (signed := _signed_by_others(claim.person, support.article)):
        found.append(Difference("byline", (claim.person,), signed))
    return tuple(found)


def _signed_by_others(person: str, article: Article) -> tuple[str, ...]:
    """Who signed an article that a person did not sign, nor may have ("M. Quill"), and that does not name them."""
    names = tuple(one.name for one in article.people)
    signed = set(words_in(" ".join(names)))
    if any(wrote(person, name) for name in names) or set(words_in(person)) & (
        signed | set(words_in(whole_text(article)))
    ):
        return ()
    return names


def _unread(statement: Statement, ranked: Sequence[Ranked]) -> Support | None:
    """An article of the group whose page we could not read and whose title or summary is about the same."""
    best: Support | None = None
    for _, article in ranked:
        if not (article.access in _UNREAD or article.body is None):
            continue
        passage = best_passage(statement, article)
        if passage.share >= UNREAD_NEAR and (best is None or passage.share > best.score):
            best = Support(article, passage, passage.share)
    return best


def _candidates(claim: Claim, text: str, reading: Reading, language: str) -> tuple[Support, ...]:
    """The group's articles in other languages that share names, numbers or notions with the claim."""
    if claim.outlet is None:
        return ()
    wanted = anchors_of(Article("", "", text, language=language))
    found = []
    for article in reading.in_other_languages(claim.outlet, language):
        theirs = claim.person is not None and any(wrote(claim.person, person.name) for person in article.people)
        bonus = _THEIRS if theirs else 0.0
        score = min(1.0, likeness(wanted, reading.anchors(article), at_least=CANDIDATE - bonus) + bonus)
        if score >= CANDIDATE:
            sentence = reading.anchors(article).nearest(wanted) or article.title
            found.append(
                Support(article, Passage(sentence, "", "", round(score, 3)), round(score, 3), same_language=False)
            )
    return tuple(sorted(found, key=lambda one: (-one.score, one.article.outlet != claim.edition, one.article.url))[:3])


def well_watched(coverage: Coverage, reading: Reading, group: str) -> bool:
    """Whether a miss means something: good polls, no gap that could hide an article, and articles held from before."""
    window = reading.window
    if coverage.polls <= coverage.failed or coverage.without_overlap:
        return False
    since = window.since
    if coverage.first_poll and coverage.first_poll > since:
        # What the feeds still listed at the first poll reaches back; whether far enough shows in what is held.
        if reading.count(group, since, coverage.first_poll) < 3:
            return False
        since = coverage.first_poll
    gap = coverage.longest_gap
    before_first = since - window.since
    return gap is None or gap <= LONGEST_GAP or gap <= before_first + timedelta(minutes=1)


LONGEST_GAP = timedelta(hours=24)  # most feeds list a day of articles or more
