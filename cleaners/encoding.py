"""Bytes to text, as browsers find the encoding, and a step further where a declaration is plainly wrong.

Source: WHATWG Encoding Standard (labels) and HTML Standard, "determining the character encoding".
"""

from __future__ import annotations

import codecs
import logging
import re
from typing import TYPE_CHECKING

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

UTF16_START = re.compile(rb"(?:[ \t\r\n]\x00)*(<\x00[!/?a-zA-Z]\x00)|(?:\x00[ \t\r\n])*\x00<\x00[!/?a-zA-Z]")
"""A tag at the beginning; the text after it may be of a script without null bytes."""
UTF16_SAMPLE = 4096
"""Bytes looked at to find UTF-16 that announces itself nowhere."""
UTF16_NULL_SHARE = 0.3
"""Share of null bytes on one side of the byte pairs above which text is UTF-16; markup is ASCII, so it is near 1."""
PIECE = 1 << 16
"""Bytes decoded at a time where the whole text is not wanted."""
SINGLE_BYTE = frozenset({"cp1252", "iso8859-1", "iso8859-15", "ascii"})
"""Codecs that decode nearly any bytes: a declaration of one of them proves nothing."""
FOREIGN = frozenset(
    """base64 bz2 hex quopri rot-13 uu zlib idna punycode raw-unicode-escape unicode-escape undefined
    utf-7 utf-32 utf-32-be utf-32-le
    """.split()
)
"""Python's codecs that are no encoding of the web: a page that names one would fail, or be read as no browser reads it."""


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text of an HTML body and the name of the codec that read it.

    The order of trust: byte order mark, HTTP header, UTF-16 by its null bytes, `<meta>`, UTF-8, and last bs4's
    `UnicodeDammit`. A candidate that cannot read the bytes gives way to the next one. Bytes that no
    candidate reads are decoded by the first with U+FFFD for what is broken, so nothing is lost.
    """
    bom, _ = read_bom(body)
    if bom:
        return strip_bom(body.decode(bom, "replace")), codec_name(bom)
    candidates = list(dict.fromkeys(declared_encodings(body, content_type)))
    if (not candidates or candidates[0] in SINGLE_BYTE) and (text := as_utf8(body)) is not None:
        return text, "utf-8"
    for name in candidates:
        try:
            return strip_bom(body.decode(name)), name
        except UnicodeError:
            continue
    text = as_utf8(body)
    return decode_undeclared(body, candidates) if text is None else (text, "utf-8")


def reads_as_utf8(body: bytes, content_type: str | None) -> bool:
    """Whether `decode` would read the bytes as UTF-8 without a byte order mark or a broken character; it need not be called then."""
    if read_bom(body)[0]:
        return False
    first = next(declared_encodings(body, content_type), None)
    return first == "utf-8" or ((first is None or first in SINGLE_BYTE) and endianness(body) is None)


def utf8_pieces(body: bytes) -> Iterator[str]:
    """The text of bytes that are UTF-8, in pieces; raises UnicodeDecodeError where they are not.

    One rare character makes Python spend four bytes on each of a text: in pieces only those near it pay.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(body), PIECE):
        yield decoder.decode(body[start : start + PIECE])
    yield decoder.decode(b"", final=True)


def declared_encodings(body: bytes, content_type: str | None) -> Iterator[str]:
    """The codecs that the header, the bytes' shape and the markup name, most trusted first."""
    header = known(http_content_type_encoding(content_type)) if content_type else None
    if header and not header.startswith("utf-16"):
        yield header
    elif header and b"\0" in body:  # markup in UTF-16 has null bytes, if only in its tags
        yield endianness(body) or UTF16.get(header, header)
    if utf16 := endianness(body):
        yield utf16
    meta = known(html_body_declared_encoding(body))
    if meta:
        # A declaration that could be read as ASCII cannot be true of UTF-16 (HTML Standard, prescan).
        yield "utf-8" if meta.startswith("utf-16") else meta


def known(label: str | None) -> str | None:
    """The codec of a declared encoding; None where nothing is declared, or nothing that a page can be written in."""
    name = codec_name(label) if label else None
    return None if name in FOREIGN else name


def decode_undeclared(body: bytes, candidates: list[str]) -> tuple[str, str]:
    """The text of bytes whose declarations are missing or false."""
    from bs4.dammit import UnicodeDammit  # noqa: PLC0415 - slow to import, and few pages come here

    logging.getLogger("bs4.dammit").setLevel(logging.CRITICAL)  # it warns of broken characters, which the text shows itself
    guess = UnicodeDammit(body, is_html=True)
    if guess.unicode_markup and not guess.contains_replacement_characters and not candidates:
        return strip_bom(guess.unicode_markup), codec_name(guess.original_encoding or "utf-8")
    name = candidates[0] if candidates else "utf-8"
    return strip_bom(body.decode(name, "replace")), name


def endianness(body: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` when the bytes look like markup in it, else None."""
    if match := UTF16_START.match(body):
        return "utf-16-le" if match.group(1) else "utf-16-be"
    sample = body[:UTF16_SAMPLE]
    pairs = max(1, len(sample) // 2)
    odd, even = sample[1::2].count(0) / pairs, sample[0::2].count(0) / pairs
    if odd > UTF16_NULL_SHARE and even < odd / 2:
        return "utf-16-le"
    if even > UTF16_NULL_SHARE and odd < even / 2:
        return "utf-16-be"
    return None


def as_utf8(body: bytes) -> str | None:
    """The text of bytes that are UTF-8, and not UTF-16 that looks like it; else None."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if endianness(body) is None else None


def codec_name(label: str) -> str:
    """Python's codec for an encoding label, widened as browsers do: shift_jis reads cp932, gb2312 reads gb18030."""
    resolved = resolve_encoding(label)
    try:
        name = codecs.lookup(resolved or label).name
    except LookupError:
        return "utf-8"
    return WIDENED.get(name, name)


UTF16 = {"utf-16": "utf-16-le"}
"""The byte order where a declaration names none (Encoding Standard, `utf-16`)."""
WIDENED = {
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}


def strip_bom(text: str) -> str:
    """The text without a leading byte order mark."""
    return text.removeprefix("\ufeff")
