"""Writing feeds.yaml: the one a new desk starts from, and a feed added to one that people edit by hand.

Both write beside the file and put the result in place in one step: a half-written feeds.yaml never stands there.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from importlib import resources
from pathlib import Path

from crawler.errors import ConfigError


def starter_text() -> str:
    """The feeds.yaml that is shipped: outlets, feeds and a topic to start from, with a placeholder as contact."""
    return resources.files("crawler").joinpath("feeds.yaml").read_text(encoding="utf-8")


def check_contact(contact: str) -> str | None:
    """What is wrong with a contact (neither an e-mail address nor a page), in words; None when it can be one."""
    from crawler.config_values import contact as read_contact

    try:
        read_contact(contact)
    except ValueError as error:
        return str(error)
    return None


def write_starter(path: str | Path, contact: str) -> None:
    """Write the shipped feeds.yaml to `path`, with `contact` in it.

    Raises ConfigError when `contact` is neither an e-mail address nor a page, when there is a file already (it stays
    as it is), or when none can be written there.
    """
    from crawler.config_values import contact as read_contact

    path = Path(path)
    try:
        contact = read_contact(contact)
    except ValueError as error:
        raise ConfigError(path, None, str(error)) from None
    line = f"contact: {_scalar(contact)}"
    # The comment behind it stays in its column where there is room.
    text = _CONTACT.sub(lambda found: f"{line:<{len(found[0]) - 1}} ", starter_text(), count=1)
    _put(path, text, replace=False)


_CONTACT = re.compile(r"^contact: *[^ #]+ *", re.MULTILINE)


def add_feed(
    path: str | Path,
    outlet_id: str,
    url: str,
    *,
    language: str | None = None,
    every: str | None = None,
    kind: str | None = None,
    links: str | None = None,
) -> None:
    """Add a feed to an outlet of the feeds.yaml at `path`; every other byte of it stays, comments included.

    `every` is written as in the file (`15m`). Raises ConfigError, and changes nothing, when the file is not valid, the
    outlet not in it, the feed wrong or there already, or its list of feeds written in brackets.
    """
    from crawler.config import load_config, parse_config
    from crawler.config_yaml import compose, decode, read_bytes

    path = Path(path)
    before = load_config(path)
    outlet = before.outlet(outlet_id)
    text = decode(path, read_bytes(path))
    lines = text.splitlines(keepends=True)
    at = compose(path, text).lines
    place = ("outlets", outlet.id, "feeds")
    options = {"language": language, "every": every, "kind": kind, "links": links}
    by_hand = ConfigError(path, at.get(place), f"the feeds of '{outlet.id}' are not one a line; add {url} by hand")
    inside = [line for found, line in at.items() if found[:3] == place and len(found) > 3]
    if inside:
        if at[place] == at[(*place, 0)]:  # [in brackets]
            raise by_hand
        margin = _margin(lines[at[(*place, 0)] - 1])
        last, new = max(inside), _item(margin, url, options)
    else:
        own = [line for found, line in at.items() if found[:2] == place[:2] and len(found) > 2]
        margin = _margin(lines[min(own) - 1])
        last = at.get(place, max(own))
        head = "" if place in at else f"{margin}feeds:\n"
        new = head + _item(margin + "  ", url, options)
    if not lines[last - 1].endswith("\n"):
        lines[last - 1] += "\n"
    lines.insert(last, new)
    data = "".join(lines).encode()
    after = parse_config(path, data)
    added = [feed for feed in after.feeds if feed not in before.feeds]
    if (
        [feed.url for feed in added] != [url]
        or len(after.feeds) != len(before.feeds) + 1
        or added[0].outlet != outlet.id
    ):
        raise by_hand
    _put(path, data.decode(), replace=True)


def _item(margin: str, url: str, options: dict[str, str | None]) -> str:
    given = {key: value for key, value in options.items() if value is not None}
    if not given:
        return f"{margin}- {_scalar(url)}\n"
    return f"{margin}- url: {_scalar(url)}\n" + "".join(f"{margin}  {k}: {_scalar(v)}\n" for k, v in given.items())


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9@.+_/-]*(?:://[A-Za-z0-9@.+_/?=&%~,;!-]+)?")


def _scalar(value: str) -> str:
    """`value` as YAML: as it is where that is plain, else in double quotes (JSON's are YAML's)."""
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _put(path: Path, text: str, *, replace: bool) -> None:
    target = path.resolve() if replace else path  # a link to feeds.yaml stays a link
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    try:
        with beside.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
        if replace:
            beside.chmod(target.stat().st_mode & 0o7777)
            beside.replace(target)
        else:
            os.link(beside, target)  # unlike a rename, this fails when the name is taken
    except FileExistsError:
        raise ConfigError(path, None, "is there already and was left as it is; name another with --config") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(path, None, f"cannot be written: {reason}") from None
    finally:
        beside.unlink(missing_ok=True)
