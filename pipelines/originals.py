"""The raw captures behind the documents of an archive."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from typing import Any

from warcio.exceptions import ArchiveLoadFailed

from cleaners.document import Page

from .archive import Archive
from .errors import CaptureMissingError
from .warc import Captured, read_capture


def original(archive: Archive, document: Mapping[str, Any]) -> Page:
    """The page as fetched from which an archived document, given as clean JSON, was made.

    Raises CaptureMissingError when its WARC file is gone or damaged, or holds other bytes at that place.
    """
    captured = _captured(archive, document)
    if hashlib.sha256(captured.body).hexdigest() != document["sha256"]:
        raise CaptureMissingError(f"the raw capture of {document['url']} holds other bytes than the archived document was made of")
    return Page(captured.url, captured.body, captured.status, captured.headers, captured.fetched_at)


def _captured(archive: Archive, document: Mapping[str, Any]) -> Captured:
    place = document["provenance"]["warc"]
    if place is None:
        raise CaptureMissingError(f"the archive has no raw capture of {document['url']}")
    path = archive.warc(place["file"])
    try:
        return read_capture(path, place["offset"])
    except FileNotFoundError as error:
        raise CaptureMissingError(f"the raw capture is missing: there is no {path}") from error
    except (OSError, ArchiveLoadFailed, EOFError, StopIteration, zlib.error, AttributeError) as error:
        # warcio ends its iteration at the end of the file, and gives a record without HTTP headers where none begin.
        raise CaptureMissingError(f"the raw capture is damaged: no response at byte {place['offset']} of {path}") from error
