"""Raw captures: what is written comes back byte for byte, record by record, and other tools can read it."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NOW, at, exchange
from warcio.archiveiterator import ArchiveIterator

from pipelines import warc
from pipelines.warc import Exchange, Location, WarcSink, cut_tail, read_capture, read_captures


@pytest.fixture
def sink(tmp_path):
    sink = WarcSink(tmp_path, "run", "marrow/test")
    yield sink
    sink.close()


def member(data: bytes, offset: int) -> tuple[bytes, int]:
    """The record that begins here, unpacked alone, and the number of packed bytes."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    record = unpacker.decompress(data[offset:])
    assert unpacker.eof
    return record, len(data) - offset - len(unpacker.unused_data)


def http(record: bytes) -> bytes:
    """The HTTP message in a record."""
    return record.split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n\r\n")


def stored(sink: WarcSink, one: Exchange) -> tuple[bytes, Location]:
    """The response record of an exchange as it lies on the disk."""
    place = sink.append(one)
    sink.sync()
    record, length = member((sink.folder / place.file).read_bytes(), place.offset)
    assert length == place.length
    return record, place


HTML = (("Content-Type", "text/html"),)
PACKED = gzip.compress(b"<p>packed</p>", mtime=0)
MESSAGES = {
    "plain": (exchange(b"<p>x</p>"), b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x</p>"),
    "empty body": (exchange(b""), b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
    "no header": (exchange(b"x", headers=()), b"HTTP/1.1 200 OK\r\n\r\nx"),
    "no phrase": (exchange(b"x", phrase="", status=299, headers=()), b"HTTP/1.1 299\r\n\r\nx"),
    "content coding kept": (
        exchange(PACKED, headers=(*HTML, ("Content-Encoding", "gzip"))),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + PACKED,
    ),
    "repeated headers": (
        exchange(b"x", headers=(("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Link", "<a>"), ("Link", "<b>"))),
        b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nLink: <a>\r\nLink: <b>\r\n\r\nx",
    ),
    "header beyond ASCII": (exchange(b"x", headers=(("X-Name", "caf\xe9"),)), b"HTTP/1.1 200 OK\r\nX-Name: caf\xe9\r\n\r\nx"),
    "binary body": (exchange(bytes(range(256)) + b"\r\n\r\n", headers=()), b"HTTP/1.1 200 OK\r\n\r\n" + bytes(range(256)) + b"\r\n\r\n"),
    "body like a record": (exchange(b"WARC/1.0\r\n\r\n", headers=()), b"HTTP/1.1 200 OK\r\n\r\nWARC/1.0\r\n\r\n"),
    "failure": (exchange(b"gone", status=404, phrase="Not Found", headers=()), b"HTTP/1.1 404 Not Found\r\n\r\ngone"),
    "HTTP/1.0": (exchange(b"x", protocol="HTTP/1.0", headers=()), b"HTTP/1.0 200 OK\r\n\r\nx"),
}


@pytest.mark.parametrize("one, message", MESSAGES.values(), ids=MESSAGES)
def test_a_response_is_kept_byte_for_byte(sink, one, message):
    record, _ = stored(sink, one)
    assert record.split(b"\r\n\r\n", 1)[1] == message + b"\r\n\r\n"


@pytest.mark.parametrize("one", [one for one, _ in MESSAGES.values()], ids=MESSAGES)
def test_a_response_is_read_back(sink, one):
    _, place = stored(sink, one)
    back = read_capture(sink.folder / place.file, place.offset)
    packed = ("Content-Encoding", "gzip") in one.headers
    assert (back.url, back.status, back.fetched_at) == (one.url, one.status, NOW)
    assert back.body == (gzip.decompress(one.body) if packed else one.body)
    assert back.headers == {name.lower(): value for name, value in one.headers}
    assert [back] == list(read_captures(sink.folder / place.file))


@given(st.binary(max_size=300))
def test_any_body_comes_back(tmp_path_factory, body):
    sink = WarcSink(tmp_path_factory.mktemp("warc"), "run", "marrow/test")
    record, place = stored(sink, exchange(body))
    sink.close()
    assert record.endswith(b"\r\n\r\n" + body + b"\r\n\r\n")
    assert read_capture(sink.folder / place.file, place.offset).body == body


def test_the_request_stands_beside_its_response(sink):
    headers = (("Host", "a.example"), ("Accept", "*/*"))
    place = sink.append(exchange(path="/a?b=1", method="POST", request_headers=headers, request_body=b"q"))
    sink.sync()
    data = (sink.folder / place.file).read_bytes()
    record, _ = member(data, place.offset + place.length)
    assert http(record) == b"POST /a?b=1 HTTP/1.1\r\nHost: a.example\r\nAccept: */*\r\n\r\nq"
    answers = [record for record in ArchiveIterator(BytesIO(data)) if record.rec_type == "response"]
    assert f"WARC-Concurrent-To: {answers[0].rec_headers.get_header('WARC-Record-ID')}".encode() in record


@pytest.mark.parametrize("ip", ["192.0.2.1", "2001:db8::1", None])
def test_the_server_address_is_kept(sink, ip):
    record, _ = stored(sink, exchange(ip=ip))
    assert (b"WARC-IP-Address" in record) == (ip is not None)
    assert (f"WARC-IP-Address: {ip}".encode() in record) == (ip is not None)


def test_every_record_is_a_gzip_member_of_its_own(sink):
    places = [sink.append(exchange(f"<p>{n}</p>".encode(), f"/{n}")) for n in range(3)]
    sink.sync()
    data = (sink.folder / places[0].file).read_bytes()
    kinds, offset = [], 0
    while offset < len(data):
        record, length = member(data, offset)
        kinds.append(record.split(b"WARC-Type: ")[1].split(b"\r\n")[0])
        offset += length
    assert kinds == [b"warcinfo", *[b"response", b"request"] * 3]
    for n, place in enumerate(places):
        record, length = member(data[: place.offset + place.length], place.offset)
        assert length == place.length
        assert record.endswith(f"<p>{n}</p>\r\n\r\n".encode())


def test_sync_tells_the_lengths_of_the_files_that_grew(sink):
    assert sink.sync() == {}
    place = sink.append(exchange())
    assert sink.sync() == {place.file: (sink.folder / place.file).stat().st_size}
    assert sink.sync() == {}


def test_a_full_file_is_followed_by_another(sink, monkeypatch):
    monkeypatch.setattr(warc, "LARGEST_FILE", 2000)
    places = [sink.append(exchange(f"<p>{n}</p>".encode(), f"/{n}")) for n in range(9)]
    grown = sink.sync()
    names = list(dict.fromkeys(place.file for place in places))
    assert len(names) > 1
    assert names == sorted(grown)
    assert grown == {name: (sink.folder / name).stat().st_size for name in names}
    urls = [capture.url for name in names for capture in read_captures(sink.folder / name)]
    assert urls == [at(f"/{n}") for n in range(9)]


def test_no_run_writes_into_a_file_that_is_there(tmp_path):
    (tmp_path / "run-00000.warc.gz").write_bytes(b"")
    with pytest.raises(FileExistsError):
        WarcSink(tmp_path, "run", "marrow/test").append(exchange())


def test_warcio_finds_nothing_to_complain_about(sink, monkeypatch):
    monkeypatch.setattr(warc, "LARGEST_FILE", 4000)
    files = sorted({str(sink.folder / sink.append(one).file) for one, _ in [*MESSAGES.values()] * 2})
    sink.sync()
    assert len(files) > 1
    checked = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", *files], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count("digest pass") >= len(MESSAGES) * 2


@pytest.mark.parametrize("size, length, cut", [(10, 10, 0), (10, 4, 6), (10, 9, 1)])
def test_cut_tail(tmp_path, size, length, cut):
    path = tmp_path / "file"
    path.write_bytes(bytes(range(size)))
    assert cut_tail(path, length) == cut
    assert path.read_bytes() == bytes(range(length))


@pytest.mark.parametrize("size", [0, 10])
def test_a_file_nobody_relies_on_goes(tmp_path, size):
    path = tmp_path / "file"
    path.write_bytes(bytes(size))
    assert cut_tail(path, 0) == size
    assert not path.exists()


@pytest.mark.parametrize("size", [0, 9])
def test_a_file_that_is_too_short_is_an_error_and_stays(tmp_path, size):
    path = tmp_path / "file"
    path.write_bytes(bytes(size))
    with pytest.raises(ValueError, match=f"has {size} bytes, the index relies on 10"):
        cut_tail(path, 10)
    assert path.stat().st_size == size
