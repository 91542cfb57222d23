"""Facts or nothing: does every sentence of a draft stand on what it cites?

For each sentence: the cited facts exist and are used; every number, name, link and address in it occurs in
them or in the campaign's own words; loaded words (best, slow, award …) do too; and a sentence that cites
nothing says nothing about the company beyond the campaign's own words. What fails is named with its reason.

It errs towards blocking: a true sentence that is refused costs a plainer mail, a false one that passes costs
trust. English only: the lists below are English, and other languages are mostly refused. It reads words, not
meaning: a sentence that turns a fact around in the fact's own words would pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from outreach.facts import Fact
from templates.material import SPEAKS_TO_MACHINES, platform_name


def _words(file: str) -> frozenset[str]:
    lines = (Path(__file__).parent / "words" / file).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/\S*)?\b", re.IGNORECASE
)
_EMAIL = re.compile(r"\S+@\S+")
_WORD = re.compile(r"[^\W\d_][\w'’&-]*", re.UNICODE)
_SHARE, _SHARE_ABOUT_YOU = 0.5, 0.8
"""How much of an uncited sentence's content must be the campaign's own words."""
_STRANGE = 3
"""How many content words a question may have that are not the campaign's, and a cited sentence that are
neither the facts' nor the campaign's."""

_NUMBER_WORDS = _words("numbers.txt")
_LOADED = _words("loaded.txt")
_SECOND_PERSON = re.compile(r"\b(?:you|your|yours|you're|you’re|you've|you’ve)\b", re.IGNORECASE)
_COURTESY = re.compile(
    r"(?:(?:thank you|thanks)(?: for (?:your time|reading))?|i hope this is useful|a short answer is enough"
    r"|if (?:it|this) is not for you,? .{0,60}|no answer is an answer too"
    r"|i look forward to (?:your answer|hearing from you))[.!]?",
    re.IGNORECASE,
)
_PLAIN = _words("plain.txt")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft and the ids of the facts it rests on."""

    text: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A sentence that may not be sent: the check that failed, and the word it failed on."""

    sentence: str
    reason: str
    detail: str

    def __str__(self) -> str:
        return f"{self.reason} ({self.detail}): {self.sentence}"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a draft may stand on. ``allowed_text`` is the campaign's own words."""

    facts: Mapping[str, Fact]
    allowed_text: str
    company: str
    domain: str


def unsupported(subject: str, sentences: Sequence[Sentence], ground: Ground) -> tuple[Unsupported, ...]:
    """Every sentence that may not be sent, with its first reason; the subject counts as one.

    Reasons: ``fact_unknown``, ``fact_unused``, ``address``, ``link``, ``number``, ``name``, ``loaded_word``,
    ``uncited_claim``, ``beyond_facts``, ``speaks_to_machines``.
    """
    found = []
    # The subject names no facts of its own: it may use any that the mail cites.
    cited = tuple(dict.fromkeys(identity for sentence in sentences for identity in sentence.facts))
    known = tuple(identity for identity in cited if identity in ground.facts)
    problem = _words_problem(subject, _support(known, ground), ground)
    if problem:
        found.append(Unsupported(subject, *problem))
    for sentence in sentences:
        problem = _problem(sentence, ground)
        if problem:
            found.append(Unsupported(sentence.text, *problem))
    return tuple(found)


def _problem(sentence: Sentence, ground: Ground) -> tuple[str, str] | None:
    for identity in sentence.facts:
        if identity not in ground.facts:
            return "fact_unknown", identity
    said = _tokens(sentence.text)
    for identity in sentence.facts:
        if not said & _tokens(_spoken(ground.facts[identity])):
            return "fact_unused", identity
    support = _support(sentence.facts, ground)
    problem = _words_problem(sentence.text, support, ground)
    if problem is None and not sentence.facts:
        problem = _uncited_problem(sentence.text, ground)
    if problem is None and sentence.facts:
        strange = sorted(_content(sentence.text) - _content(support))
        problem = ("beyond_facts", strange[0]) if len(strange) > _STRANGE else None
    return problem


