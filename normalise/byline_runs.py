"""Names that run on without a mark between them: one name twice, or several people."""

from __future__ import annotations

from normalise.byline_names import GIVEN_NAMES, PARTICLES


def once(words: list[str], keys: list[str]) -> tuple[list[str], list[str]]:
    """Words that say a name twice, once: "Jane Roe Jane Roe"."""
    for size in range(2, len(keys) // 2 + 1):
        if len(keys) % size == 0 and keys == keys[:size] * (len(keys) // size):
            return words[:size], keys[:size]
        if keys[:size] == keys[size : 2 * size]:
            return words[:size], keys[:size]
    return words, keys


def run_on(words: list[str], keys: list[str]) -> list[list[str]]:
    """Names without a separator between them, where given names show the seam: "Ann Roe Peter Poe Mary Moe"."""
    if len(keys) < 4 or any(key in PARTICLES for key in keys) or keys[0] not in GIVEN_NAMES:
        return [words]
    starts = [
        index
        for index, key in enumerate(keys)
        if key in GIVEN_NAMES and (index == 0 or keys[index - 1] not in GIVEN_NAMES)
    ]
    ends = [*starts[1:], len(keys)]
    if any(end - start < 2 for start, end in zip(starts, ends, strict=True)) or any(
        end - start > 3 for start, end in zip(starts, ends, strict=True)
    ):
        return [words]
    return [words[start:end] for start, end in zip(starts, ends, strict=True)]
