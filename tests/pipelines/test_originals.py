"""The raw capture behind an archived document, and what is said when it is not there."""

from __future__ import annotations

import hashlib

import pytest
from samples import NOW, at, exchange

from cleaners.document import Page
from pipelines.archive import begin_run, open_archive
from pipelines.errors import CaptureMissingError
from pipelines.originals import original

BODY = b"<h1>On grafts</h1><p>Cells divide."


@pytest.fixture
def captured(tmp_path):
    """An archive with one capture, and as much of its document as is asked for."""
    with begin_run(tmp_path, "crawl", {}) as run:
        place = run.writer.append(exchange(BODY, "/a")).result()
        run.writer.write(lambda _: None).result()
    document = {
        "url": at("/a"),
        "sha256": hashlib.sha256(BODY).hexdigest(),
        "provenance": {"warc": {"file": place.file, "offset": place.offset}},
    }
    return open_archive(tmp_path), document


def test_the_page_as_fetched(captured):
    assert original(*captured) == Page(at("/a"), BODY, 200, {"content-type": "text/html"}, NOW)


def moved(document, **place):
    return {**document, "provenance": {"warc": {**document["provenance"]["warc"], **place}}}


@pytest.mark.parametrize(
    "change, words",
    [
        pytest.param(lambda document: {**document, "provenance": {"warc": None}}, "has no raw capture", id="never captured"),
        pytest.param(lambda document: moved(document, file="gone.warc.gz"), "is missing", id="the file is gone"),
        pytest.param(lambda document: moved(document, offset=10**9), "is damaged", id="beyond the end"),
        pytest.param(lambda document: moved(document, offset=0), "is damaged", id="another record"),
        pytest.param(lambda document: moved(document, offset=3), "is damaged", id="within a record"),
        pytest.param(lambda document: {**document, "sha256": "0" * 64}, "other bytes", id="another page"),
    ],
)
def test_a_capture_that_is_not_there(captured, change, words):
    archive, document = captured
    with pytest.raises(CaptureMissingError, match=words):
        original(archive, change(document))


def test_a_capture_that_breaks_off(captured):
    archive, document = captured
    path = archive.warc(document["provenance"]["warc"]["file"])
    path.write_bytes(path.read_bytes()[: document["provenance"]["warc"]["offset"] + 40])
    with pytest.raises(CaptureMissingError, match=r"damaged|other bytes"):
        original(archive, document)
