"""`dateline store`: looking after the store itself. Each subcommand has a module of its own, loaded when asked for."""

from __future__ import annotations

from importlib import import_module

import click

# subcommand -> module; in it, a click command called like the subcommand
_PARTS = {
    "check": "dateline.commands.store_check",
    "forget": "dateline.commands.forget",
    "copy": "dateline.commands.store_copy",
    "backup": "dateline.commands.care",
    "prune": "dateline.commands.care",
    "vacuum": "dateline.commands.care",
}


class _Parts(click.Group):
    """Loads a subcommand's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_PARTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _PARTS:
            return None
        command: click.Command = getattr(import_module(_PARTS[cmd_name]), cmd_name)
        return command


@click.group(cls=_Parts)
def store() -> None:
    """Look after the store: check what it holds, copy it, and let go of it."""
