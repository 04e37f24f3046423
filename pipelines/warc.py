"""Raw captures: every response as fetched, appended to a WARC file, one gzip member a record (ISO 28500)."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

COMPRESSION = 4
"""zlib level: HTML grows by 3 % against gzip's default and takes half the time."""
LARGEST_FILE = 1_000_000_000
"""Bytes after which a new file begins; the size that the WARC guidelines recommend."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response, as they went over the wire (transfer coding undone, content coding kept)."""

    url: str
    method: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: bytes
    status: int
    phrase: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: str
    """UTC, RFC 3339 with seconds."""
    protocol: str = "HTTP/1.1"
    ip: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where a response record lies."""

    file: str
    """Name below `warc/`."""
    offset: int
    length: int
    """Bytes of the compressed record."""


class WarcSink:
    """Appends exchanges to the WARC files of one run."""

    def __init__(self, folder: Path, prefix: str, software: str) -> None:
        self.folder = folder
        self.prefix = prefix
        self.software = software
        self.serial = 0
        self.out: IO[bytes] | None = None
        self.buffer = BytesIO()
        self.writer = WARCWriter(self.buffer, gzip=False)
        self.name = ""
        self.written: dict[str, int] = {}
        """Lengths of the files that grew since the last `sync`."""

    def append(self, exchange: Exchange) -> Location:
        """Write the response and its request; the response's place. Raises OSError when the disk does not take it."""
        if self.out is None or self.out.tell() > LARGEST_FILE:
            self._next_file()
        assert self.out is not None
        start = self.out.tell()
        response = self._response(exchange)
        length = self._write(response)
        self._write(self._request(exchange, response))
        self.written[self.name] = self.out.tell()
        return Location(self.name, start, length)

    def _write(self, record: Any) -> int:
        """Append one record as one gzip member; its length. The compression of warcio is fixed at the slowest level."""
        assert self.out is not None
        self.buffer.seek(0)
        self.buffer.truncate()
        self.writer.write_record(record)
        return self.out.write(zlib.compress(self.buffer.getbuffer(), COMPRESSION, wbits=zlib.MAX_WBITS | 16))

    def sync(self) -> dict[str, int]:
        """Bring what was appended to the disk; the lengths of the files that grew."""
        grown, self.written = self.written, {}
        if self.out is not None and grown:
            self.out.flush()
            os.fsync(self.out.fileno())
        return grown

    def close(self) -> None:
        """Close the file. What a full disk does not take even now was never acknowledged."""
        out, self.out = self.out, None
        if out is not None:
            with suppress(OSError):
                out.close()

    def _next_file(self) -> None:
        if self.out is not None:
            self.sync_and_keep()
        self.name = f"{self.prefix}-{self.serial:05d}.warc.gz"
        self.serial += 1
        self.out = (self.folder / self.name).open("xb")
        self._write(self.writer.create_warcinfo_record(self.name, {"software": self.software, "format": "WARC File Format 1.0"}))
        self.written[self.name] = self.out.tell()

    def sync_and_keep(self) -> None:
        """Bring a full file to the disk and close it; its length stays due for the next `sync`."""
        assert self.out is not None
        self.out.flush()
        os.fsync(self.out.fileno())
        self.out.close()

    def _response(self, exchange: Exchange) -> Any:
        head = _as_sent(StatusAndHeaders(f"{exchange.status} {exchange.phrase}".strip(), list(exchange.headers), exchange.protocol))
        extra = {"WARC-Date": exchange.fetched_at}
        if exchange.ip:
            extra["WARC-IP-Address"] = exchange.ip
        return self.writer.create_warc_record(
            exchange.url, "response", payload=BytesIO(exchange.body), length=len(exchange.body), http_headers=head, warc_headers_dict=extra
        )

    def _request(self, exchange: Exchange, response: Any) -> Any:
        target = "/" + exchange.url.split("://", 1)[-1].partition("/")[2]
        head = _as_sent(StatusAndHeaders(f"{exchange.method} {target} HTTP/1.1", list(exchange.request_headers), is_http_request=True))
        extra = {"WARC-Date": exchange.fetched_at, "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
        return self.writer.create_warc_record(
            exchange.url,
            "request",
            payload=BytesIO(exchange.request_body),
            length=len(exchange.request_body),
            http_headers=head,
            warc_headers_dict=extra,
        )


def _as_sent(head: StatusAndHeaders) -> StatusAndHeaders:
    """The header section with its bytes as they were sent; warcio would escape what is not ASCII."""
    head.to_ascii_bytes = partial(head.to_bytes, encoding="latin-1")
    return head


@dataclass(frozen=True, slots=True)
class Captured:
    """A response read back from a WARC."""

    url: str
    status: int
    headers: dict[str, str]
    """Lower-case names."""
    body: bytes
    """With its content coding undone."""
    fetched_at: str | None


def read_captures(path: Path) -> Iterator[Captured]:
    """The responses in a WARC file, in order.

    Raises ArchiveLoadFailed (warcio) for a file that is none, EOFError for one that breaks off within a record.
    """
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response" and record.http_headers is not None:
                yield _captured(record)
    if path.suffix == ".gz" and not _ends_whole(path):
        raise EOFError("the file breaks off within a record")


def _ends_whole(path: Path) -> bool:
    """Whether the last gzip member of a file is complete; warcio takes a cut one for the end."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            while chunk:  # several members may end in it
                if unpacker.eof:
                    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
                try:
                    unpacker.decompress(chunk)
                except zlib.error:
                    return False
                chunk = unpacker.unused_data
    return unpacker.eof


CHUNK = 1 << 20
"""Bytes read at a time."""


def read_capture(path: Path, offset: int) -> Captured:
    """The response whose record begins at this byte."""
    with path.open("rb") as stream:
        stream.seek(offset)
        return _captured(next(ArchiveIterator(stream)))


def _captured(record: Any) -> Captured:
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    return Captured(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(record.http_headers.get_statuscode() or 0),
        headers=headers,
        body=record.content_stream().read(),
        fetched_at=record.rec_headers.get_header("WARC-Date"),
    )


def cut_tail(path: Path, length: int) -> int:
    """Cut a file to the bytes that committed pages rely on; the number of bytes cut off, 0 when it was whole.

    Raises ValueError when the file is shorter than that.
    """
    size = path.stat().st_size
    if size < length:
        raise ValueError(f"{path.name} has {size} bytes, the index relies on {length}")
    if length == 0:
        path.unlink()
    elif size > length:
        os.truncate(path, length)
    return size - length
