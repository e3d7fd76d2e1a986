"""Twisted's reactor on the loop that a worker runs on already: what Scrapy's own process would do for it."""

from __future__ import annotations

import asyncio
from typing import Any

from crawler.fleet.wire import settings_of_worker


def start_reactor() -> None:
    """Put Twisted's reactor on the running loop, with the address guard: what Scrapy's own process would do."""
    from scrapy.utils.misc import build_from_crawler, load_object
    from twisted.internet import asyncioreactor

    asyncioreactor.install(asyncio.get_running_loop())
    from twisted.internet import reactor

    class Given:
        settings = settings_of_worker()

    given: Any = Given()
    resolver: Any = build_from_crawler(load_object(given.settings["TWISTED_DNS_RESOLVER"]), given, reactor=reactor)
    resolver.install_on_reactor()
    reactor.getThreadPool().adjustPoolsize(maxthreads=given.settings.getint("REACTOR_THREADPOOL_MAXSIZE"))
    reactor.startRunning(installSignalHandlers=False)


def stop_reactor() -> None:
    """End the threads that look up names. The loop ends by itself."""
    from twisted.internet import reactor

    reactor.getThreadPool().stop()
