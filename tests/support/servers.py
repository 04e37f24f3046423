"""Servers that misbehave in a given way, on loopback, with a log of what they were asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic

WORDS = "Mesenchymal cells from bone marrow were given to patients with worn discs in this small trial of two years. "
HTML = "text/html; charset=utf-8"


@dataclass
class Answer:
    """One response."""

    body: bytes = b""
    status: int = 200
    type: str = HTML
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """A running server."""

    base: str = ""
    log: list[tuple[float, str]] = field(default_factory=list)
    """When (monotonic seconds) which path was asked for."""

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(entry == path for _, entry in self.log)


def article(title: str, extra: str = "", *, head: str = "") -> Answer:
    """A page with an article of its own."""
    text = "".join(f"<p>{title}, part {n}. {WORDS}</p>" for n in range(8))
    return Answer(
        f"<html lang=en><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1>{text}</main>{extra}</body></html>".encode()
    )


def index(*paths: str) -> Answer:
    """A page of links."""
    links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in paths)
    return Answer(f"<html><head><title>Index</title></head><body><ul>{links}</ul></body></html>".encode())


Pages = dict[str, Answer | Callable[[Site], Answer]]


@contextmanager
def serving(pages: Pages) -> Iterator[Site]:
    """A server of these pages; a callable is asked anew for each request. What is missing answers 404."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.log.append((monotonic(), self.path))
            page = pages.get(self.path, Answer(b"<h1>Not found</h1>", 404))
            answer = page(site) if callable(page) else page
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
