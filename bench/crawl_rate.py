"""How fast a crawl with cleaning and archive is, beside a bare Scrapy spider that only saves bodies.

usage: crawl_rate.py [--pages 1000] [--concurrency 16] [--rounds 3]

Both crawl the same generated site on loopback, in turn, with the same concurrency and without delay: an index page that links
to copies of the articles of `fixtures/site`, each with words of its own. The figure is pages a second between the opening
and the closing of the spider (Scrapy's `elapsed_time_seconds`); the median round counts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import statistics
import subprocess
import sys
import tempfile
from multiprocessing import Process, Queue
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
ELAPSED = re.compile(r"'elapsed_time_seconds': ([0-9.]+)")
BARE = """
import pathlib
import scrapy

class Bare(scrapy.Spider):
    name = "bare"

    async def start(self):
        yield scrapy.Request(self.url)

    def parse(self, response):
        for number, href in enumerate(response.css("a::attr(href)").getall()):
            yield response.follow(href, self.save, cb_kwargs={"number": number})

    def save(self, response, number):
        pathlib.Path(self.out, f"{number}.html").write_bytes(response.body)
"""


def site(count: int) -> dict[str, bytes]:
    """`count` article pages and an index, by path."""
    routes = json.loads((FIXTURES / "site" / "routes.json").read_text("utf-8"))
    gold = [json.loads(path.read_text("utf-8")) for path in sorted((FIXTURES / "gold").glob("*.json"))]
    wanted = {page["url_path"] for page in gold if page["kind"] == "article"}
    files = [row["file"] for row in routes if row["path"] in wanted and "utf-8" in row["type"]]
    bodies = [(FIXTURES / "site" / file).read_text("utf-8") for file in files]
    bodies = [re.sub(r'<link rel="?canonical"?[^>]*>', "", body, flags=re.IGNORECASE) for body in bodies]
    pages = {f"/article-{n}": vary(bodies[n % len(bodies)], n) for n in range(count)}
    links = "".join(f'<li><a href="{path}">{path[1:]}</a></li>' for path in pages)
    pages["/"] = f"<!DOCTYPE html><html><head><title>Index</title></head><body><ul>{links}</ul></body></html>".encode()
    return pages


def vary(body: str, n: int) -> bytes:
    """The page with its internal links taken away and some words of its own, so that no two pages are one article."""
    body = re.sub(r'href="?/[^" >]*"?', 'href="#"', body, flags=re.IGNORECASE)
    return body.replace("cells", f"cells-{n}").encode()


def serve(pages: dict[str, bytes], ready: Queue[int]) -> None:
    """Answer requests on a port of the system's choice, for ever."""
    answers = {path.encode(): _answer(body) for path, body in pages.items()}
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

    class Connection(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            for request in data.split(b"\r\n\r\n")[:-1]:
                self.transport.write(answers.get(request.split(b" ", 2)[1], missing))  # type: ignore[attr-defined]

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0)
        ready.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _answer(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def bare_rate(url: str, pages: int, concurrency: int, folder: Path) -> float:
    """Pages a second of the bare spider."""
    (folder / "bodies").mkdir()
    (folder / "bare.py").write_text(BARE, "utf-8")
    command = [sys.executable, "-m", "scrapy", "runspider", str(folder / "bare.py"), "-a", f"url={url}", "-a", f"out={folder / 'bodies'}"]
    elapsed = timed(command, concurrency, folder)
    assert len(list((folder / "bodies").iterdir())) == pages
    return pages / elapsed


def marrow_rate(url: str, pages: int, concurrency: int, folder: Path) -> float:
    """Pages a second of the crawl with cleaning and archive."""
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "articles",
        "-a",
        f"url={url}",
        "-s",
        f"MARROW_ARCHIVE={folder / 'archive'}",
        "-s",
        "MARROW_ALLOW_PRIVATE_NETWORKS=1",
        "-s",
        "MARROW_ITEMS=none",
        "-s",
        "AUTOTHROTTLE_ENABLED=0",
    ]
    elapsed = timed(command, concurrency, folder)
    status = subprocess.run(
        [sys.executable, "-m", "scraper", "status", "--json", "--archive", str(folder / "archive")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(status.stdout)["pages"]["archived"] == pages + 1, status.stdout
    return pages / elapsed


def timed(command: list[str], concurrency: int, folder: Path) -> float:
    """Seconds between the opening and the closing of the spider."""
    settings = {"CONCURRENT_REQUESTS": concurrency, "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "INFO"}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    done = subprocess.run(
        [*command, *options], capture_output=True, text=True, cwd=FIXTURES.parent if "crawl" in command else folder, check=True
    )
    match = ELAPSED.search(done.stderr)
    if match is None:
        raise SystemExit(done.stderr[-2000:])
    return float(match.group(1))


def main() -> None:
    """Measure and print."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--pages", type=int, default=1000)
    cli.add_argument("--concurrency", type=int, default=16)
    cli.add_argument("--rounds", type=int, default=3)
    args = cli.parse_args()
    ready: Queue[int] = Queue()
    pages = site(args.pages)
    server = Process(target=serve, args=(pages, ready), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{ready.get(timeout=30)}/"
    rates: dict[str, list[float]] = {"bare": [], "marrow": []}
    for _ in range(args.rounds):
        for name, measure in (("bare", bare_rate), ("marrow", marrow_rate)):
            with tempfile.TemporaryDirectory() as folder:
                rates[name].append(measure(url, args.pages, args.concurrency, Path(folder)))
    server.terminate()
    median = {name: statistics.median(values) for name, values in rates.items()}
    size = sum(map(len, pages.values())) / len(pages) / 1000
    print(f"{args.pages} pages of {size:.1f} kB, {args.concurrency} at a time, median of {args.rounds} rounds")
    for name, rate in median.items():
        print(f"{name:8}{rate:8.1f} pages/s   {[round(value, 1) for value in rates[name]]}")
    print(f"marrow / bare = {median['marrow'] / median['bare']:.3f}")


if __name__ == "__main__":
    main()
