"""Datasette with our pages on it: read-only, for the host names it is served under, under a strict security policy."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import uvicorn
from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import NotFound, Response
from jinja2 import Environment

from dateline.web import pages
from dateline.web.pages import Absent, Maker
from dateline.web.showing import address, environment
from storage import DatelineError, open_store

DATABASE = "data"  # its name in Datasette's addresses, whatever the file is called
_OURS = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"  # noqa: E501
_WHOLE = _OURS.replace("style-src 'self'", "style-src 'unsafe-inline'")  # a comparison's page is one file
_DATASETTES = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ROUTES: tuple[tuple[str, Maker], ...] = (
    (r"^/(?P<format>\.json)?$", pages.coverage),
    (r"^/coverage(?P<format>\.json)?$", pages.coverage),
    (r"^/articles/(?P<id>\d{1,18})(?P<format>\.json)?$", pages.article),
    (r"^/people(?P<format>\.json)?$", pages.people),
    (r"^/people/(?P<id>\d{1,18})(?P<format>\.json)?$", pages.person),
    (r"^/outlets(?P<format>\.json)?$", pages.outlets),
    (r"^/reports(?P<format>\.json)?$", pages.reports),
    (r"^/reports/(?P<id>\d{1,18})(?P<format>\.json)?$", pages.report),
)
_Asgi = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


@contextmanager
def application(location: str, names: frozenset[str]) -> Iterator[_Asgi]:
    """The store at `location` as an ASGI application that answers under `names` and under addresses in numbers."""
    plugin = _Plugin(location, names)
    pm.register(plugin, name="dateline")
    try:
        datasette = Datasette(
            [location] if in_a_file(location) else [],
            metadata={
                "title": "dateline",
                "databases": {
                    DATABASE: {
                        "tables": {
                            "articles": {"fts_table": "article_search", "fts_pk": "id", "sort_desc": "dated_at"},
                        }
                    }
                },
            },
            settings={"default_page_size": 50, "sql_time_limit_ms": 2000, "allow_download": False},
        )
        for each in [each for each in datasette.databases.values() if each.name != "_internal"]:
            datasette.remove_database(each.name)
            if each.path:
                datasette.add_database(each, name=DATABASE)
        yield datasette.app()
    finally:
        pm.unregister(plugin)


def serve(location: str, listening: socket.socket, names: frozenset[str]) -> None:
    """Answer on a socket that is bound until interrupted."""
    with application(location, names) as app:
        config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=2)
        uvicorn.Server(config).run(sockets=[listening])


class _Plugin:
    """Our routes, style and guard as a plugin of Datasette."""

    def __init__(self, location: str, names: frozenset[str]) -> None:
        self.__name__ = "dateline"  # Datasette looks there for templates to put before its own: not at ours
        self._location, self._names = location, names
        self._menu = (*_MENU, (f"/{DATABASE}", "Data")) if in_a_file(location) else _MENU
        self._templates = environment(self._menu)

    @hookimpl  # type: ignore[untyped-decorator]
    def register_routes(self) -> list[tuple[str, Any]]:
        static = [
            (rf"^/-/dateline/{name}\.css$", _static(f"{name}.css")) for name in ("style", "data")
        ]  # fmt: skip
        made = [(pattern, _view(self._location, self._templates, maker)) for pattern, maker in _ROUTES]
        return [*static, (r"^/reports/(?P<id>\d{1,18})/page$", _comparison(self._location, self._templates)), *made]

    @hookimpl  # type: ignore[untyped-decorator]
    def extra_css_urls(self) -> list[str]:
        return ["/-/dateline/data.css"]

    @hookimpl  # type: ignore[untyped-decorator]
    def menu_links(self) -> list[dict[str, str]]:
        return [{"href": href, "label": label} for href, label in _MENU]

    @hookimpl  # type: ignore[untyped-decorator]
    def handle_exception(self, request: Any, exception: Exception) -> Response | None:
        """Our page for an address of ours that leads nowhere; Datasette tells of its own."""
        if request.path.startswith((f"/{DATABASE}/", "/-/")) or not isinstance(exception, NotFound):
            return None
        words = "No page has this address. Coverage has the articles, People those who sign them."
        return _failure(self._templates, 404, "Not here", words, request.path.endswith(".json"))

    @hookimpl  # type: ignore[untyped-decorator]
    def asgi_wrapper(self) -> Callable[[_Asgi], _Asgi]:
        return lambda app: _guarded(app, self._names)


def in_a_file(location: str) -> bool:
    """Whether Datasette can show a store's tables beside our pages."""
    return not location.startswith(("postgresql:", "postgres:"))


