"""The command line: `dateline COMMAND`. Errors become sentences and exit codes here, nowhere else."""

from __future__ import annotations

import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any, NoReturn

import click

from storage.errors import DatelineError

_HOMES = {
    "init": "dateline.commands.setup",
    "demo": "dateline.commands.demo",
    "crawl": "dateline.commands.crawl",
    "add": "dateline.commands.add",
    "backfill": "dateline.commands.backfill",
    "page": "dateline.commands.page",
    "feeds": "dateline.commands.feeds",
    "search": "dateline.commands.read",
    "show": "dateline.commands.read",
    "status": "dateline.commands.status",
    "doctor": "dateline.commands.doctor",
    "cron": "dateline.commands.cron",
    "evidence": "dateline.commands.evidence",
    "people": "dateline.commands.people",
    "serve": "dateline.commands.serve",
    "compare": "dateline.commands.compare",
    "reports": "dateline.commands.reports",
    "review": "dateline.commands.review",
    "recheck": "dateline.commands.recheck",
    "export": "dateline.commands.export",
    "import": "dateline.commands.import_",
    "raw": "dateline.commands.raw",
    "diff": "dateline.commands.diff",
    "reextract": "dateline.commands.reextract",
    "store": "dateline.commands.store",
    "scheduler": "dateline.commands.fleet",
    "worker": "dateline.commands.fleet",
    "workers": "dateline.commands.fleet",
}
_EXIT_CODES = """\b
Exit codes: 0 all well (also a search or comparison without a hit); 1 a bug;
2 usage or configuration; 3 some feeds failed; 4 all feeds failed;
5 the store cannot be used; 75 another run holds the lock;
130, 143 after a signal."""


class _Commands(click.Group):
    """Loads a command's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _HOMES:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(_HOMES[cmd_name]), name)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], _HOMES, n=1)
            if near:
                raise click.UsageError(f"{error.message} Did you mean '{near[0]}'?", ctx) from None
            raise


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"dateline {version('dateline')}")
        ctx.exit()


@click.group(cls=_Commands, epilog=_EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
def cli() -> None:
    """Watch news outlets, keep what they publish, and hold a report against it.

    \b
    Start here:   dateline demo
    Then:         dateline init --contact you@example.org
                  dateline crawl
                  dateline search ceasefire --since "2 days ago"
                  dateline compare report.txt
    """


def main() -> NoReturn:
    """Run the command line and exit."""
    try:
        code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        _fail("interrupted", 130)
    except KeyboardInterrupt:
        _fail("interrupted", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except DatelineError as error:
        _fail(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe left; there is nobody to tell
        sys.exit(0)


def _fail(sentence: str, code: int) -> NoReturn:
    click.echo("\n".join(f"dateline: {line}" for line in sentence.splitlines()), err=True)
    sys.exit(code)
