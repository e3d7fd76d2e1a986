"""What comparison costs and how often it is right: `python benchmarks/comparison.py [--articles N] [--quick]`.

Prints words per CPU second of attribution, findings that come out right over the pairs of tests/comparison, where the
scores of published and never-published claims lie, and the CPU time of a query and of a 20-claim report in a store of N
made-up articles of 20 sentences (5,000 articles are 100,000 sentences), a third each in English, Hebrew and Arabic
letters. Half of the outlets belong to groups with an edition in each; the report is in English, half of its claims are
sentences that an article holds. `--store FILE` keeps the made-up store, and takes it where it is there already.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparison import compare
from comparison.attribution import find_attributions
from comparison.claims import find_claims
from comparison.evidence import find_evidence
from comparison.looking import PASSAGE_FOUND, Reading, Window, look
from storage import Article, Outlet, Store, open_store
from tests.comparison.worlds import PUBLISHED, build_world, load

PAIR_SETS = {
    "pairs.json": "world.json",
    "held_out.json": "world.json",
    "blind.json": "world.json",
    "shades.json": "world.json",
    "fresh.json": "fresh_world.json",
    "newsroom.json": "newsroom",
    "crawled.json": "crawled newsroom",
    "namings.json": "naming_world.json",
    "doers.json": "fresh_world.json",
    "speakers.json": "world.json",
    "digests.json": "crawled newsroom",
}
_VOCABULARY = 12_000
_SENTENCES, _WORDS = 20, 20


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--quick", action="store_true", help="leave out the large store")
    parser.add_argument("--only-large", action="store_true", help="nothing but the large store")
    parser.add_argument("--store", default=":memory:", help="where the large store is kept, e.g. /tmp/large.db")
    options = parser.parse_args()
    if not options.only_large:
        attribution_speed()
        pairs()
    if not options.quick:
        large_store(options.articles, options.store)


def attribution_speed() -> None:
    """Words per CPU second of find_attributions over the text of the test world, repeated."""
    text = "\n\n".join(one["body"] for one in load("world.json")["articles"] if one["body"]) + "\n\n"
    words = len(text.split())
    best = min(_cpu(lambda: [find_attributions(text) for _ in range(20)]) for _ in range(3))
    print(f"attribution: {words * 20 / best / 1000:.0f}k words per CPU second")


def pairs() -> None:
    """How the pairs come out, and how far apart scores of published and never-published claims lie."""
    for name, world in PAIR_SETS.items():
        told = load(name)
        right = 0
        published, never = [], []
        with build_world(world) as store:
            for pair in told:
                findings = compare(pair["claim"], store, published_at=PUBLISHED).findings
                kind = findings[0].kind if len(findings) == 1 else "no single claim"
                right += kind in (pair["finding"], *pair.get("or", ()))
                score = _best_score(pair["claim"], store)
                if pair["group"].startswith("never"):
                    never.append(score)
                elif pair["group"].startswith(("paraphrase", "changed", "other edition", "named otherwise")):
                    published.append(score)
        print(
            f"{name}: {right} of {len(told)} findings right; passage scores: published {min(published):.2f} to"
            f" {max(published):.2f}, never published {min(never):.2f} to {max(never):.2f}; threshold {PASSAGE_FOUND}"
        )


def _best_score(text: str, store: Store) -> float:
    window = Window(PUBLISHED - timedelta(days=7), PUBLISHED + timedelta(days=1))
    for claim in find_claims(text, store.outlets()):
        if claim.kind != "unattributed":
            own = look(claim, Reading(store, store.outlets(), window, text)).own
            return own[0].passage.score if own else 0.0
    return 0.0


def large_store(articles: int, location: str) -> None:
    """CPU time of a query and of a 20-claim report among many articles in three languages."""
    chance = random.Random(7)
    vocabularies = {language: _vocabulary(language) for language in _SYLLABLES}
    weights = [1 / (rank + 20) for rank in range(_VOCABULARY)]  # words of a language fall off about so
    made = list(_articles(chance, vocabularies, weights, articles))
    names = vocabularies["en"]
    outlets = [
        Outlet(
            f"paper{n}",
            f"The {names[n].title()} Herald",
            f"group{n // 3}" if n < 15 else None,
            language=_LANGUAGE[n % 3],
        )
        for n in range(30)
    ]
    with open_store(location) as store:
        if store.count_articles() != articles:
            started = time.process_time()
            store.save_outlets(outlets)
            store.save_articles(made)
            print(f"stored {articles} articles at {articles / (time.process_time() - started):.0f} per CPU second")
        some = random.Random(11).sample([article for article in made if article.language == "en"], 40)
        held = [article.body.split(". ")[1] for article in some if article.body]
        for kind, queries in (
            ("made-up sentences", [_sentence(chance, names, weights) for _ in range(40)]),
            ("sentences of stored articles", held),
            ("leads of stored articles", [article.body.split(". ")[0] for article in some if article.body]),
        ):
            costs = [_cpu(lambda query=query: find_evidence(query, store)) * 1000 for query in queries]  # type: ignore[misc]
            print(
                f"find_evidence, {kind}: median {statistics.median(costs):.1f}, worst {max(costs):.1f} CPU ms a query"
            )
        report = "\n\n".join(
            f"{outlets[n].name} reported that {held[n] if n % 2 else _sentence(chance, names, weights)}"
            for n in range(20)
        )
        costs = [_cpu(lambda: compare(report, store, published_at=PUBLISHED)) for _ in range(3)]
        print(f"a report of 20 claims: first {costs[0]:.2f}, again {costs[-1]:.2f} CPU s")


_LANGUAGE = ("en", "he", "ar")
_SYLLABLES = {
    "en": ("ba", "ke", "lo", "mi", "ru", "sta", "ne", "vor", "ti", "gan"),
    "he": ("בא", "קר", "לו", "מי", "רו", "שט", "נה", "ור", "תי", "גן"),
    "ar": ("با", "كر", "لو", "مي", "رو", "شط", "نه", "ور", "تي", "جن"),
}


def _vocabulary(language: str) -> list[str]:
    chance = random.Random(language)
    return ["".join(chance.choices(_SYLLABLES[language], k=chance.randint(2, 4))) for _ in range(_VOCABULARY)]


def _sentence(chance: random.Random, vocabulary: list[str], weights: list[float]) -> str:
    return " ".join(chance.choices(vocabulary, weights, k=_WORDS)) + "."


def _articles(
    chance: random.Random, vocabularies: dict[str, list[str]], weights: list[float], count: int
) -> Iterator[Article]:
    for number in range(count):
        language = _LANGUAGE[number % 3]
        words = chance.choices(vocabularies[language], weights, k=_SENTENCES * _WORDS + 8)
        body = ". ".join(" ".join(words[start : start + _WORDS]).capitalize() for start in range(8, len(words), _WORDS))
        yield Article(
            f"https://paper.example/{number}",
            f"paper{number % 30}",
            " ".join(words[:8]).title(),
            body=body,
            language=language,
            published_at=PUBLISHED - timedelta(minutes=number * 2 % 20_000),
        )


def _cpu(work: object) -> float:
    started = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - started


if __name__ == "__main__":
    main()
