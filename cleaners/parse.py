"""Bytes to an lxml tree: the right characters, and no text cut off by a limit of the parser."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from lxml import etree

from .encoding import decode, reads_as_utf8, utf8_pieces
from .streamed import SIGN, settle

if TYPE_CHECKING:
    from .document import Page

DEPTH_ALLOWED = 1000
"""Nested elements kept as they are on a page that libxml2 would cut (it stops at 2,048, whatever it is told)."""
LOOK_BACK = 3000
"""Open elements searched for the partner of an end tag; bounds the work on hostile markup."""
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
RAW = frozenset({"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"})
"""Elements whose content is text, whatever it looks like (HTML Standard, raw text and escapable raw text)."""
OPAQUE = frozenset({*RAW, "template"})
"""Elements whose text must not become visible, or another, by losing its tag."""
METADATA = frozenset("base basefont bgsound link meta noscript script style template title".split())
"""Elements that can stand in a head (HTML Standard, "in head" insertion mode)."""
CONTROL = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])
"""What XML cannot hold, as in UTF-8. A form feed is white space in HTML and stays."""
NONCHARACTER = re.compile("\ufffe|\uffff".encode())
"""What XML cannot hold besides, as in UTF-8; in text, `in` finds them faster."""
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page."""

    root: etree._Element
    encoding: str
    size: int
    """Characters of markup."""


class UnreadablePageError(ValueError):
    """The body holds nothing that a parser can make a tree of."""


def parse(page: Page) -> Tree:
    """The page's tree, without comments and processing instructions.

    Raises UnreadablePageError when the body is empty or holds no markup and no text.
    """
    raw, encoding, size = in_utf8(page)
    return Tree(grow(raw), encoding, size)


def in_utf8(page: Page) -> tuple[bytes, str, int]:
    """The page's bytes in UTF-8, the encoding that they came in, and the number of characters.

    The whole text is made only where the bytes are not UTF-8 already, and does not leave this function: beside the tree it would
    double what a large page takes, since one character beyond the 16-bit range makes Python spend four bytes on each.
    """
    content_type = page.headers.get("content-type")
    if reads_as_utf8(page.body, content_type):
        with suppress(UnicodeDecodeError):
            return as_it_is(page.body)
    text, encoding = decode(page.body, content_type)
    return permitted(text, to_utf8(text)), encoding, len(text)


def as_it_is(body: bytes) -> tuple[bytes, str, int]:
    """What `in_utf8` gives of bytes that are UTF-8 already; raises UnicodeDecodeError where they are not."""
    size, blank, clean = 0, True, True
    for piece in utf8_pieces(body):
        size += len(piece)
        blank = blank and (not piece or piece.isspace())
        clean = clean and "\ufffe" not in piece and "\uffff" not in piece
    return (b"" if blank else body if clean else NONCHARACTER.sub(b"", body)), "utf-8", size


def parse_str(markup: str) -> Tree:
    """The tree of a page whose characters are known; raises as `parse` does."""
    markup = markup.removeprefix("\ufeff")
    return Tree(parse_text(markup), "utf-8", len(markup))


def parse_text(markup: str) -> etree._Element:
    """The root element of some markup; raises UnreadablePageError when there is nothing in it."""
    return grow(permitted(markup, to_utf8(markup)))


def to_utf8(text: str) -> bytes:
    """The text in UTF-8, without halves of characters."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return SURROGATE.sub("", text).encode("utf-8")


def permitted(text: str, raw: bytes) -> bytes:
    """The bytes of a text in UTF-8, given both, without noncharacters; none where the text is nothing but white space."""
    if text.isspace():
        return b""
    return NONCHARACTER.sub(b"", raw) if "\ufffe" in text or "\uffff" in text else raw


def grow(raw: bytes) -> etree._Element:
    """The root element of some markup in UTF-8."""
    raw = without_control(raw)
    if b"\x0c" in raw:
        raw = raw.replace(b"\x0c", b" ")
    if not raw or raw.isspace():
        raise UnreadablePageError("the body is empty")
    root, complete = parse_bytes(raw)
    if not complete:
        root, _ = parse_bytes(flatten(raw.decode("utf-8")).encode("utf-8"))
    end_head(root)
    if SIGN in raw:
        settle(root)
    return root


def without_control(raw: bytes) -> bytes:
    """Bytes without control characters. Most pages hold none: then it is the page itself, and its copy goes before the tree comes."""
    kept = raw.translate(None, CONTROL)
    return kept if len(kept) < len(raw) else raw


def parse_bytes(markup: bytes) -> tuple[etree._Element, bool]:
    """The root, and whether libxml2 read to the end rather than stopping at too deep a nesting."""
    # A parser of its own for each page: its error log is the only witness of a cut, and threads may share nothing.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadablePageError(str(error)) from error
    if root is None:
        raise UnreadablePageError("no element and no text")
    return root, not any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT or "depth" in entry.message for entry in parser.error_log)


def end_head(root: etree._Element) -> None:
    """Move what cannot stand in the head into the body, as browsers do: libxml2 lets `<main>` and its kind not end a head."""
    head = root.find("head")
    children = [] if head is None else list(head)
    start = next((n for n, child in enumerate(children) if child.tag not in METADATA), len(children))
    if start == len(children):
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    children[-1].tail = (children[-1].tail or "") + (body.text or "")
    body.text = None
    body[:0] = children[start:]


def flatten(markup: str) -> str:
    """The same page with its nesting cut at `DEPTH_ALLOWED`: what is deeper stands side by side, and no text is lost."""
    writer = Flattener()
    writer.feed(markup.replace("&", AMPERSAND))
    writer.close()
    # What is left over is the text of an unclosed raw element.
    return "".join([*writer.out, writer.rawdata]).replace(AMPERSAND, "&")


AMPERSAND = "\x00"
"""Stands in for `&`, so that html.parser copies references as they are; `parse_text` has taken this character out."""


class Flattener(HTMLParser):
    """Copies markup and leaves out the tags that open deeper than `DEPTH_ALLOWED`; a break keeps their texts apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.open: list[str] = []
        self.kept: list[bool] = []
        """Of each open element, whether its tag was copied."""
        self.opaque = 0
        """Open elements whose text stays invisible; what stands in them needs no tag of its own."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - html.parser's signature
        """Copy the tag as written, unless it is too deep."""
        if tag in VOID:
            self.out.append(self.get_starttag_text() or "")
            return
        self.open.append(tag)
        self.kept.append(len(self.open) <= DEPTH_ALLOWED or (tag in OPAQUE and not self.opaque))
        self.opaque += tag in OPAQUE
        self.out.append((self.get_starttag_text() or "") if self.kept[-1] else "<br><br>")
        if tag in RAW:
            self.set_cdata_mode(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A slash in a start tag means nothing in HTML."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element of that name, if one is open."""
        if tag not in self.open[-LOOK_BACK:]:
            return
        while self.open:
            innermost = self.open.pop()
            self.opaque -= innermost in OPAQUE
            self.out.append(f"</{innermost}>" if self.kept.pop() else "<br><br>")
            if innermost == tag:
                return

    def handle_data(self, data: str) -> None:
        """Copy text."""
        self.out.append(data)

    def parse_html_declaration(self, i: int) -> int:
        """Read `<!...>`; a marked section is a comment in HTML, and html.parser stumbles over unknown ones."""
        return self.parse_bogus_comment(i) if self.rawdata.startswith("<![", i) else super().parse_html_declaration(i)

    def handle_decl(self, decl: str) -> None:
        """Copy the document type."""
        self.out.append(f"<!{decl}>")
