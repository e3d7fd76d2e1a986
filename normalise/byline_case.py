"""Names as a reader would write them: capitals put right, particles small, McRoe and O'Roe with their capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalise.byline_names import PARTICLES

_ROMAN = frozenset({"II", "III", "IV"})
_VOWEL = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýıəאеиоуыэюяαεηιουω]", re.IGNORECASE)
_INNER = re.compile(r"(?:^|(?<=[-'’]))\w")
_MC = re.compile(
    r"^(Mc|Mac(?=(?:donald|kenzie|gregor|intosh|leod|millan|arthur|farlane|kay|lean|pherson|dougall|innes|neil|queen)$))(\w)"
)
_SMALL = frozenset(
    {
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "du",
        "van",
        "von",
        "der",
        "den",
        "vom",
        "zu",
        "ten",
        "ter",
        "bin",
        "bint",
        "ibn",
        "al",
        "el",
        "la",
        "y",
        "e",
        "of",
    }
)
_TURKISH = re.compile("[ŞşĞğİı]")


def display_name(words: Sequence[str]) -> str:
    """The name, with capitals only where they belong. A name in mixed case stays as the outlet spells it.

    >>> display_name(["RONAN", "O'ROE-MCGREGOR"])
    "Ronan O'Roe-McGregor"
    >>> display_name(["JAN", "VAN", "DER", "ROE"]), display_name(["J.R.", "Roe"])
    ('Jan van der Roe', 'J.R. Roe')
    """
    name = " ".join(words).strip()
    if name.islower() or not any(len(word) > 2 and word.isupper() for word in words):
        return name
    all_capitals = name.isupper()
    turkish = bool(_TURKISH.search(name))
    return " ".join(_cased(word, index, all_capitals, turkish) for index, word in enumerate(words))


def _cased(word: str, index: int, all_capitals: bool, turkish: bool) -> str:
    letters = word.replace("-", "").replace("'", "").replace("’", "")
    if not word.isupper() or "." in word or word in _ROMAN or not letters.isalpha():
        return word
    if (
        len(letters) <= 2
        and not (all_capitals and index and word.lower() in PARTICLES)
        and not _VOWEL.search(letters[-1:] if len(letters) == 2 else "")
    ):
        return word
    if not all_capitals and len(letters) < 4:
        return word
    lower = word.replace("I", "ı").replace("İ", "i").lower() if turkish else word.lower().replace("i̇", "i")
    if all_capitals and index and lower in _SMALL:
        return lower
    cased = _INNER.sub(lambda found: "İ" if turkish and found.group() == "i" else found.group().upper(), lower)
    if re.search(r"['’][A-Z]$", cased):
        cased = cased[:-1] + cased[-1].lower()
    return "-".join(_MC.sub(lambda found: found.group(1) + found.group(2).upper(), part) for part in cased.split("-"))
