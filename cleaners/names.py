"""The names of people in what pages declare and show as authors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .dates import dates_in
from .words import lexicon, tokens

if TYPE_CHECKING:
    from .words import Lexicon

LONGEST_NAME = 60
LONGEST_LINE = 1000
"""Characters of an author line that are read; a dozen authors need less."""
NAME_WORDS = 6
SHORT_PARTICLE = 3
"""Letters of a word within a name that may be written small: `van`, `de`, `bin`."""
COMMAS = re.compile(r"\s*[,;，、;،]\s*")
BARS = r"\n|•·∙⋅●"
"""What stands between two things in one line, or parts two lines."""
LINES = re.compile(rf"\s*[{BARS}／/]\s*" r"|\s+[-–—]\s+|\s{3,}|(?<=[^\W\d_]{3})(?<!\bProf)\.\s+(?=[^\W\d_]{2})")
"""Between a name and what is told beside it in the same line."""
CREDENTIAL = re.compile(
    r"""
    ^(?:[A-Z]{2,6}(?:-[A-Z]{1,3})?[®™*]?
    | (?:[A-Z][A-Za-z]{0,2}\.){2,}
    | (?:ph\.?\s?d|md|m\.?sc|b\.?sc|ed\.?d|psy\.?d|esq|jr|sr|dr|prof)\.?)$
    """,
    re.ASCII | re.VERBOSE,
)
DEGREE = re.compile(r"^(?:ph\.?\s?d|m\.?d|m\.?sc|b\.?sc|ed\.?d|psy\.?d|d\.?phil|esq|jr|sr)\.?$", re.IGNORECASE)
FAMILY_FIRST = re.compile(r"[^\s,]+, [^\s,]+(?: [^\s,]\.?)*")
"""`Ashby, Ruth M.` of library catalogues."""
ADDRESS = re.compile(r"\S*(?://|@|www\.)\S*|\(\s*\)")
ADDRESS_SIGNS = ("//", "@", "www.", "(")
"""Without one of these there is no such address: the expression looks at each word from each of its letters."""
LETTER = re.compile(r"[^\W\d_]")
EDGE = ' \t\u00a0:：·•|-–—"“”'
"""Characters that stand around a name and belong to no name."""


def split_names(text: str, words: Lexicon | None = None) -> list[str]:
    """The names in an author line: `By Ruth Ashby and Leon Vasquez, MD` gives two; degrees stay with their name.

    Roles, handles and addresses are left out.
    """
    words = words or lexicon(None)
    text = text[:LONGEST_LINE]
    if not text or ADDRESS.fullmatch(text.strip()):
        return []
    if any(sign in text for sign in ADDRESS_SIGNS):
        text = ADDRESS.sub(" ", text)
    text = (words.strip_prefix("byline", text) or text).strip(EDGE)
    if FAMILY_FIRST.fullmatch(text) and not CREDENTIAL.match(text.split(", ")[1]):
        family, given = text.split(", ", 1)
        if not _is_role(given, words):
            return [f"{given} {family}"]
    names: list[str] = []
    for line in LINES.split(without_dates(text)):
        known = tokens(line)
        if not any(words.prefix(key, known) for key in OF_OTHERS):
            found = _in_line(line, words)
            names += [name for name in found if _stands_alone(name, words)] if names else found
    return list(dict.fromkeys(names))


OF_OTHERS = ("review_notice", "modified_prefix")
"""What a line begins with that names somebody else: `Reviewed by`, `Updated by`."""


def _stands_alone(name: str, words: Lexicon) -> bool:
    """Whether what stands beside a name is another one."""
    return looks_signed(name) and len(name.split()) > 1 and not _is_role(name, words)


def _in_line(line: str, words: Lexicon) -> list[str]:
    """The names of one line; it ends where it begins to tell what they are."""
    names: list[str] = []
    for piece in COMMAS.split(line):
        if names and (CREDENTIAL.match(piece) or DEGREE.match(piece)):
            names[-1] = f"{names[-1]}, {piece}"
            continue
        found = [name for part in _joined(piece, words) if (name := _name(part, words))]
        if names and found and (_is_role(piece, words) or (len(found) == 1 == len(found[0].split()) and piece == found[0])):
            return names
        names += found
    return names


def _joined(piece: str, words: Lexicon) -> list[str]:
    """The parts of a text between words like `and`."""
    parts: list[list[str]] = [[]]
    for word in piece.split():
        if word == "&" or (word == word.lower() and words.whole("name_joiner", (word,))):
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(part) for part in parts if part]


def _name(part: str, words: Lexicon) -> str | None:
    """A name as it is signed, without a role before or behind it; None for what cannot be one."""
    part = part.strip(EDGE)
    part = part if part.endswith(".") and CREDENTIAL.match(part.rsplit(maxsplit=1)[-1]) else part.rstrip(".,")
    part = _without_caption(part, words)
    pieces = part.split()
    if not pieces or len(part) > LONGEST_NAME or len(pieces) > NAME_WORDS or not LETTER.search(part):
        return None
    return part


def _without_caption(part: str, words: Lexicon) -> str:
    """A text without the caption of a date at its end, which style sheets put elsewhere: `Ruth Ashby Updated on`."""
    known = tokens(part)
    if all(words.phrases[key].by_first.keys().isdisjoint(known) for key in CAPTIONS):
        return part
    pieces = part.split()
    for n in range(1, len(pieces)):
        tail = tokens(" ".join(pieces[n:]))
        if any(words.whole(key, tail) for key in CAPTIONS):
            return " ".join(pieces[:n])
    return part


CAPTIONS = ("modified_prefix", "date_prefix")


def _is_role(part: str, words: Lexicon) -> bool:
    """Whether a part tells what somebody is rather than who."""
    return words.phrase("role", tokens(part))


def without_dates(text: str) -> str:
    """Text with the dates in it as borders."""
    end = 0
    kept = []
    for start, stop, _ in dates_in(text):
        kept.append(text[end:start])
        end = stop
    return "\n".join([*kept, text[end:]])


def looks_signed(name: str) -> bool:
    """Whether a text is written as names are: capitals at the words of some length, no digit, no sentence."""
    pieces = name.split(",", maxsplit=1)[0].split()
    if not pieces or not name[0].isalpha() or any(character.isdigit() for character in name) or name.endswith(("?", "!", ":", "…")):
        return False
    return all(not piece[0].islower() or len(piece) <= SHORT_PARTICLE or "'" in piece for piece in pieces) and not pieces[0][0].islower()
