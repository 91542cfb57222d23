"""What words mean, whatever their language.

``concepts.txt`` says it: some fifty meanings (a refusal, a price, a call, a supplier, later …) and the words
for them in some twenty languages. They are what short answers share across languages, so a way of saying
something that was learned in one is understood in all. The language of a text need not be known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from replies.patterns import Lazy

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
CJK = Lazy(f"[{_CJK}]")
_WORD = Lazy(r"[^\W_]+(?:['-][^\W_]+)*|[.,;:!?\u3002\uff01\uff1f\u3001\uff0c\uff1b\n\u061f]")
_ENDS = frozenset(".!?;\n\u3002\uff01\uff1f\uff1b\u061f")
_MARKS = frozenset(".,;:!?\n\u3002\uff01\uff1f\u3001\uff0c\uff1b\u061f")
# Arabic writes its article, "and", "with" and "for" onto the word.
_ARABIC = Lazy(r"^(?:وال|بال|لل|ال|و|ب|ل)(?=[\u0600-\u06ff]{2})")
_SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words to concepts. ``whole`` holds words and phrases, ``stems`` beginnings of words, ``inside`` what is
    looked for anywhere (scripts without spaces)."""

    whole: dict[str, tuple[str, ...]]
    stems: dict[str, tuple[str, ...]]
    inside: dict[str, tuple[str, ...]]
    longest_phrase: int
    longest_stem: int
    longest_inside: int


@dataclass(frozen=True, slots=True)
class Found:
    """A concept in a text: the sentence it stands in (from 0) and its place in the text (in words)."""

    concept: str
    sentence: int
    place: float


def read(text: str) -> Lexicon:
    """Read the file's text."""
    whole: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    inside: dict[str, list[str]] = {}
    concept = ""
    for line in text.splitlines():
        if line.startswith("== "):
            concept = line[3:].strip()
            continue
        if not line or line.startswith("#"):
            continue
        for entry in line.partition(":")[2].split(","):
            word = entry.strip()
            if not word:
                continue
            if CJK.search(word):
                kind, key = inside, word
            elif word.endswith("*"):
                kind, key = stems, word[:-1]
            else:
                kind, key = whole, " ".join(_WORD.findall(word))
            known = kind.setdefault(key, [])
            if concept not in known:
                known.append(concept)
    return Lexicon(
        _fixed(whole),
        _fixed(stems),
        _fixed(inside),
        longest_phrase=max((key.count(" ") + 1 for key in whole), default=1),
        longest_stem=max(map(len, stems), default=0),
        longest_inside=max(map(len, inside), default=0),
    )


def _fixed(known: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(names) for key, names in known.items()}


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The project's own, read once."""
    return read((Path(__file__).parent / "concepts.txt").read_text(encoding="utf-8"))


def concepts(text: str) -> list[Found]:
    """The concepts of a text that is lower case already, in the order of its words."""
    known = lexicon()
    words = _WORD.findall(text)
    found: list[Found] = []
    sentence = 0
    for place, word in enumerate(words):
        if word in _MARKS:
            if word in "?？؟":
                found.append(Found("question", sentence, place))
            sentence += word in _ENDS
        elif CJK.search(word):
            found += [Found(name, sentence, place + at) for at, name in _inside(word, known)]
        else:
            hits = dict.fromkeys(_meanings(word))
            phrase = word
            for after in words[place + 1 : place + known.longest_phrase]:
                phrase += f" {after}"
                hits |= dict.fromkeys(known.whole.get(phrase, ()))
            found += [Found(name, sentence, place) for name in hits]
    return found


def is_known(word: str) -> bool:
    """Whether a lower case word means anything here."""
    return bool(_meanings(word))


@lru_cache(maxsize=4096)
def _meanings(word: str) -> tuple[str, ...]:
    """The concepts of a word, each once. Kept, as an answer's words are asked for more than once."""
    return tuple(dict.fromkeys(_of_word(word, lexicon())))


def _of_word(word: str, known: Lexicon) -> Iterator[str]:
    forms = [word]
    bare = _ARABIC.sub("", word)
    if bare != word:
        forms.append(bare)
    if "-" in word or "'" in word:
        forms += [part for part in re.split("['-]", word) if part]
    for form in forms:
        yield from known.whole.get(form, ())
        for size in range(_SHORTEST_STEM, min(len(form), known.longest_stem) + 1):
            yield from known.stems.get(form[:size], ())


def _inside(word: str, known: Lexicon) -> Iterator[tuple[float, str]]:
    at = 0
    while at < len(word):
        for size in range(min(known.longest_inside, len(word) - at), 0, -1):
            names = known.inside.get(word[at : at + size])
            if names:
                yield from ((at / 1000, name) for name in names)
                at += size
                break
        else:
            at += 1