def _words_problem(text: str, support: str, ground: Ground) -> tuple[str, str] | None:
    """The first number, name, link, address or loaded word that the support does not hold."""
    if SPEAKS_TO_MACHINES.search(text):
        return "speaks_to_machines", "instruction"
    if address := _EMAIL.search(text):
        # A model never chooses an address, whatever a page says.
        return None if address[0].strip(".,;") in ground.allowed_text else ("address", "e-mail")
    for link in _LINK.finditer(text):
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", link[0].casefold()).rstrip(".,;:!?/")
        if not _own_link(host, ground):
            return "link", host
    words = _tokens(support)
    numbers = {_plain_number(number) for number in _NUMBER.findall(support)}
    for number in _NUMBER.findall(text):
        if _plain_number(number) not in numbers:
            return "number", number
    for word in sorted(_tokens(text)):
        if word in _NUMBER_WORDS and word not in words:
            return "number", word
        if word in _LOADED and word not in words:
            return "loaded_word", word
    for name in _names(text):
        if not _tokens(name) <= words:
            return "name", name
    return None


def _uncited_problem(text: str, ground: Ground) -> tuple[str, str] | None:
    """A sentence without facts may ask, be courteous, or say what the campaign itself says."""
    stripped = text.strip()
    if _COURTESY.fullmatch(stripped):
        return None
    content = _content(text)
    own = _content(ground.allowed_text)
    if stripped.endswith("?") and len(content - own) <= _STRANGE:
        return None
    # What speaks of the company must be the campaign's own words almost entirely, and say something of them.
    needed = _SHARE_ABOUT_YOU if _SECOND_PERSON.search(text) else _SHARE
    if content and len(content & own) / len(content) >= needed:
        return None
    missing = sorted(content - own)
    return "uncited_claim", missing[0] if missing else "you"


def _own_link(host: str, ground: Ground) -> bool:
    """A link may lead to the company's own site, or be the campaign's; a name may look like a link."""
    domain = ground.domain.casefold()
    if host == domain or host.startswith(f"{domain}/") or host.partition("/")[0].endswith(f".{domain}"):
        return True
    return host in ground.allowed_text.casefold() or host in ground.company.casefold()


def _support(identities: Iterable[str], ground: Ground) -> str:
    values = [_spoken(ground.facts[identity]) for identity in identities]
    return "\n".join([*values, ground.allowed_text, ground.company, ground.domain])


def _spoken(fact: Fact) -> str:
    """A fact's value, with the spelling in which people write it."""
    return f"{fact.value} {platform_name(fact.value)}" if fact.kind == "platform" else fact.value


def _names(text: str) -> list[str]:
    """Words that look like names: capitals inside a sentence, or capitals and digits inside a word."""
    found = []
    matches = list(_WORD.finditer(text))
    for index, match in enumerate(matches):
        word = re.sub(r"['’]s?$", "", match[0])
        if word.casefold() in ("i", "i'm", "i’m", "i've", "i’ve", "i'd", "i’d", "i'll", "i’ll"):
            continue
        before = text[: match.start()].rstrip()
        first = not before or before[-1] in '.!?:“”"«»–—('
        inner = any(c.isupper() for c in word[1:])
        following = index + 1 < len(matches) and matches[index + 1][0][:1].isupper()
        if inner or (word[:1].isupper() and (not first or (following and word.casefold() not in _PLAIN))):
            found.append(word)
    return found


def _tokens(text: str) -> frozenset[str]:
    """The words and numbers of a text, folded, without possessives; compounds count whole and in parts."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s?$", "", match[0].casefold()).strip("-&'’")
        found.add(word)
        found.update(part for part in re.split(r"[-&'’]", word) if part)
    found.update(_plain_number(number) for number in _NUMBER.findall(text))
    return frozenset(found)


def _content(text: str) -> frozenset[str]:
    words = (word for word in _tokens(text) if len(word) > 2 and word not in _PLAIN)
    return frozenset(_stem(word) for word in words)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "ies", "es", "er", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _plain_number(number: str) -> str:
    """``1,200`` and ``1200`` are one number."""
    return re.sub(r"[.,](?=\d{3}(?:\D|$))", "", number)
