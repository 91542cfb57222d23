"""robots.txt of each origin: asked once, kept for a while, never asked twice at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin

from scrapers import robots
from scrapers.fetching.patience import Patience
from scrapers.fetching.stop import Refused, Stop
from scrapers.fetching.wire import REDIRECTS, Answer
from scrapers.guard import ForbiddenTarget, Guard, Target
from scrapers.page import FailureKind

_KEPT = timedelta(hours=24)  # RFC 9309 2.4: not longer
_KEPT_WHILE_FAILING = timedelta(minutes=5)
_MOST_KEPT = 1_000
_MOST_REDIRECTS = 5  # RFC 9309 2.3.1.2


@dataclass(frozen=True, slots=True)
class Kept:
    """What an origin's robots.txt said, or how asking for it failed, and until when that counts."""

    rules: robots.Robots | Stop
    until: datetime


Ask = Callable[[Target], Awaitable[Answer]]
"""Asks for a robots.txt in the host's turn, with retries. Raises ``Stop``."""


class Permissions:
    """The rules of origins, within one event loop. ``kept`` outlives it in its owner's hands."""

    def __init__(self, kept: dict[str, Kept], guard: Guard, now: Callable[[], datetime]) -> None:
        self._kept, self._guard, self._now = kept, guard, now
        self._asking: dict[str, asyncio.Lock] = {}

    async def rules(self, target: Target, ask: Ask, patience: Patience) -> robots.Robots:
        """The rules for a URL's origin. Raises ``Stop`` where its host does not answer at all."""
        origin = target.origin
        kept = self._fresh(origin)
        if kept is None:
            lock = self._asking.setdefault(origin, asyncio.Lock())
            with patience.stopped():
                await lock.acquire()
            try:
                kept = self._fresh(origin) or await self._read(origin, ask)
            finally:
                lock.release()
                self._asking.pop(origin, None)
        if isinstance(kept.rules, Stop):
            raise kept.rules.anew()
        return kept.rules

    def _fresh(self, origin: str) -> Kept | None:
        kept = self._kept.get(origin)
        return kept if kept is not None and self._now() < kept.until else None

    async def _read(self, origin: str, ask: Ask) -> Kept:
        rules: robots.Robots | Stop
        try:
            rules = await self._follow(origin, ask)
        except Stop as stop:
            # Kept too: the other pages of a host that does not answer need not wait for that one by one.
            rules = stop.anew()
        failing = rules is robots.FORBID_ALL or isinstance(rules, Stop)
        kept = Kept(rules, self._now() + (_KEPT_WHILE_FAILING if failing else _KEPT))
        self._kept.pop(origin, None)
        while len(self._kept) >= _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[origin] = kept
        return kept

    async def _follow(self, origin: str, ask: Ask) -> robots.Robots:
        at = f"{origin}/robots.txt"
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                answer = await ask(self._guard.target(at))
            except (ForbiddenTarget, Refused):
                if at == f"{origin}/robots.txt":
                    raise Stop(FailureKind.UNREACHABLE, "refused: the host is not asked") from None
                return robots.ALLOW_ALL  # led astray: unavailable. The page itself meets the guard again.
            except Stop as stop:
                if stop.status is None:
                    # A host that does not answer is reported as that, not as one that forbids us.
                    raise
                return robots.from_response(stop.status, b"")
            if answer.status in REDIRECTS and (where := answer.headers.get("location")):
                try:
                    at = urljoin(at, where.strip())
                except ValueError:
                    return robots.ALLOW_ALL
                continue
            return robots.from_response(answer.status, answer.body)
        return robots.ALLOW_ALL  # more redirects count as unavailable
