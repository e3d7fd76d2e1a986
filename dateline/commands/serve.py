"""`dateline serve`: the store in a browser."""

from __future__ import annotations

import errno
import ipaddress
import socket

import click

from dateline.commands.options import open_for_reading, store_option


@click.command()
@store_option
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0: any that is free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--name", "names", multiple=True, metavar="NAME", help="A further host name it is reached under.")
@click.option("--open", "in_browser", is_flag=True, help="Open it in a browser.")
def serve(store: str, port: int, host: str, names: tuple[str, ...], in_browser: bool) -> None:
    """Show the store in a browser: articles, people, outlets, reports, and SQL.

    Nothing can be changed there. Only this machine can reach it, unless --host says otherwise.

    \b
    dateline serve --open
    dateline serve --store archive.db --port 8080
    """
    if store.startswith(":memory:"):
        raise click.UsageError("a store in memory ends with the command; serve one in a file, e.g. --store news.db")
    if store.startswith("postgres"):
        raise click.UsageError(
            "the pages are made from a file: copy the store into one with `dateline store backup copy.db`,"
            " and serve that with --store copy.db"
        )
    open_for_reading(store).close()
    try:
        from dateline.web import server
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"{error.name} is not installed, on which the web pages stand: pip install datasette"
        ) from error
    listening = _listen(host, port)
    port = listening.getsockname()[1]
    if not _is_loopback(listening):
        click.echo(
            "dateline: everybody who can reach this machine can read the whole store, and there is no password. "
            "Articles are others' work: do not publish them.",
            err=True,
        )
    shown = f"[{host}]" if ":" in host else {"0.0.0.0": "127.0.0.1", "": "127.0.0.1"}.get(host, host)  # noqa: S104
    url = f"http://{shown}:{port}/"
    click.echo(f"{url}  (Ctrl-C ends it)")
    if in_browser:
        import webbrowser

        webbrowser.open(url)
    known = {"localhost", host, socket.gethostname(), *names}
    server.serve(
        store.removeprefix("sqlite:///"), listening, frozenset(name.lower().rstrip(".") for name in known if name)
    )


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound and listening; what prevents it is a sentence."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise click.ClickException(f"there is no address {host} to listen on") from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(64)
    except OSError as error:
        listening.close()
        raise click.ClickException(_why(error, host, port)) from error
    return listening


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use, perhaps by another `dateline serve`; choose one with --port, or --port 0"
    if error.errno == errno.EACCES:
        return f"port {port} may only be used by the administrator; choose one above 1023 with --port"
    return f"{host} port {port} cannot be listened on: {error.strerror}"


def _is_loopback(listening: socket.socket) -> bool:
    return ipaddress.ip_address(listening.getsockname()[0].partition("%")[0]).is_loopback
