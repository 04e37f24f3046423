"""The headline of a page: what several declarations and the visible text agree on.

The text that the page shows is preferred to the one that it declares; a declared title is believed against a visible `<h1>` that
no declaration and no word of the address speaks of, since such a heading names the site or the section.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .addresses import host_of
from .segment import collapse

if TYPE_CHECKING:
    from .segment import Run

SEPARATOR = re.compile(r"\s+(?:[|–—·•»«:/<>\-‹›⋆∙]|::|\|\|)\s+|\s*[|»]\s*")
TAIL_OF_SEPARATOR = re.compile(r"^[\s|–—·•»«:/<>\-‹›,]+|[\s|–—·•»«:/<>\-‹›,]+$")
WORD = re.compile(r"\w+")
SUPPORT = 0.5
"""Share of the words of a visible heading that its page's declared titles hold, below which it may name another thing."""
LONGEST_SHOWN = 300
"""Characters of a block that can be the headline."""
LONGEST_BRAND = 5
"""Words of a site's name."""
KNOWN_WORDS = 4
"""Words of a declared title that a longer visible one may end with: what stands before it is a kicker or a date."""


def headline(names: Iterable[str], title: str | None, runs: tuple[Run, ...], sites: Iterable[str], url: str) -> str | None:
    """The headline: `names` are declared ones, the most trusted first, `title` the `<title>`, `sites` names of the site."""
    written = [*dict.fromkeys(name for text in names if (name := collapse(html.unescape(text))))]
    declared = [*written, collapse(html.unescape(title))] if title else written
    brands = _brands(declared, [html.unescape(site) for site in sites], url)
    forms = [form for name in declared for form in _forms(name, brands)]
    headings = _headings(runs)
    shown = _shown(forms, headings, brands) or _shown(forms, (run for run in runs if not run.hidden), brands)
    if shown:
        return _before_bar(_without_brand(shown, brands))
    headings = [run for run in headings if not is_brand(run.text, brands)]
    first = next((run.text for run in headings if run.level == 1), None)
    best = _most_agreed(_before_bar(_without_tail(_without_brand(name, brands))) for name in declared)
    if first and not (best and _is_elsewhere(first, best, declared, url)):
        return _before_bar(first)
    return best or (headings[0].text if headings else None)


def may_start_with(text: str, first: Container[str]) -> bool:
    """Whether a text can be one whose folded form starts with one of these characters: a cheap look before it is folded."""
    return text[:1].casefold() in first or not text[:1].isalnum()


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """Text for comparison: case folded, only letters and digits, single spaces."""
    return " ".join(WORD.findall(text.casefold()))


def _brands(declared: list[str], sites: list[str], url: str) -> frozenset[str]:
    """Folded names of the site: as declared, as its host reads, and what a `<title>` adds to the other titles."""
    found = {folded(site) for site in sites}
    shorter = {folded(name): name for name in declared}
    whole = declared[-1] if declared else ""
    for name in shorter.values():
        if name != whole and len(name.split()) > 1 and whole.startswith(name):
            found.add(folded(TAIL_OF_SEPARATOR.sub("", whole[len(name) :])))
        elif name != whole and len(name.split()) > 1 and whole.endswith(name):
            found.add(folded(TAIL_OF_SEPARATOR.sub("", whole[: -len(name)])))
    host = host_of(url)
    found.add(folded(host))
    labels = host.split(".")
    found |= {label for label in labels if len(label) > 1 and label not in {"blog", "news"}}
    return frozenset(found - {""})


def is_brand(text: str, brands: frozenset[str]) -> bool:
    """Whether a text is the site's name."""
    known = folded(text)
    return known in brands or known.replace(" ", "") in brands or known.removeprefix("the ").replace(" ", "") in brands


def _cuts(name: str) -> list[re.Match[str]]:
    """The separators of a title; a text too long for a headline is left whole."""
    return list(SEPARATOR.finditer(name)) if len(name) <= LONGEST_SHOWN else []


def _forms(name: str, brands: frozenset[str]) -> list[str]:
    """A declared title as it stands, and without what separators cut off at one of its ends; never the site's name alone."""
    cuts = _cuts(name)
    forms = [name, *(name[: cut.start()] for cut in reversed(cuts)), *(name[cut.end() :] for cut in cuts)]
    return [form for form in forms if form and not is_brand(form, brands)]


def _headings(runs: tuple[Run, ...]) -> list[Run]:
    """The visible headings, those of the first level first."""
    return sorted((run for run in runs if run.level is not None and not run.hidden), key=lambda run: run.level != 1)


def _shown(forms: list[str], runs: Iterable[Run], brands: frozenset[str]) -> str | None:
    """The visible text that is one of the forms, the earliest form first."""
    wanted = {known: n for n, form in reversed([*enumerate(forms)]) if (known := folded(form)) not in brands}
    first = {known[:1] for known in wanted}
    found: dict[int, str] = {}
    for run in runs:
        text = run.text
        if len(text) <= LONGEST_SHOWN and may_start_with(text, first):
            n = wanted.get(folded(text))
            if n is not None:
                found.setdefault(n, text)
    return found[min(found)] if found else None


def _most_agreed(names: Iterable[str]) -> str:
    """The title that most declarations agree on, the first of equals."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(folded(name), []).append(name)
    return max(found.values(), key=len, default=[""])[0]


def _without_brand(name: str, brands: frozenset[str]) -> str:
    """A title without the site's name at its ends; where that is unknown, without what follows the last separator."""
    for cut in _cuts(name):
        if is_brand(name[cut.end() :], brands):
            return name[: cut.start()]
        if is_brand(name[: cut.start()], brands):
            return _without_brand(name[cut.end() :], brands)
    return name


def _without_tail(name: str) -> str:
    """A title without what follows its last separator, where that is short enough for the name of a site that is told nowhere."""
    cuts = _cuts(name)
    if cuts and len(name[cuts[-1].end() :].split()) <= min(LONGEST_BRAND, len(name[: cuts[-1].start()].split())):
        return name[: cuts[-1].start()]
    return name


def _before_bar(name: str) -> str:
    """A title without what stands behind a bar, which is a section or the site even where the page shows it."""
    head = BAR.split(name, maxsplit=1)[0]
    return head if len(head.split()) >= HEAD_WORDS else name


BAR = re.compile(r"\s+[|｜]\s+")
HEAD_WORDS = 3
"""Words before a bar that can be a headline."""


def _is_elsewhere(heading: str, best: str, declared: list[str], url: str) -> bool:
    """Whether a visible heading is about something else than the declared titles and the address."""
    words = folded(heading).split()
    wanted = folded(best)
    if len(wanted.split()) >= KNOWN_WORDS and folded(heading).endswith(f" {wanted}"):
        return True
    known = {word for name in declared for word in folded(name).split()}
    if sum(word in known for word in words) >= SUPPORT * len(words):
        return False
    address = set(WORD.findall(unquote(url.partition("?")[0]).casefold().replace("_", " ")))
    return len(address.intersection(wanted.split())) >= len(address.intersection(words))
