"""One page, from its URL to what is there: permission, turn, redirects, pauses, and the page itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

import httpx

from scrapers import robots
from scrapers.charset import decode
from scrapers.fetching.limits import AGENT, HTML_TYPES, Limits
from scrapers.fetching.manners import Manners
from scrapers.fetching.patience import Patience
from scrapers.fetching.pausing import BUSY, back_off, retry_after
from scrapers.fetching.permission import Permissions
from scrapers.fetching.stop import Broken, Refused, Stop
from scrapers.fetching.wire import REDIRECTS, Answer, Wanted, Wire
from scrapers.guard import ForbiddenTarget, Guard, Target
from scrapers.page import Failure, FailureKind, Page, Unchanged, Validators

_LOOKS_LIKE_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|!--|\?xml)", re.I)
_MEDIA_TYPE = re.compile(r"[\w.+/-]{1,60}")
_WITHOUT_CONTENT = frozenset({204, 205})
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the media types that count as a page, its largest size, and what is known of it.

    ``known`` has validators by URL; ``within`` is how many seconds there are for everything (None: no limit).
    """

    accept: Collection[str] = HTML_TYPES
    most_bytes: int | None = None
    known: Mapping[str, Validators] | None = None
    within: float | None = None


class Visits:
    """Visits pages. Belongs to one event loop."""

    def __init__(
        self,
        wire: Wire,
        manners: Manners,
        permissions: Permissions,
        guard: Guard,
        limits: Limits,
        now: Callable[[], datetime],
    ) -> None:
        self._wire, self._manners, self._permissions = wire, manners, permissions
        self._guard, self._limits, self._now = guard, limits, now

    async def visit(self, url: str, wish: Wish) -> Page | Unchanged | Failure:
        """What is at this URL, after at most ``limits.redirects`` redirects. A bad host raises nothing."""
        patience = Patience(self._limits.total_s, wish.within)
        try:
            async with patience.limit():
                return await self._follow(url, wish, patience)
        except Stop as stop:
            return Failure(url, stop.kind, stop.detail, stop.status, stop.retry_after_s, stop.passing)

    async def _follow(self, url: str, wish: Wish, patience: Patience) -> Page | Unchanged:
        seen: set[str] = set()
        at = url
        while True:
            target = self._target(at)
            if target.url in seen:
                raise Stop(FailureKind.REDIRECT_LOOP, "the redirects lead in a circle")
            if len(seen) > self._limits.redirects:
                raise Stop(FailureKind.REDIRECT_LOOP, f"more than {self._limits.redirects} redirects")
            seen.add(target.url)
            delay = await self._permitted(target, patience)
            known = (wish.known or {}).get(target.url)
            headers = {"Accept": _accept(wish.accept)} | _conditions(known)
            wanted = _page_of(wish.accept, wish.most_bytes or self._limits.page_bytes)
            answer = await self._ask(target, delay, patience, headers, wanted)
            if answer.status in REDIRECTS and (where := answer.headers.get("location")):
                at = _join(target.url, where)
                continue
            if answer.status == _NOT_MODIFIED and known is not None:
                return Unchanged(url, target.url, self._moment())
            return self._page(url, target, answer, wish.accept)

    def _target(self, url: str) -> Target:
        try:
            return self._guard.target(url)
        except ForbiddenTarget as refused:
            raise Refused(refused) from None

    async def _permitted(self, target: Target, patience: Patience) -> float:
        """Seconds to leave between requests to this host; raises where its robots.txt forbids the URL."""

        async def ask(where: Target) -> Answer:
            # Asking for leave is not the visit: the page itself may follow at once.
            return await self._ask(where, 0.0, patience, {"Accept": "text/plain,*/*;q=0.1"}, _robots)

        rules = await self._permissions.rules(target, ask, patience)
        if not rules.allows(target.url, AGENT):
            detail = "robots.txt forbids it" if rules.rules else "robots.txt could not be read"
            raise Stop(FailureKind.ROBOTS_FORBID, detail, passing=rules.rules is None)
        return max(self._limits.host_delay_s, min(rules.crawl_delay(AGENT) or 0.0, self._limits.most_delay_s))

    async def _ask(
        self, target: Target, delay: float, patience: Patience, headers: Mapping[str, str], wanted: Wanted
    ) -> Answer:
        """One GET in the host's turn; again after 429 and 503, and once after a connection that broke off."""
        attempt = 0
        while True:
            try:
                async with self._manners.turn(target.host, delay, patience):
                    answer = await self._wire.get(target, headers, wanted)
            except Broken:
                # Most often the host had just closed a connection that was kept open for it.
                if attempt >= min(1, self._limits.retries):
                    raise
                attempt += 1
                continue
            if answer.status not in BUSY:
                return answer
            asked = retry_after(answer.headers.get("retry-after"), self._now())
            pause = back_off(attempt) if asked is None else asked
            self._manners.leave_alone(target.host, pause)
            too_long = pause > self._limits.most_pause_s or not patience.lasts(pause)
            if attempt >= self._limits.retries or too_long:
                raise Stop(
                    FailureKind.HTTP_ERROR,
                    f"answered HTTP {answer.status}",
                    answer.status,
                    retry_after_s=asked,
                    passing=True,
                )
            attempt += 1

    def _page(self, url: str, target: Target, answer: Answer, accept: Collection[str]) -> Page:
        status = answer.status
        if not 200 <= status < 300:
            raise Stop(FailureKind.HTTP_ERROR, f"answered HTTP {status}", status, passing=status >= 500)
        if status in _WITHOUT_CONTENT:
            raise Stop(FailureKind.HTTP_ERROR, f"answered HTTP {status}, which has no page", status)
        if answer.cut:
            raise Stop(FailureKind.TOO_LARGE, "the page is larger than is read", status)
        content_type = answer.headers.get("content-type", "")
        if not content_type and not (accept == HTML_TYPES and _LOOKS_LIKE_HTML.match(answer.body[:1_000])):
            raise Stop(FailureKind.NOT_HTML, "served without a type", status)
        text, charset = decode(answer.body, content_type)
        return Page(
            url=url,
            final_url=target.url,
            status=status,
            body=text,
            charset=charset,
            fetched_at=self._moment(),
            headers={name.lower(): value for name, value in answer.headers.items()},
        )

    def _moment(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="seconds")


