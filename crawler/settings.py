"""Scrapy's settings, each that differs from its default with the reason."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from crawler.network.limits import ALL_HOPS_S, ANSWER_S, UNPACKED_BYTES

try:
    _VERSION = version("dateline")
except PackageNotFoundError:  # run from a source tree that was never installed
    _VERSION = "0"

BOT_NAME = "dateline"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# The contact of feeds.yaml is put in by `user_agent` when a crawl starts; robots.txt groups are matched by the name.
USER_AGENT = f"dateline/{_VERSION}"
ROBOTSTXT_USER_AGENT = "dateline"

# --- polite ---
ROBOTSTXT_OBEY = False  # Scrapy's reads a robots.txt that answers 5xx as "all allowed": ours is RobotsMiddleware
CONCURRENT_REQUESTS = 128  # hosts side by side
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0  # seconds between two requests to a host; `delay:` of an outlet overrides it
DOWNLOAD_DELAY_JITTER = 0.0  # the delay promised is the delay kept
RETRY_ENABLED = False  # a feed is asked again by the next run, not by this one
AUTOTHROTTLE_ENABLED = False

# --- cheap: an unchanged feed should cost little more than its answer ---
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 8_000_000  # bytes of answers in hand (default 5 MB): less, and workers run out of pages
CONCURRENT_ITEMS = 1  # for each answer Scrapy starts so many tasks (default 100); our pipeline waits for nothing
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads and parses the source of a callback for every answer

# --- bounded ---
DOWNLOAD_TIMEOUT = ANSWER_S  # default 180 s; redirects share ALL_HOPS_S (crawler.network.limits)
DOWNLOAD_MAXSIZE = UNPACKED_BYTES  # default 1 GiB; a few hundred bytes of brotli unpack to more than that
DOWNLOAD_WARNSIZE = 0
DNS_TIMEOUT = 10
REDIRECT_MAX_TIMES = 10
REACTOR_THREADPOOL_MAXSIZE = 32  # look-ups of dead names block a thread each
assert ALL_HOPS_S >= ANSWER_S  # noqa: S101

# --- lets nobody in ---
TELNETCONSOLE_ENABLED = False  # on by default: a listening socket that runs Python
REMOTE_CONTROL_ENABLED = False  # the same over HTTP
DOWNLOAD_VERIFY_CERTIFICATES = True  # off by default
DOWNLOAD_HANDLERS = {
    "http": "crawler.network.limits.BoundedHandler",
    "https": "crawler.network.limits.BoundedHandler",
    "data": None,
    "file": None,  # a feed's link file://localhost/etc/passwd would be fetched
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "crawler.network.addresses.GuardedResolver"
DATELINE_ALLOW_ADDRESSES: list[str] = []
HTTPPROXY_ENABLED = False  # a proxy resolves names itself, past the address guard
COOKIES_ENABLED = False  # a cookie bomb makes a client send megabytes
METAREFRESH_ENABLED = False  # another way to be sent somewhere, and it decodes every page a second time
REFERER_ENABLED = False
HTTPERROR_ALLOW_ALL = True  # the spider judges every status itself: nothing may end in silence

# The whole lists, in place of Scrapy's to which a project adds: Scrapy imports even what it is told to leave out, and
# aiohttp, requests and tldextract among them were a sixth of the CPU of a crawl with nothing due.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {
    "crawler.network.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "crawler.network.served.ServedMiddleware": 595,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,  # to other hosts, too
    "crawler.network.hosts.HostMiddleware": 860,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {  # each is one more generator around every answer
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": 800,
}
EXTENSIONS_BASE: dict[str, int] = {}  # our own tally counts
DOWNLOADER_STATS = False
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
ITEM_PIPELINES = {"crawler.pipelines.StorePipeline": 300}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "application/rss+xml, application/atom+xml, application/feed+json, text/html;q=0.9, */*;q=0.5",
}

# --- quiet: the summary line and `dateline status` tell what happened ---
LOG_LEVEL = "ERROR"
LOG_FORMATTER = "crawler.log_lines.LogLines"
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
MEMUSAGE_ENABLED = False


def user_agent(contact: str) -> str:
    """An honest User-Agent: who we are and whom to write to."""
    where = contact if "://" in contact else f"mailto:{contact}"
    return f"dateline/{_VERSION} (+{where})"
