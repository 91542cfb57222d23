"""Which shop system serves a page, and which services it calls, by fingerprints from two data files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from scrapers.document import Document
from scrapers.finding import Finding

_DATA = Path(__file__).parent / "data"
_WHERE = frozenset({"host", "asset", "link", "generator", "class", "markup", "header"})
THRESHOLD = 0.75
"""A platform is named from this confidence on; see ``data/platforms.toml``."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One fingerprint: text ``has`` in the place ``where``, which alone makes us sure to ``weight``."""

    id: str
    where: str
    has: str
    weight: float


@dataclass(frozen=True, slots=True)
class PlatformMatch:
    """A platform with its combined confidence (0-1) and the ids of the signals that were seen."""

    name: str
    confidence: float
    signals: tuple[str, ...]


@lru_cache(maxsize=1)
def fingerprints() -> dict[str, tuple[Signal, ...]]:
    """The signals of each platform. Raises ``ValueError`` where the data file breaks its own rules."""
    raw = tomllib.loads((_DATA / "platforms.toml").read_text(encoding="utf-8"))
    result: dict[str, tuple[Signal, ...]] = {}
    for platform in raw["platform"]:
        signals = tuple(Signal(**signal) for signal in platform["signals"])
        for signal in signals:
            if signal.where not in _WHERE or not 0 < signal.weight < 1 or not signal.has:
                raise ValueError(f"fingerprint {platform['name']}.{signal.id} is malformed")
        result[platform["name"]] = signals
    return result


@lru_cache(maxsize=1)
def technology_hosts() -> dict[str, tuple[str, str]]:
    """Host → (technology, what it is for)."""
    raw = tomllib.loads((_DATA / "technologies.toml").read_text(encoding="utf-8"))
    return {
        host: (name, purpose)
        for purpose, technologies in raw.items()
        for name, hosts in technologies.items()
        for host in hosts
    }


def match_platforms(document: Document) -> list[PlatformMatch]:
    """Every platform with a signal on the page, the surest first."""
    views = _Views(document)
    matches = []
    for name, signals in fingerprints().items():
        seen = [signal for signal in signals if signal.where != "markup" and views.has(signal)]
        # Searching the whole source is the costly part. Where nothing cheap was seen, or enough was, the
        # remaining signals are only looked for when they can still change the answer.
        if _combined(seen) < 0.97:
            seen += [signal for signal in signals if signal.where == "markup" and views.has(signal)]
        if seen:
            matches.append(
                PlatformMatch(name, round(_combined(seen), 3), tuple(signal.id for signal in seen))
            )
    return sorted(matches, key=lambda match: (-match.confidence, match.name))


def find_platform(document: Document) -> Finding | None:
    """The shop system, from ``THRESHOLD`` on and ahead of every other; None for no shop or no certainty."""
    matches = match_platforms(document)
    if not matches or matches[0].confidence < THRESHOLD:
        return None
    if len(matches) > 1 and matches[1].confidence == matches[0].confidence:
        return None
    best = matches[0]
    return Finding("platform", best.name, "signals", best.confidence, {"signals": ",".join(best.signals)})


def find_technologies(document: Document) -> list[Finding]:
    """The services whose hosts the page calls, in the order of the data file; ``detail["for"]`` their use."""
    known = technology_hosts()
    found: dict[str, Finding] = {}
    for host in sorted(document.hosts):
        for part in _parents(host):
            if part in known and known[part][0] not in found:
                name, purpose = known[part]
                found[name] = Finding("technology", name, "host", 0.9, {"for": purpose, "host": host})
    return [found[name] for name in sorted(found)]


class _Views:
    """The places where signals are looked for, each prepared once."""

    def __init__(self, document: Document) -> None:
        self._markup = document.markup
        self._hosts = {part for host in document.hosts for part in _parents(host)}
        self._assets = document.assets
        self._links = "\n".join(link.href for link in document.links)
        self._classes = document.classes
        self._generators = document.generators
        self._headers = {name.lower(): value.lower() for name, value in document.page.headers.items()}

    def has(self, signal: Signal) -> bool:
        match signal.where:
            case "markup":
                return signal.has in self._markup
            case "host":
                return signal.has in self._hosts
            case "asset":
                return signal.has in self._assets
            case "link":
                return signal.has in self._links
            case "class":
                return f" {signal.has} " in self._classes
            case "generator":
                return any(text.startswith(signal.has) for text in self._generators)
            case _:
                return self._in_headers(signal.has)

    def _in_headers(self, pattern: str) -> bool:
        name, colon, text = pattern.lower().partition(": ")
        if not colon:
            return any(header.startswith(name) for header in self._headers)
        return name in self._headers and text in self._headers[name]


def _parents(host: str) -> list[str]:
    """``a.b.example`` → itself and the names above it, without the last label."""
    labels = host.split(".")
    return [".".join(labels[at:]) for at in range(len(labels) - 1)]


def _combined(signals: list[Signal]) -> float:
    doubt = 1.0
    for signal in signals:
        doubt *= 1 - signal.weight
    return 1 - doubt
