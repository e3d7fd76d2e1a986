"""`dateline cron`: the lines that run a crawl unattended, for this folder."""

from __future__ import annotations

import os
import shlex
import sys
from datetime import timedelta
from pathlib import Path

import click

from dateline.commands.durations import DURATION
from dateline.commands.options import config_option, store_option

_EVERY = timedelta(minutes=10)
_PATH = "/usr/local/bin:/usr/bin:/bin"
_FORMS = ("crontab", "systemd")


@click.command()
@config_option
@store_option
@click.option("--every", type=DURATION, default=_EVERY, show_default="10m", help="How often to crawl.")
@click.option("--metrics", metavar="FILE", help="Also write Prometheus metrics there with each run.")
@click.option("--only", "form", type=click.Choice(_FORMS), help="The lines for one of the two alone, to be piped on.")
def cron(config: str, store: str, every: timedelta, metrics: str | None, form: str | None) -> None:
    """Print a crontab line and a systemd service and timer that crawl this folder.

    Paths are absolute and the environment is named, since cron and systemd have neither your folder nor your PATH.
    The crawl they run is quiet: it writes only when a person is needed, and cron mails what is written.

    \b
    (crontab -l 2>/dev/null; dateline cron --only crontab) | crontab -
    """
    minutes = int(every.total_seconds() // 60)
    if every != timedelta(minutes=minutes) or not 1 <= minutes <= 60 or 60 % minutes:
        raise click.BadParameter("write a number of minutes that divides an hour: 5m, 10m, 15m", param_hint="'--every'")
    paths = {"--config": _absolute(config), "--store": _location(store)}
    if metrics:
        paths["--metrics"] = _absolute(metrics)
    if not Path(paths["--config"]).exists():
        raise click.ClickException(f"{config} is not here; run this in the folder of your feeds.yaml, or name it")
    limit = f"{max(1, minutes - 1)}m"
    command = [*_program(), "crawl", "--quiet", "--max-time", limit]
    command += [part for option, value in paths.items() for part in (option, value)]
    if form != "systemd":
        click.echo(_crontab(command, minutes, with_notes=form is None))
    if form is None:
        click.echo()
    if form != "crontab":
        click.echo(_systemd(command, minutes))


def _absolute(path: str) -> str:
    return str(Path(path).expanduser().absolute())


def _location(store: str) -> str:
    if store.startswith(("postgresql://", "postgres://")):
        return store
    return _absolute(store.removeprefix("sqlite:///"))


def _program() -> list[str]:
    """This program as it can be run from anywhere: the script beside our interpreter, or the interpreter with -m."""
    script = Path(sys.executable).with_name("dateline")
    return [str(script)] if script.exists() else [sys.executable, "-m", "dateline"]


def _crontab(command: list[str], minutes: int, *, with_notes: bool) -> str:
    # In a crontab an unescaped % ends the command. The environment stands in the line: other jobs keep theirs.
    environment = ["env", f"PATH={_path()}", f"LANG={_lang()}"]
    when = "0" if minutes == 60 else f"*/{minutes}"
    line = f"{when} * * * * cd {shlex.quote(str(Path.cwd()))} && {shlex.join(environment + command)}"
    line = line.replace("%", r"\%")
    if not with_notes:
        return line
    return f"# cron: put this line in with `crontab -e`. MAILTO= at its top says who gets what it writes.\n{line}"


def _systemd(command: list[str], minutes: int) -> str:
    folder = Path.cwd()
    # 75: another run holds the lock; 3: some feeds failed, an ordinary day. Neither is a failure of the unit.
    return f"""\
# systemd: save as ~/.config/systemd/user/dateline.service
[Unit]
Description=Crawl of the news outlets in {_unit(str(folder))}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={_unit(str(folder))}
Environment={_unit_word(f"PATH={_path()}")} {_unit_word(f"LANG={_lang()}")}
ExecStart={" ".join(_unit_word(word) for word in command)}
SuccessExitStatus=3 75
TimeoutStartSec={minutes * 3}min
TimeoutStopSec=15
KillMode=mixed
Nice=5

# systemd: save as ~/.config/systemd/user/dateline.timer, then:
#   systemctl --user daemon-reload && systemctl --user enable --now dateline.timer && loginctl enable-linger
[Unit]
Description=Crawl every {minutes} minutes

[Timer]
OnCalendar={f"*:0/{minutes}" if minutes < 60 else "hourly"}
Persistent=true
RandomizedDelaySec=20

[Install]
WantedBy=timers.target"""


def _path() -> str:
    folder = str(Path(sys.executable).parent)
    return f"{folder}:{_PATH}" if folder not in _PATH.split(":") else _PATH


def _lang() -> str:
    """A UTF-8 locale: the user's where it is one."""
    lang = os.environ.get("LANG", "")
    return lang if lang.upper().replace("-", "").endswith("UTF8") else "C.UTF-8"


def _unit(text: str) -> str:
    return text.replace("%", "%%")  # a specifier of systemd's


def _unit_word(text: str) -> str:
    text = _unit(text).replace("\\", "\\\\").replace("$", "$$")
    return '"' + text.replace('"', '\\"') + '"' if any(letter in text for letter in " \t\"';") else text
