"""`marrow clean`: clean saved HTML, folders or WARC files, without network."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError
from itertools import islice
from pathlib import Path
from typing import Any

import click
from msgspec import Struct
from pebble import ProcessExpired, ProcessFuture, ProcessPool
from warcio.exceptions import ArchiveLoadFailed

from cleaners.document import Page
from pipelines.archive import stored_json
from pipelines.records import ARTICLES, Task, Understood
from pipelines.warc import read_captures
from pipelines.work import limit_memory, understand
from scraper.commands.export import destination
from scraper.console import stderr
from scraper.exits import Exit

PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
WARCS = (".warc", ".warc.gz")
AHEAD = 8
"""Pages given to each worker before its first answer; bounds the memory."""
EPILOG = """
\b
Examples:
  marrow clean page.html
  marrow clean saved-pages/ crawl.warc.gz -o clean.jsonl --workers 4
  cat page.html | marrow clean -
"""


Job = ProcessFuture[Understood]


class Source(Struct, frozen=True):
    """A page to be cleaned, and where it came from."""

    name: str
    page: Page


class Unreadable(Struct, frozen=True):
    """A path that holds no page."""

    name: str
    reason: str


@click.command("clean", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, allow_dash=True))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="PATH", help="[default: standard output]")
@click.option("--workers", type=click.IntRange(1), help="Processes that clean. [default: one for each processor]")
@click.option("--url", default="", help="The address that a single page was saved from; resolves its relative links.")
@click.option("--articles-only", is_flag=True, help="Leave out pages without an article.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=30.0, show_default=True, help="Seconds for one page.")
@click.option("--max-failed", type=click.IntRange(0), default=0, show_default=True, help="Pages that may fail before the exit code is 3.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - click's way
    ctx: click.Context,
    paths: tuple[Path, ...],
    output: Path | None,
    workers: int | None,
    url: str,
    articles_only: bool,  # noqa: FBT001
    timeout: float,
    max_failed: int,
) -> None:
    """Clean saved pages: HTML files, folders of them, WARC files, or - for standard input."""
    counts: Counter[str] = Counter()
    with destination(output) as out:
        for name, result in cleaned(sources(paths, url), workers or os.cpu_count() or 1, timeout):
            if isinstance(result, str):
                counts["failed"] += 1
                stderr.print(f"{name}: {result}", markup=False)
                continue
            counts["pages"] += 1
            counts["articles"] += result["verdict"] in ARTICLES
            if not articles_only or result["verdict"] in ARTICLES:
                out.write(json.dumps(result, ensure_ascii=False) + "\n")
    total = counts["pages"] + counts["failed"]
    click.echo(f"found {total} = cleaned {counts['pages']} ({counts['articles']} articles) + failed {counts['failed']}", err=True)
    if not counts["articles"]:
        ctx.exit(Exit.NOTHING)
    ctx.exit(Exit.FAILURES if counts["failed"] > max_failed else Exit.DONE)


def sources(paths: Iterable[Path], url: str) -> Iterator[Source | Unreadable]:
    """The pages of files, folders and WARC files, in a stable order."""
    for path in paths:
        if str(path) == "-":
            yield Source("-", Page(url, sys.stdin.buffer.read()))
        elif path.is_dir():
            files = (file for file in sorted(path.rglob("*")) if file.suffix.lower() in PAGES or file.name.endswith(WARCS))
            yield from sources(files, url)
        elif path.name.endswith(WARCS):
            yield from _warc(path)
        else:
            yield _file(path, url)


def _file(path: Path, url: str) -> Source | Unreadable:
    try:
        body = path.read_bytes()
    except OSError as error:
        return Unreadable(str(path), f"content.unreadable: {error.strerror or error}")
    if body.startswith(BINARY):
        return Unreadable(str(path), "content.not_html: the bytes are those of another kind of file")
    return Source(str(path), Page(url or path.resolve().as_uri(), body))


BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"OggS", b"RIFF", b"\xd0\xcf\x11\xe0")
"""How files begin that are saved under a wrong name most often (WHATWG MIME Sniffing, section 6)."""


def _warc(path: Path) -> Iterator[Source | Unreadable]:
    """The HTML pages that were answered with success."""
    try:
        for captured in read_captures(path):
            if 200 <= captured.status < 300 and "html" in captured.headers.get("content-type", "html"):  # noqa: PLR2004 - HTTP's success
                page = Page(captured.url, captured.body, captured.status, captured.headers, captured.fetched_at)
                yield Source(f"{path}: {captured.url}", page)
    except (ArchiveLoadFailed, OSError, EOFError) as error:
        yield Unreadable(str(path), f"content.unreadable: {error}")


def cleaned(found: Iterator[Source | Unreadable], workers: int, timeout: float) -> Iterator[tuple[str, dict[str, Any] | str]]:
    """For each page its clean JSON, or why there is none, in the order in which they came."""
    with ProcessPool(max_workers=workers, initializer=limit_memory, context=multiprocessing.get_context("forkserver")) as pool:
        waiting: deque[tuple[Source | Unreadable, Job | None]] = deque()
        while True:
            for source in islice(found, AHEAD * workers - len(waiting)):
                job = pool.schedule(understand, args=[Task(source.page)], timeout=timeout) if isinstance(source, Source) else None
                waiting.append((source, job))
            if not waiting:
                return
            source, future = waiting.popleft()
            yield source.name, _outcome(source, future)


def _outcome(source: Source | Unreadable, future: Job | None) -> dict[str, Any] | str:
    if isinstance(source, Unreadable) or future is None:
        return source.reason if isinstance(source, Unreadable) else "content.unreadable"
    try:
        result = future.result()
    except FutureTimeoutError:
        return "clean.timeout: not done in time"
    except ProcessExpired as error:
        return f"clean.crashed: the worker died with exit code {error.exitcode}"
    except MemoryError:
        return "clean.memory: the page needs too much memory"
    if result.error:
        return f"content.empty: {result.error}"
    page = stored_json(result.json)
    page.update(sha256=result.sha256, content_hash=result.content_hash, fetched_at=source.page.fetched_at, status=None)
    return page
