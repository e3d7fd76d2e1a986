"""What Scrapy is told so that a crawl lets nobody in."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings


@pytest.fixture
def settings() -> Settings:
    found = Settings()
    found.setmodule("crawler.settings", priority="project")
    return found


@pytest.mark.parametrize(
    "name",
    [
        "TELNETCONSOLE_ENABLED",
        "REMOTE_CONTROL_ENABLED",
        "COOKIES_ENABLED",
        "REFERER_ENABLED",
        "HTTPPROXY_ENABLED",
        "METAREFRESH_ENABLED",
        "RETRY_ENABLED",
    ],
)
def test_what_listens_or_tells_more_than_it_must_is_off(settings: Settings, name: str) -> None:
    assert settings.getbool(name) is False


def test_certificates_are_verified_and_only_http_and_https_are_fetched(settings: Settings) -> None:
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    handlers = settings.getdict("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_every_connection_asks_the_guard(settings: Settings) -> None:
    assert settings["TWISTED_DNS_RESOLVER"] == "crawler.network.addresses.GuardedResolver"


def test_answers_are_bounded(settings: Settings) -> None:
    assert settings.getint("DOWNLOAD_MAXSIZE") == 15 << 20
    assert settings.getfloat("DOWNLOAD_TIMEOUT") == 20


def test_no_extension_of_scrapy_is_even_imported_and_the_guards_stand_in_their_order(settings: Settings) -> None:
    assert not settings.get_component_priority_dict_with_base("EXTENSIONS")
    stands = settings.get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES")
    # A path, or the class where something has loaded it in this process.
    names = [getattr(each, "__name__", str(each).rpartition(".")[2]) for each in sorted(stands, key=stands.__getitem__)]
    assert names[0] == "RobotsMiddleware"
    assert names[-1] == "HostMiddleware"
    assert names.index("HttpCompressionMiddleware") < names.index("ServedMiddleware")
    assert not {"CookiesMiddleware", "RetryMiddleware", "MetaRefreshMiddleware", "HttpProxyMiddleware"} & set(names)