def _robots(status: int, headers: httpx.Headers) -> int:
    return robots.MAX_BYTES if 200 <= status < 300 else 0


def _page_of(accept: Collection[str], most_bytes: int) -> Wanted:
    """Whether the body is worth reading, decided before the first byte of it is."""

    def wanted(status: int, headers: httpx.Headers) -> int:
        if not 200 <= status < 300 or status in _WITHOUT_CONTENT:
            return 0
        media = headers.get("content-type", "").split(";", 1)[0].strip().lower()
        if media and media not in accept:
            # Named only where it is a name: what a header says beyond that is page content.
            named = media if _MEDIA_TYPE.fullmatch(media) else "an unnamed type"
            raise Stop(FailureKind.NOT_HTML, f"served as {named}", status)
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:12]) > most_bytes:
            raise Stop(FailureKind.TOO_LARGE, "the page is larger than is read", status)
        return most_bytes

    return wanted


def _accept(accept: Collection[str]) -> str:
    return ",".join([*accept, "*/*;q=0.1"])


def _conditions(known: Validators | None) -> dict[str, str]:
    """The header fields of a conditional request (RFC 9110 13.1)."""
    if known is None:
        return {}
    both = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in both.items() if value}


def _join(at: str, where: str) -> str:
    """The next URL of a redirect. A target that cannot be read ends at the guard, which names it."""
    try:
        return urljoin(at, where.strip())
    except ValueError:
        return "invalid:"