_MENU = (("/", "Coverage"), ("/people", "People"), ("/outlets", "Outlets"), ("/reports", "Reports"))


def _static(name: str) -> Any:
    body = files("dateline.web").joinpath("static", name).read_text(encoding="utf-8")

    async def view(request: Any) -> Response:
        return Response(body, content_type="text/css; charset=utf-8", headers={"cache-control": "max-age=3600"})

    return view


def _view(location: str, templates: Environment, maker: Maker) -> Any:
    async def view(request: Any) -> Response:
        asked = {key: request.args.get(key) for key in request.args} | {
            key: value for key, value in request.url_vars.items() if value
        }
        as_json = "format" in asked or asked.get("_format") == "json"
        return await asyncio.to_thread(_answer, location, templates, maker, asked, as_json, request.path)

    return view


def _answer(
    location: str, templates: Environment, maker: Maker, asked: Mapping[str, str], as_json: bool, path: str
) -> Response:
    try:
        with open_store(location, read_only=True) as store:
            page = maker(store, asked)
            sql = address(f"/{DATABASE}", {"sql": page.sql.text, **page.sql.values}) if page.sql else None
            if as_json:
                return _json(page.data | {"sql": sql} if isinstance(page.data, dict) else page.data)
            rest = {key: value for key, value in asked.items() if key not in ("id", "format", "_format")}
            plain = path.removesuffix(".json")
            html = templates.get_template(page.template).render(
                title=page.title,
                path=plain,
                sql=sql,
                json=address("/coverage.json" if plain == "/" else f"{plain}.json", rest),
                **page.shown,
            )
            return _html(html)
    except Absent as error:
        return _failure(templates, 404, "Not here", str(error), as_json)
    except ValueError as error:
        return _failure(templates, 400, "That cannot be read", str(error), as_json)
    except DatelineError as error:
        return _failure(templates, 503, "The store cannot be read", str(error), as_json)


def _comparison(location: str, templates: Environment) -> Any:
    def answer(number: int) -> Response:
        try:
            with open_store(location, read_only=True) as store:
                return _html(pages.comparison_page(store, number), _WHOLE)
        except Absent as error:
            return _failure(templates, 404, "Not here", str(error), False)
        except DatelineError as error:
            return _failure(templates, 503, "The store cannot be read", str(error), False)

    async def view(request: Any) -> Response:
        return await asyncio.to_thread(answer, int(request.url_vars["id"]))

    return view


def _html(body: str, policy: str = _OURS, status: int = 200) -> Response:
    return Response.html(body, status=status, headers={"content-security-policy": policy})


def _json(data: Any, status: int = 200) -> Response:
    body = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    return Response(body, status=status, content_type="application/json; charset=utf-8")


def _failure(templates: Environment, status: int, title: str, words: str, as_json: bool) -> Response:
    if as_json:
        return _json({"ok": False, "error": words, "status": status}, status)
    html = templates.get_template("error.html").render(title=title, words=words, path="", sql=None, json=None)
    return _html(html, status=status)


# --- the guard ---------------------------------------------------------------------------------------------------


def _guarded(app: _Asgi, names: frozenset[str]) -> _Asgi:
    """Reads only, under its own names only, and every answer under a security policy."""

    async def guard(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def sending(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                present = {name.lower() for name, _ in headers}
                headers += [(name, value) for name, value in _HEADERS if name not in present]
                message = message | {"headers": headers}
            await send(message)

        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        if not known_host(host, names):
            await _refuse(sending, 421, f"This server is not {host[:100]!r}. Name it with: dateline serve --name NAME")
        elif scope["path"][1:2] in ("/", "\\"):  # sent back in a redirect, //host/ would lead to another host
            await _refuse(sending, 404, "No page has this address.")
        elif scope["method"] not in ("GET", "HEAD"):
            await _refuse(sending, 405, "Nothing can be changed here: only GET and HEAD are answered.")
        else:
            await app(scope, receive, sending)

    return guard


def known_host(host: str, names: frozenset[str]) -> bool:
    """Whether a Host header is ours: a name we serve under, or an address in numbers, which no DNS can rebind.

    >>> known_host("127.0.0.1:8001", frozenset()), known_host("evil.example", frozenset({"localhost"}))
    (True, False)
    """
    name = host.rsplit(":", 1)[0] if host.rpartition(":")[2].isdecimal() and not host.endswith("]") else host
    name = name.strip("[]").lower().rstrip(".")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in names
    return True


_HEADERS = (
    (b"content-security-policy", _DATASETTES.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


async def _refuse(send: Any, status: int, words: str) -> None:
    body = f"{words}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
