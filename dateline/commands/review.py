"""`dateline review`: what a person decided on a claim, beside the machine's finding."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import click

from dateline.commands.options import open_for_reading, store_option
from storage.reviews import FINDINGS, NOT_A_CLAIM

_CLAIM = re.compile(r"(\d{1,9})\.(\d{1,9})")
_DECISIONS = (*FINDINGS, NOT_A_CLAIM)


class _Decision(click.ParamType):  # type: ignore[type-arg]  # generic only in the newest click
    """A finding in words, or with hyphens: "passage found", passage-found."""

    name = "finding"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The finding as the store words it."""
        decision = {_letters(decision): decision for decision in _DECISIONS}.get(_letters(str(value)))
        if decision:
            return decision
        return self.fail(f"{value!r} is none of: {'; '.join(_DECISIONS)}", param, ctx)


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


@click.command()
@click.argument("claim")
@click.option("--finding", required=True, type=_Decision(), help='A finding as `compare` words them, or "not a claim".')
@click.option("--note", required=True, help="Why: what you read, whom you asked.")
@click.option("--by", required=True, envvar="DATELINE_REVIEWER", help="Who decided (or DATELINE_REVIEWER).")
@click.option("--url", help="Where it can be read.")
@store_option
def review(claim: str, finding: str, note: str, by: str, url: str | None, store: str) -> None:
    """Record what a person decided on a claim.

    CLAIM is an id as `compare` and `dateline reports ID` show it: 3.7 is claim 7 of report 3. The decision stands
    beside the machine's finding, which stays. Later decisions are added, the latest counts; a later comparison
    changes none of them.

    \b
    dateline review 3.7 --finding "passage found" --note "page 4 of the print edition" --by "Noa Adler"
    """
    from dateline.report_lines import review_line
    from storage import open_store
    from storage.reviews import Review

    named = _CLAIM.fullmatch(claim.strip())
    if named is None:
        raise click.UsageError(f"{claim!r} is no claim: give it as 3.7 (claim 7 of report 3); see `dateline reports`")
    if url is not None and not _is_web(url):
        raise click.UsageError(f"{url!r} is no web address: give one that begins with https:// or http://")
    open_for_reading(store).close()  # one that is not there is not made
    decided = Review(int(named[1]), int(named[2]), finding, note.strip(), by.strip(), datetime.now(UTC), url)
    with open_store(store) as opened:
        try:
            saved = opened.save_review(decided)
            earlier = [one for one in opened.report_history(saved.report).reviews if one.claim == saved.claim][:-1]
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    click.echo(f"{saved.report}.{saved.claim}  {review_line(saved)}")
    if earlier:
        told = "earlier review stays" if len(earlier) == 1 else "earlier reviews stay"
        click.echo(f"{len(earlier)} {told} beside it.")


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
