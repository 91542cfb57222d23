"""Which shop system serves a page, by the fingerprints of ``data/platforms.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scrapers.document import Document
from scrapers.finding import Finding
from scrapers.traces import PLACES, leaves, look_for, spellings

THRESHOLD = 0.75
"""A platform is named from this confidence on; see ``data/platforms.toml``."""

_DATA = Path(__file__).parent / "data" / "platforms.toml"
_ENOUGH = 0.95  # from here on further signals are not looked up: they could only add to the confidence
_COSTS = {
    "asset": 1,
    "code": 1,
    "link": 1,
    "tag": 1,
    "script": 2,
}  # of looking a signal up; others cost nothing


@dataclass(frozen=True, slots=True)
class Signal:
    """One fingerprint: text ``has`` in the place ``where``, which alone makes us sure to ``weight``."""

    id: str
    where: str
    has: str
    weight: float


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What tells one platform: ``signals``, the weightiest first.

    ``sells`` are signals that only a site with a shop has; empty for a system that only serves shops.
    ``headless`` tell a front end of the shop's own where nothing is there that the system's ``themed`` ones
    leave.
    """

    signals: tuple[Signal, ...]
    sells: tuple[Signal, ...]
    headless: tuple[Signal, ...]
    themed: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class PlatformMatch:
    """A platform with its combined confidence (0-1) and the signals that were seen."""

    name: str
    confidence: float
    signals: tuple[Signal, ...]


def match_platforms(document: Document) -> list[PlatformMatch]:
    """Every platform with a signal on the page, the surest first."""
    matches = []
    for name, candidates in _candidates(document).items():
        seen: list[Signal] = []
        for signal in sorted(candidates, key=_cheapest_first):
            if leaves(document, signal.where, signal.has):
                seen.append(signal)
                if _combined(seen) >= _ENOUGH:
                    break
        if seen:
            matches.append(PlatformMatch(name, round(_combined(seen), 3), tuple(seen)))
    return sorted(matches, key=lambda match: (-match.confidence, match.name))


def _cheapest_first(signal: Signal) -> tuple[int, float, str]:
    return _COSTS.get(signal.where, 0), -signal.weight, signal.id


def find_platform(document: Document) -> Finding | None:
    """The shop system, from ``THRESHOLD`` on and ahead of every other; None for no shop or no certainty.

    Squarespace, Wix and Webflow also serve sites that sell nothing: ``detail["sells"]`` says ``yes`` where
    the page shows a shop and ``unseen`` where it does not. ``detail["headless"]`` is ``yes`` where the shop
    system stands behind a front end of the shop's own.
    """
    matches = match_platforms(document)
    if not matches or matches[0].confidence < THRESHOLD:
        return None
    if len(matches) > 1 and matches[1].confidence == matches[0].confidence:
        return None
    best = matches[0]
    known = FINGERPRINTS[best.name]
    detail = {"signals": ",".join(signal.id for signal in best.signals)}
    if known.sells:
        detail["sells"] = "yes" if _any(document, known.sells) else "unseen"
    if _any(document, known.headless) and not _any(document, known.themed):
        detail["headless"] = "yes"
    strongest = max(best.signals, key=lambda signal: signal.weight)
    return Finding(
        "platform", best.name, "signals", best.confidence, detail, f"{strongest.where} {strongest.has}"
    )


def _any(document: Document, signals: Iterable[Signal]) -> bool:
    return any(leaves(document, signal.where, signal.has) for signal in signals)


def _combined(signals: Iterable[Signal]) -> float:
    doubt = 1.0
    for signal in signals:
        doubt *= 1 - signal.weight
    return 1 - doubt


def _load() -> dict[str, Fingerprints]:
    raw = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    loaded: dict[str, Fingerprints] = {}
    for platform in raw["platform"]:
        signals = [Signal(**signal) for signal in platform["signals"]]
        named = {signal.id: signal for signal in signals}
        sells = [Signal("sells", sign["where"], sign["has"], 0.5) for sign in platform.get("sells", ())]
        for signal in (*signals, *sells):
            if signal.where not in PLACES or not 0 < signal.weight < 1 or not signal.has:
                raise ValueError(f"fingerprint {platform['name']}.{signal.id} is malformed")
            look_for(signal.where, signal.has)
        loaded[platform["name"]] = Fingerprints(
            signals=tuple(sorted(signals, key=lambda signal: -signal.weight)),
            sells=tuple(sells),
            headless=tuple(named[id] for id in platform.get("headless", ())),
            themed=tuple(named[id] for id in platform.get("themed", ())),
        )
    return loaded


FINGERPRINTS = _load()
"""The fingerprints of each platform. Read at import: a page is searched for all of them at once."""

_BY_MARK: dict[str, list[tuple[str, Signal]]] = {}
_UNMARKED: dict[str, list[tuple[str, Signal]]] = {}  # by place
for _name, _known in FINGERPRINTS.items():
    for _signal in _known.signals:
        _spelt = spellings(_signal.where, _signal.has)
        for _mark in _spelt:
            _BY_MARK.setdefault(_mark, []).append((_name, _signal))
        if not _spelt:
            _UNMARKED.setdefault(_signal.where, []).append((_name, _signal))


def _candidates(document: Document) -> dict[str, set[Signal]]:
    """Platform → its signals that the page may leave."""
    found: dict[str, set[Signal]] = {}
    for name, signal in _held(document):
        found.setdefault(name, set()).add(signal)
    return found


def _held(document: Document) -> Iterator[tuple[str, Signal]]:
    for held in document.marks & _BY_MARK.keys():
        yield from _BY_MARK[held]
    if document.generators:
        yield from _UNMARKED["generator"]
    yield from _UNMARKED["meta"]
    if document.classes.strip():
        yield from _UNMARKED["class"]
    if document.page.headers:
        yield from _UNMARKED["header"]
