"""`marrow crawl`: discover and archive the articles of sites."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import click

from pipelines.archive import open_archive
from pipelines.summary import Summary, summarise
from scraper.console import log_event, say_summary, set_up_logging
from scraper.exits import exit_of
from scraper.options import archive_option, json_option, pattern
from scraper.urls import normal_url, with_scheme

EPILOG = """
\b
Examples:
  marrow crawl https://example.org
  marrow crawl example.org example.net --max-pages 500 --archive stem-cells
  marrow crawl https://example.org --allow '/blog/' --deny '/tag/' --delay 2
  marrow crawl http://127.0.0.1:8000 --allow-private-networks --delay 0

An interrupted crawl goes on where it was when the same command is given again. A finished one looks
for what is new.
"""


@click.command("crawl", epilog=EPILOG)
@click.argument("urls", nargs=-1, required=True)
@archive_option
@click.option("--max-pages", type=click.IntRange(1), help="Stop after so many fetched pages.")
@click.option("--max-depth", type=click.IntRange(0), help="Follow so many links away from the given pages.")
@click.option("--max-time", type=click.FloatRange(0, min_open=True), help="Stop after so many seconds.")
@click.option("--max-bytes", type=click.IntRange(1), help="Stop after so many bytes.")
@click.option("--max-failed", type=click.IntRange(0), default=0, show_default=True, help="Pages that may fail before the exit code is 3.")
@click.option(
    "--delay",
    type=click.FloatRange(0),
    help="Least seconds between two requests to a host; 0 only for servers of your own. "
    "[default: 0.25, more where a site answers slowly or asks for it]",
)
@click.option("--allow", multiple=True, callback=pattern, help="Fetch only pages whose URL matches (regular expression, repeatable).")
@click.option("--deny", multiple=True, callback=pattern, help="Never fetch pages whose URL matches (repeatable).")
@click.option("--also-site", multiple=True, metavar="HOST", help="A further host that belongs to the crawl (repeatable).")
@click.option("--contact", help="URL or address under which the owner of a site reaches you; part of the User-Agent.")
@click.option("--concurrency", type=click.IntRange(1), help="Requests at a time, over all sites. [default: 16]")
@click.option("--allow-private-networks", is_flag=True, help="Also fetch loopback and private addresses.")
@click.option("-s", "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Any Scrapy setting (repeatable).")
@json_option
@click.option("-v", "--verbose", is_flag=True, help="Say more of what happens.")
@click.pass_context
def command(ctx: click.Context, /, urls: tuple[str, ...], archive: Path, max_failed: int, as_json: bool, **options: Any) -> None:  # noqa: FBT001 - click's way
    """Discover (sitemaps, feeds, links) and archive the articles of the sites of URLS."""
    targets = [_target(url) for url in urls]
    if not options["contact"] and not options["allow_private_networks"]:
        click.echo("marrow: tell the owners of these sites how to reach you: --contact URL-or-address", err=True)
    outcome, sites = run(targets, archive, options)
    reader = open_archive(archive)
    with reader.engine.connect() as connection:
        summary = summarise(connection, sites, outcome if outcome.startswith("limit.") else None)
    _say(summary, archive, outcome, as_json=as_json)
    ctx.exit(exit_of(summary, max_failed, outcome))


def _target(url: str) -> str:
    """A URL of the command line in normal form."""
    normal = normal_url(with_scheme(url))
    if normal is None:
        raise click.BadParameter(f"{url!r} is no web address; give one like https://example.org", param_hint="URLS")
    return normal


def _say(summary: Summary, archive: Path, outcome: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**summary.to_dict(), "outcome": outcome, "archive": str(archive)}))
    else:
        say_summary(summary, archive, "" if outcome.startswith("limit.") else outcome)
    if not sys.stderr.isatty():
        log_event("finished", {**summary.to_dict(), "outcome": outcome})


def run(targets: list[str], archive: Path, options: dict[str, Any]) -> tuple[str, list[str]]:
    """Run the spider in this process; how it ended, and the sites that it crawled."""
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415 - takes half a second, which `--help` should not

    from scraper.spiders.articles import ArticleSpider  # noqa: PLC0415

    process = AsyncCrawlerProcess(crawl_settings(archive, options))
    set_up_logging(verbose=options["verbose"])  # after Scrapy has set up its own
    crawler = process.create_crawler(ArticleSpider)
    task = process.crawl(crawler, **spider_arguments(targets, options))
    process.start()
    error = task.exception() if not task.cancelled() else None
    if error is not None:
        raise error
    assert isinstance(crawler.spider, ArticleSpider)
    session = crawler.spider.session
    return session.run.outcome, session.sites()


def spider_arguments(targets: list[str], options: dict[str, Any]) -> dict[str, str]:
    """The arguments of the spider, as `scrapy crawl articles -a` takes them."""
    numbers = {name: str(options[name]) for name in ("max_pages", "max_depth", "max_time", "max_bytes") if options[name] is not None}
    return {
        "url": " ".join(targets),
        "allow": shlex.join(options["allow"]),
        "deny": shlex.join(options["deny"]),
        "also_site": " ".join(options["also_site"]),
        **numbers,
    }


def crawl_settings(archive: Path, options: dict[str, Any]) -> Any:
    """The project's settings with what the command line changes."""
    from scrapy.settings import Settings  # noqa: PLC0415

    from cleaners import VERSION  # noqa: PLC0415

    settings = Settings()
    settings.setmodule("scraper.settings", priority="project")
    changes: dict[str, Any] = {
        "MARROW_ARCHIVE": str(archive),
        "MARROW_ITEMS": "none",
        "MARROW_ALLOW_PRIVATE_NETWORKS": options["allow_private_networks"],
        "EXTENSIONS": {"scraper.progress.Progress": 0},
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "STATS_DUMP": False,
        "LOGSTATS_INTERVAL": 0,
    }
    if options["delay"] is not None:
        changes.update(DOWNLOAD_DELAY=options["delay"], AUTOTHROTTLE_ENABLED=options["delay"] > 0)
    if options["concurrency"]:
        changes.update(CONCURRENT_REQUESTS=options["concurrency"])
    if options["contact"]:
        changes.update(USER_AGENT=f"marrow/{VERSION} (+{options['contact']})")
    changes.update(_assignments(options["settings"]))
    settings.setdict(changes, priority="cmdline")
    return settings


def _assignments(pairs: tuple[str, ...]) -> dict[str, str]:
    for pair in pairs:
        if not re.match(r"[A-Z_0-9]+=", pair):
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE", param_hint="--set")
    return dict(pair.split("=", 1) for pair in pairs)
