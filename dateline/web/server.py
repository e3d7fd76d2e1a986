"""Datasette with our pages on it: read-only, for the host names it is served under, under a strict security policy."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import uvicorn
from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import Response
from jinja2 import Environment
from markupsafe import Markup

from dateline.web import pages
from dateline.web.guard import OURS, WHOLE, Asgi, guarded
from dateline.web.pages import Absent, Maker
from dateline.web.showing import address, environment
from storage import DatelineError, open_store

_LOG = logging.getLogger(__name__)
_NOTED = "This page could not be made; the reason is noted where dateline serve runs. The other pages work."
DATABASE = "data"  # its name in Datasette's addresses, whatever the file is called
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
_PAGE = r"^/reports/(?P<id>\d{1,18})/page$"
# What of Datasette is shown: the store's tables and SQL. Its pages about itself tell of this machine.
_SHOWN = re.compile(rf"/{DATABASE}(?:[/.]|$)|/-/(?:dateline|static)/|/favicon\.ico$")


@contextmanager
def application(location: str, names: frozenset[str]) -> Iterator[Asgi]:
    """The store at `location` as an ASGI application that answers under `names` and under addresses in numbers."""
    plugin = _Plugin(location, names)
    # Datasette's own prints every wrong address with a traceback and the values of all variables.
    theirs = pm.unregister(name="datasette.handle_exception")
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
        gc.collect()
        gc.freeze()  # what was loaded stays: looking through it again took a third of a page's time
        yield datasette.app()
    finally:
        pm.unregister(plugin)
        pm.register(theirs, name="datasette.handle_exception")


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
        return [*static, (_PAGE, _comparison(self._location, self._templates)), *made]

    @hookimpl  # type: ignore[untyped-decorator]
    def extra_css_urls(self) -> list[str]:
        return ["/-/dateline/data.css"]

    @hookimpl  # type: ignore[untyped-decorator]
    def menu_links(self) -> list[dict[str, str]]:
        return [{"href": href, "label": label} for href, label in _MENU]

    @hookimpl  # type: ignore[untyped-decorator]
    def handle_exception(self, request: Any, exception: Exception) -> Response:
        """Our page for what Datasette cannot answer: its words where the address or the SQL is wrong."""
        as_json = request.path.endswith(".json")
        status = getattr(exception, "status", 500)
        if status < 500:
            words = str(getattr(exception, "message", exception))
            title = "Not here" if status == 404 else "That cannot be read"
            plain = Markup(words).striptags()  # noqa: S704 - to take its tags away; the template escapes it
            return _failure(self._templates, status, title, plain, as_json)
        _LOG.error("%s could not be made", request.path, exc_info=exception)
        return _failure(self._templates, 500, "A bug", _NOTED, as_json)

    @hookimpl  # type: ignore[untyped-decorator]
    def asgi_wrapper(self) -> Callable[[Asgi], Asgi]:
        return lambda app: guarded(app, self._names, self._not_here)

    def _not_here(self, path: str) -> Response | None:
        """The answer to an address that no page has; None for addresses of pages."""
        patterns = [_PAGE, *(pattern for pattern, _ in _ROUTES)]
        if _SHOWN.match(path) or any(re.match(pattern, path) for pattern in patterns):
            return None
        words = "No page has this address. Coverage has the articles, People those who sign them."
        return _failure(self._templates, 404, "Not here", words, path.endswith(".json"))


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
                data = page.data() if callable(page.data) else page.data
                return _json(data | {"sql": sql} if isinstance(data, dict) else data)
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
    except Exception:  # whatever it is, its words may tell of this machine: they go to where it is served from
        _LOG.exception("%s could not be made", path)
        return _failure(templates, 500, "A bug", _NOTED, as_json)


def _comparison(location: str, templates: Environment) -> Any:
    def answer(number: int) -> Response:
        try:
            with open_store(location, read_only=True) as store:
                return _html(pages.comparison_page(store, number), WHOLE)
        except Absent as error:
            return _failure(templates, 404, "Not here", str(error), False)
        except DatelineError as error:
            return _failure(templates, 503, "The store cannot be read", str(error), False)

    async def view(request: Any) -> Response:
        return await asyncio.to_thread(answer, int(request.url_vars["id"]))

    return view


def _html(body: str, policy: str = OURS, status: int = 200) -> Response:
    return Response.html(body, status=status, headers={"content-security-policy": policy})


def _json(data: Any, status: int = 200) -> Response:
    body = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    return Response(body, status=status, content_type="application/json; charset=utf-8")


def _failure(templates: Environment, status: int, title: str, words: str, as_json: bool) -> Response:
    if as_json:
        return _json({"ok": False, "error": words, "status": status}, status)
    html = templates.get_template("error.html").render(title=title, words=words, path="", sql=None, json=None)
    return _html(html, status=status)
