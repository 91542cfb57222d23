"""Whether a person or a machine opened a mail or followed a link of it.

Gateways fetch every link of a mail within seconds, mail programs fetch its pictures without being asked, and
both look like interest. Nothing here throws an event away: each gets a probability that a machine made it,
with the evidence, beside the event as SES told it. Evidence is weighed as odds (each piece multiplies them),
so that a piece can be added without balancing the others anew.

What cannot be told: whether a link was asked for with HEAD. SES's events carry a click's link, time, address
and user agent, and no method
(https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html#event-publishing-retrieving-sns-contents-click-object).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from outreach.scanner_networks import NETWORKS
from outreach.tokens import HIDDEN_MARK as HIDDEN_MARK

OPEN, CLICK = "open", "click"

LIKELY_MACHINE = 50
"""From this percentage on a touch counts as a machine's."""

# An open is a machine's as often as not (Apple's Mail Privacy Protection loads the pictures of every mail);
# a click alone mostly is not.
_PRIOR_ODDS = {OPEN: 1.0, CLICK: 0.15}
_AT_ONCE, _SOON, _TOGETHER = 5.0, 30.0, 10.0  # seconds
_LONG_AFTER = 600.0


# Programs, not browsers: HTTP libraries, link checkers, headless browsers, gateways that say who they are.
_PROGRAMS = (
    "python", "curl/", "wget", "go-http", "java/", "okhttp", "libwww", "httpclient", "axios", "node-fetch",
    "headless", "phantomjs", "puppeteer", "playwright", "selenium", "bot", "crawler", "spider", "scanner",
    "barracuda", "proofpoint", "mimecast", "messagelabs", "symantec", "fireeye", "trellix", "forcepoint",
    "sophos", "trendmicro", "trend micro", "ironport", "zscaler", "safelinks", "linkcheck", "virustotal",
)  # fmt: skip
# Proxies that fetch pictures on a reader's behalf: the reader's act at Google, not at Apple and Yahoo.
_PREFETCHERS = ("yahoomailproxy", "applemail-proxy", "outlook-ios-proxy")


@dataclass(frozen=True, slots=True)
class Touch:
    """One open or click as SES told it.

    ``at``, ``mailed_at`` and ``delivered_at`` (None while SES has not told of it) are SES's own clock (aware
    UTC): ours may differ. ``link`` is empty for an open.
    """

    kind: str
    at: datetime
    mailed_at: datetime
    link: str = ""
    address: str = ""
    user_agent: str = ""
    delivered_at: datetime | None = None

    @property
    def waited(self) -> float:
        """Seconds since the mail was there. A mail may be kept waiting for minutes before it is taken, and a
        gateway reads it before it says that it took it: such a touch came at once."""
        there = self.mailed_at if self.delivered_at is None else self.delivered_at
        return max(0.0, (self.at - there).total_seconds())

    @property
    def hidden(self) -> bool:
        """Whether it followed the link that no reader sees."""
        return self.kind == CLICK and urlsplit(self.link).query == HIDDEN_MARK


@dataclass(frozen=True, slots=True)
class Judgement:
    """``machine`` is the probability in percent (0-100); ``evidence`` names what spoke for and against."""

    machine: int
    evidence: tuple[str, ...] = ()

    @property
    def is_machine(self) -> bool:
        return self.machine >= LIKELY_MACHINE


def judge(touch: Touch, others: Iterable[Touch] = ()) -> Judgement:
    """How likely a machine made this touch. ``others`` are the touches of the same mail, in any order."""
    odds = _PRIOR_ODDS[touch.kind]
    evidence = []
    for name, factor in _weighed(touch, [other for other in others if other != touch]):
        odds *= factor
        evidence.append(name)
    return Judgement(round(100 * odds / (1 + odds)), tuple(evidence))


def _weighed(touch: Touch, others: list[Touch]) -> Iterable[tuple[str, float]]:
    agent = touch.user_agent.lower()
    if not agent:
        yield "no_user_agent", 8.0
    elif any(name in agent for name in _PROGRAMS):
        yield "program", 40.0
    elif touch.kind == OPEN and (any(name in agent for name in _PREFETCHERS) or agent == "mozilla/5.0"):
        yield "picture_proxy", 10.0
    elif touch.kind == OPEN and "googleimageproxy" in agent:
        yield "read_through_google", 0.3
    if gateway := network_of(touch.address):
        yield f"network_{gateway.lower().replace(' ', '_')}", 30.0
    if touch.hidden:
        yield "hidden_link", 1_000.0
    elif any(_same_hand(touch, other) for other in others if other.hidden):
        # Whoever followed the hidden link followed the others too.
        yield "hand_of_hidden_link", 100.0
    waited = touch.waited
    if waited <= _AT_ONCE:
        yield "at_once", 8.0
    elif waited <= _SOON:
        yield "soon", 3.0
    elif waited >= _LONG_AFTER:
        yield "long_after", 0.4
    if touch.kind == CLICK:
        near = [o for o in others if abs((o.at - touch.at).total_seconds()) <= _TOGETHER]
        links = {o.link for o in near if o.kind == CLICK and o.link != touch.link}
        if links:
            # People follow one link and read; a gateway follows them all.
            yield "several_links_together", 12.0 * len(links)
        if not any(o.kind == OPEN for o in others) and waited <= _SOON:
            yield "without_opening", 2.0


def _same_hand(touch: Touch, other: Touch) -> bool:
    """Whether two touches of a mail are likely one visitor's: one address and agent, or moments apart."""
    if touch.address and (touch.address, touch.user_agent) == (other.address, other.user_agent):
        return True
    return abs((touch.at - other.at).total_seconds()) <= _TOGETHER


def network_of(address: str) -> str:
    """The gateway whose published network an IP address belongs to, or an empty string."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    for name, network in _networks():
        if ip.version == network.version and ip in network:
            return name
    return ""


@cache
def _networks() -> tuple[tuple[str, IPv4Network | IPv6Network], ...]:
    return tuple((name, ip_network(text)) for name, texts in NETWORKS.items() for text in texts)
