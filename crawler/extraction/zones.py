"""The time zone of a country's press, by the last label of an address: for outlets that have none configured."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

# Countries whose press keeps one clock (Portugal's and Spain's islands publish on the mainland's). Labels that are sold
# as words (.co, .is, .ly, .me) say nothing and are left out.
_ZONES: Final = {
    "ae": "Asia/Dubai", "at": "Europe/Vienna", "az": "Asia/Baku", "ba": "Europe/Sarajevo",
    "bd": "Asia/Dhaka", "be": "Europe/Brussels", "bg": "Europe/Sofia", "bh": "Asia/Bahrain", "by": "Europe/Minsk",
    "ch": "Europe/Zurich", "cn": "Asia/Shanghai", "cy": "Asia/Nicosia", "cz": "Europe/Prague",
    "de": "Europe/Berlin", "dk": "Europe/Copenhagen", "dz": "Africa/Algiers", "ee": "Europe/Tallinn",
    "eg": "Africa/Cairo", "es": "Europe/Madrid", "fi": "Europe/Helsinki", "fr": "Europe/Paris", "ge": "Asia/Tbilisi",
    "gr": "Europe/Athens", "hk": "Asia/Hong_Kong", "hr": "Europe/Zagreb", "hu": "Europe/Budapest",
    "ie": "Europe/Dublin", "il": "Asia/Jerusalem", "in": "Asia/Kolkata", "iq": "Asia/Baghdad", "ir": "Asia/Tehran",
    "it": "Europe/Rome", "jo": "Asia/Amman", "jp": "Asia/Tokyo", "ke": "Africa/Nairobi",
    "kr": "Asia/Seoul", "kw": "Asia/Kuwait", "lb": "Asia/Beirut", "lk": "Asia/Colombo", "lt": "Europe/Vilnius",
    "lu": "Europe/Luxembourg", "lv": "Europe/Riga", "ma": "Africa/Casablanca",
    "mk": "Europe/Skopje", "ng": "Africa/Lagos", "nl": "Europe/Amsterdam", "no": "Europe/Oslo", "np": "Asia/Kathmandu",
    "nz": "Pacific/Auckland", "om": "Asia/Muscat", "pe": "America/Lima", "ph": "Asia/Manila", "pk": "Asia/Karachi",
    "pl": "Europe/Warsaw", "ps": "Asia/Hebron", "pt": "Europe/Lisbon", "qa": "Asia/Qatar", "ro": "Europe/Bucharest",
    "rs": "Europe/Belgrade", "sa": "Asia/Riyadh", "sd": "Africa/Khartoum", "se": "Europe/Stockholm",
    "sg": "Asia/Singapore", "si": "Europe/Ljubljana", "sk": "Europe/Bratislava", "sy": "Asia/Damascus",
    "th": "Asia/Bangkok", "tn": "Africa/Tunis", "tr": "Europe/Istanbul", "tw": "Asia/Taipei", "ua": "Europe/Kyiv",
    "uk": "Europe/London", "vn": "Asia/Ho_Chi_Minh", "ye": "Asia/Aden", "za": "Africa/Johannesburg",
}  # fmt: skip


def zone_of(url: str, configured: str) -> str:
    """`configured`, unless that is "UTC", which an outlet has by default: then its country's clock, where it has one.

    "Etc/UTC" insists on UTC.

    >>> zone_of("https://www.example.co.il/a", "UTC"), zone_of("https://www.example.com/a", "UTC")
    ('Asia/Jerusalem', 'UTC')
    """
    if configured != "UTC":
        return configured
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return configured
    label = host.rpartition(".")[2]
    return _ZONES.get(label, configured)
