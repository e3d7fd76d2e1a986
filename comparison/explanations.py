"""A finding in words: sober, about the report's sentence and what was held, never about a journalist, never "false"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import zip_longest

from comparison.claims import Claim
from comparison.differences import Difference
from comparison.looking import Reading, Support
from normalise.text import fold
from storage.model import Coverage


def explain(
    kind: str,
    claim: Claim,
    evidence: Sequence[Support],
    differences: Sequence[Difference],
    coverage: Coverage | None,
    reading: Reading,
    first: Support | None = None,
) -> str:
    """One to four sentences on a finding."""
    named = _group_name(claim, reading)
    best = evidence[0] if evidence else None
    edition = _edition(claim, best, reading) if best else ""
    if kind == "quote found" and best:
        exact = not any(difference.kind == "quotation" for difference in differences)
        words = "These words stand in" if exact else "Nearly these words stand in"
        return f"{words} {_cite(best, reading)}.{_differ(differences)}{edition}{_outside(best)}"
    if kind == "passage found" and best:
        carries = f"{_capital(_cite(best, reading))} has a passage that carries this statement."
        return f"{carries}{_differ(differences)}{_missing(best)}{edition}{_outside(best)}"
    if kind == "differs" and best:
        cited = _capital(_cite(best, reading))
        return f"{cited} has a passage like this one.{_differ(differences)}{edition}{_outside(best)}"
    if kind == "elsewhere" and best:
        return (
            f"No article of {named} with this statement was found among those held; {_cite(best, reading)} carries it."
            f"{_first(evidence, first, reading)} {_watched(coverage, named)}"
        )
    if kind == "candidate" and best:
        return (
            f"{_capital(_cite(best, reading))} is in another language and shares names, numbers or subject with this"
            " statement. A person who reads that language has to compare them; this is not support."
        )
    if kind == "seen, not read" and best:
        cited = _capital(_cite(best, reading))
        return f"{cited} may be the one, but its text was not read: {_why_unread(best)}. {_add(claim)}"
    if kind == "not collected":
        why = _why_not_collected(claim, named, coverage, reading)
        return f"{why} This says nothing about whether it was published. {_add(claim)}".strip()
    return f"Not found in what is held of {named}. {_watched(coverage, named)} {_add(claim)}".strip()


def _first(carriers: Sequence[Support], first: Support | None, reading: Reading) -> str:
    """Who had it first of several outlets, or that their dates do not tell."""
    if len({support.article.outlet for support in carriers}) < 2:
        return ""
    if first is None:
        return " Several outlets carry it; from their dates it cannot be told who had it first."
    return f" Of those held, {_outlet_name(first.article.outlet, reading)} had it first."


def _edition(claim: Claim, support: Support, reading: Reading) -> str:
    """Which edition answers, where it is another than the one the report names."""
    outlet = support.article.outlet
    if claim.edition is None or outlet == claim.edition or reading.group_of(outlet) != claim.outlet:
        return ""
    named = _group_name(claim, reading)
    return f" The report names {named}; {_outlet_name(outlet, reading)} is an edition of the same group."


def _outlet_name(outlet: str, reading: Reading) -> str:
    known = reading.outlets.get(outlet)
    return known.name if known else outlet


def _group_name(claim: Claim, reading: Reading) -> str:
    if claim.outlet is None:
        return claim.source or "this source"
    if claim.edition and claim.edition in reading.outlets:
        ours = reading.outlets[claim.edition].name
        said = claim.source or ""
        by_name = fold(said) in {fold(alias) for alias in reading.outlets[claim.edition].aliases}
        return f"{said} ({ours})" if by_name else ours
    editions = reading.editions(claim.outlet)
    return editions[0].name if editions else claim.outlet


def _cite(support: Support, reading: Reading) -> str:
    article = support.article
    when = f", {_day(article.published_at)}" if article.published_at else ", without a date"
    return f"“{article.title}” ({_outlet_name(article.outlet, reading)}{when})"


def _differ(differences: Sequence[Difference]) -> str:
    parts: list[str] = []
    rounded: list[str] = []
    signed = ""
    for difference in differences:
        if difference.kind == "rounded":
            pairs = zip(difference.report, difference.article, strict=False)
            rounded.extend(f"{report} in the report, {article} in the article" for report, article in pairs)
        elif difference.kind == "number":
            both = zip_longest(difference.report, difference.article, fillvalue="no such number")
            parts.append("; ".join(f"the report has {report}, the article {article}" for report, article in both))
        elif difference.kind == "speaker":
            parts.append(f"the report has {_list(difference.report)} say it, the article {_list(difference.article)}")
        elif difference.kind == "name":
            told = f", the passage {_list(difference.article)}" if difference.article else ""
            parts.append(f"the report names {_list(difference.report)}{told}")
        elif difference.kind == "date":
            parts.append(f"the report says {_list(difference.report)}, the article {_list(difference.article)}")
        elif difference.kind == "quotation":
            parts.append("the wording is not the same")
        elif difference.kind == "byline":
            signed = f" It is signed by {_list(difference.article)}; the report names {_list(difference.report)}."
        else:
            said, told = (
                f"“{' '.join(words)}”" if words else "no negation" for words in (difference.report, difference.article)
            )
            parts.append(f"the report has {said}, the article {told}")
    told = f" What differs: {'; '.join(parts)}." if parts else ""
    return told + (f" Rounded: {'; '.join(rounded)}." if rounded else "") + signed


def _missing(support: Support) -> str:
    words = support.passage.missing
    return f" Words of the statement that do not stand in it: {', '.join(words[:6])}." if words else ""


def _outside(support: Support) -> str:
    return "" if support.in_window else " It was published outside the window that was looked at."


_UNREAD = {
    "paywalled": "it is behind a paywall",
    "excerpt": "only an excerpt was served",
    "consent": "a consent page was served in its place",
    "login": "it asks for a login",
    "error": "an error page was served in its place",
}


def _why_unread(support: Support) -> str:
    article = support.article
    if article.access in _UNREAD:
        return _UNREAD[article.access]
    if article.page_state == "unwanted":
        return "it matched no topic, so its page was not fetched"
    if article.page_problem:
        return article.page_problem
    return "its page was not fetched yet" if article.page_state == "pending" else "its page could not be read"


def _why_not_collected(claim: Claim, named: str, coverage: Coverage | None, reading: Reading) -> str:
    if claim.outlet is None or coverage is None:
        return f"No outlet of this name is watched ({named})."
    if coverage.polls == 0:
        since = f" Watching began on {_day(coverage.first_poll)}." if coverage.first_poll else " It was never polled."
        return f"{named} was not polled in this window.{since}"
    if coverage.failed >= coverage.polls:
        return f"All {coverage.polls} polls of {named} in this window failed."
    if coverage.without_overlap:
        times = "once" if coverage.without_overlap == 1 else f"{coverage.without_overlap} times"
        return (
            f"{named} may have published articles between two polls that were not seen:"
            f" {times} in this window two polls in a row shared no entry."
        )
    if coverage.first_poll and coverage.first_poll > reading.window.since:
        began = _day(coverage.first_poll)
        return f"Watching {named} began on {began}, inside this window, and little from before is held."
    return f"There is a gap of {_hours(coverage.longest_gap)} without a good poll of {named} in this window."


def _watched(coverage: Coverage | None, named: str) -> str:
    if coverage is None:
        return ""
    good = coverage.polls - coverage.failed
    if not good:
        return f"{named} was not polled with success in this window."
    told = f"In this window {named} was polled {good} time{'s' if good != 1 else ''} with success"
    if coverage.failed:
        told += f", {coverage.failed} failed"
    told += f"; {coverage.articles} article{'s' if coverage.articles != 1 else ''} first seen"
    if coverage.unread:
        told += f", {coverage.unread} not read"
    told += "."
    if coverage.first_poll and coverage.first_poll > coverage.since:
        began = _day(coverage.first_poll)
        told += f" Watching began on {began}; of the days before, only what the feeds still listed is held."
    if coverage.known_gaps:
        told += f" Never collected: {'; '.join(coverage.known_gaps)}."
    return told


def _add(claim: Claim) -> str:
    return "If you have the page, add it by hand and compare again." if claim.outlet else ""


def _list(items: Sequence[str]) -> str:
    return ", ".join(items) if items else "nothing of the kind"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(at: datetime | None) -> str:
    return f"{at.day} {at:%B %Y}" if at else "an unknown day"


def _hours(gap: timedelta | None) -> str:
    hours = (gap.total_seconds() if gap else 0) / 3600
    return f"{hours / 24:.1f} days" if hours >= 48 else f"{hours:.0f} hours"
