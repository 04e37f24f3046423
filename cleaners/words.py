"""The words of human languages by which furniture is known. The words are data: one TOML file a language."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

FALLBACK = "en"
"""Read with every language: furniture in English stands on pages of all languages."""
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts written without spaces between words, and Korean, whose particles stick to the word."""
TOKEN = re.compile(r"\w+|%")
PARSED_LANGUAGES = 64
"""Lexicons kept; there are fewer languages than that."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """A set of phrases, each a tuple of folded words, found by their first word."""

    by_first: dict[str, tuple[tuple[str, ...], ...]]
    substrings: tuple[str, ...]
    """Those of unspaced scripts."""

    def matches(self, words: tuple[str, ...]) -> bool:
        """Whether the words are one of the phrases."""
        return bool(words) and words in self.by_first.get(words[0], ())

    def starts(self, words: tuple[str, ...]) -> int:
        """How many words of the longest phrase stand at the beginning; 0 for none."""
        candidates = self.by_first.get(words[0], ()) if words else ()
        return max((len(phrase) for phrase in candidates if words[: len(phrase)] == phrase), default=0)

    def occurs(self, words: tuple[str, ...], text: str = "") -> bool:
        """Whether one of the phrases stands somewhere in the words (or, in an unspaced script, in the text)."""
        for position, word in enumerate(words):
            for phrase in self.by_first.get(word, ()):
                if words[position : position + len(phrase)] == phrase:
                    return True
        return bool(self.substrings) and any(piece in text for piece in self.substrings)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of one language and of English, by what they tell."""

    phrases: dict[str, Phrases]

    def whole(self, key: str, text: str) -> bool:
        """Whether the text is one of the phrases, punctuation aside."""
        return self.phrases[key].matches(tokens(text))

    def prefix(self, key: str, text: str) -> bool:
        """Whether the text starts with one of the phrases."""
        phrases = self.phrases[key]
        return phrases.starts(tokens(text)) > 0 or any(text.casefold().startswith(piece) for piece in phrases.substrings)

    def phrase(self, key: str, text: str) -> bool:
        """Whether one of the phrases occurs in the text."""
        return self.phrases[key].occurs(tokens(text), text.casefold())

    def strip_prefix(self, key: str, text: str) -> str:
        """What follows the phrase that the text starts with; empty when it starts with none."""
        count = self.phrases[key].starts(tokens(text))
        if not count:
            return ""
        end = [match.end() for match in TOKEN.finditer(text)][count - 1]
        return text[end:].strip(" :\u00a0-–—.")


def lexicon(language: str | None) -> Lexicon:
    """The words for a page of this language (a BCP 47 tag); all languages together where it is unknown."""
    primary = (language or "").split("-")[0].lower()
    known = languages()
    return _lexicon((primary, FALLBACK) if primary in known else known)


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are words for."""
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in _folder().iterdir() if entry.name.endswith(".toml")))


@lru_cache(maxsize=PARSED_LANGUAGES)
def _lexicon(names: tuple[str, ...]) -> Lexicon:
    merged: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        data = tomllib.loads((_folder() / f"{name}.toml").read_text("utf-8"))
        for key, entries in data.items():
            merged.setdefault(key, []).extend(entries)
    return Lexicon({key: _phrases(entries) for key, entries in merged.items()})


def _folder() -> Traversable:
    return files(__package__) / "words"


def _phrases(entries: list[str]) -> Phrases:
    by_first: dict[str, set[tuple[str, ...]]] = {}
    for entry in entries:
        words = tokens(entry)
        if words:
            by_first.setdefault(words[0], set()).add(words)
    substrings = tuple(sorted({entry for entry in entries if UNSPACED.search(entry)}))
    return Phrases({word: tuple(sorted(group, key=len, reverse=True)) for word, group in by_first.items()}, substrings)


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(TOKEN.findall(text.casefold()))
