"""Settings of the Scrapy project. `scrapy crawl articles -a url=... -s NAME=VALUE` overrides them; so does `marrow crawl`."""

from cleaners import VERSION

BOT_NAME = "marrow"
SPIDER_MODULES = ["scraper.spiders"]
NEWSPIDER_MODULE = "scraper.spiders"

# Who asks: add the address under which the owner of a site reaches you, as in f"marrow/{VERSION} (+https://example.org/crawl)".
USER_AGENT = f"marrow/{VERSION}"
ROBOTSTXT_USER_AGENT = "marrow"

# Where the archive is, and what leaves the item pipelines: `articles`, `all` (also what is no article) or `none`.
MARROW_ARCHIVE = "archive"
MARROW_ITEMS = "articles"
MARROW_ALLOW_PRIVATE_NETWORKS = False
MARROW_CLEAN_TIMEOUT = 30.0  # seconds for one page
MARROW_WORKERS = 0  # processes that clean; 0: one for each processor

# Politeness.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 16
CONCURRENT_ITEMS = 4  # Scrapy makes so many tasks for each response, and a page is one item
CONCURRENT_REQUESTS_PER_DOMAIN = 4
DOWNLOAD_DELAY = 0.25
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
COOKIES_ENABLED = True

# Limits of one request.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False  # such a page names its target as a link, which the frontier follows
DOWNLOAD_VERIFY_CERTIFICATES = True
RETRY_TIMES = 2
RETRY_ENABLED = False  # the frontier retries: it waits without holding a slot, keeps Retry-After, and survives a kill
HTTPERROR_ALLOW_ALL = True  # the spider archives failures too

# Nothing but the web, and no door into the running crawl.
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the scope decides, with a counted reason
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # takes an unreachable robots.txt for a permission
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,  # asks the web for the list of public suffixes
    "scraper.guard.Guard": 50,
    "scraper.robots.Robots": 100,
    "scraper.cookies.Cookies": 700,
    "pipelines.capture.Capture": 990,
}
ITEM_PIPELINES = {
    "pipelines.items.CleanPipeline": 100,
    "pipelines.items.ArchivePipeline": 110,
}

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = "INFO"
