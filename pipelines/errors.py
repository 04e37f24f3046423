"""What can go wrong with an archive, as types that the command line turns into messages and exit codes."""

from __future__ import annotations


class ArchiveError(Exception):
    """An archive cannot be used; the message says why and what to do."""


class ArchiveBusyError(ArchiveError):
    """Another run is writing to the archive."""


class ArchiveMissingError(ArchiveError):
    """There is no archive at this place."""


class ArchiveDamagedError(ArchiveError):
    """The archive's files are not what they should be."""


class ArchiveNewerError(ArchiveError):
    """The archive was written by a later version."""


class CaptureMissingError(ArchiveError):
    """The raw capture of an archived page is not there, or is not the one that the page was made of."""


class StorageError(ArchiveError):
    """The disk does not take what should be written: it is full, or gone. Nothing half-written stays."""


class CleaningError(Exception):
    """A page could not be cleaned; `reason` is the dotted name that the page is failed with."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
