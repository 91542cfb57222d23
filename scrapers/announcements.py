"""Signs that a company is doing something now: it hires, it sells off, it launches."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from scrapers.document import Document
from scrapers.domains import registrable_domain
from scrapers.finding import Finding
from scrapers.marks import mark
from scrapers.patterns import pattern
from scrapers.structured import types
from scrapers.wording import tidy

_MOST_PLACES = 12
_LONGEST = 120  # of an announcement: longer lines are prose
_MOST = 2  # announcements of a kind from one page

_WORDS = tomllib.loads((Path(__file__).parent / "data" / "signals.toml").read_text(encoding="utf-8"))
_PATHS, _HOSTS = tuple(_WORDS["hiring"]["paths"]), tuple(_WORDS["hiring"]["hosts"])
_SALE, _LAUNCH = tuple(_WORDS["announcements"]["sale"]), tuple(_WORDS["announcements"]["launch"])
mark(*_PATHS, *_HOSTS, *_SALE, *_LAUNCH)

_JOB_PATH = pattern(
    r"/(?:careers?|jobs?|join-(?:us|our-team)|work-with-us|vacanc(?:y|ies)|karriere|stellen(?:angebote|anzeigen)?|"
    r"offene-stellen|recrutement|carrieres|lavora-con-noi|trabaja-con-nosotros|empleos?|vacatures|werken-bij|"
    r"kariera|lediga-tjanster|we(?:-a)?re-hiring)(?:[/?#.]|$)",
    re.I | re.M,
)
_SALE_LINE = pattern(
    r"\b\d{1,2} ?% (?:off|rabatt|korting|(?:di )?sconto|(?:de )?(?:descuento|réduction))\b|"
    r"\b(?:summer|winter|spring|autumn|fall|holiday|easter|anniversary|end[- ]of[- ](?:season|year)|flash|"
    r"mid[- ]season|clearance|warehouse|garden|january|black friday|cyber monday) sale\b|"
    r"\bsale (?:ends|is on|now on|starts)\b|\bblack friday\b|\bcyber monday\b|"
    r"\b(?:soldes|rebajas|saldi|\w{0,8}schlussverkauf|ausverkauf|uitverkoop)\b",
    re.I,
)
_LAUNCH_LINE = pattern(
    r"\bintroducing\b.{3}|\bjust launched\b|\bnow available\b|\bcoming soon\b|\bpre-order now\b|"
    r"\bnew (?:\w{3,12} )?collection\b|\blaunching (?:on|in|soon|our|this|today)\b|\bneue kollektion\b|"
    r"\bnouvelle collection\b|\bnueva colección\b|\bnuova collezione\b|\bnieuwe collectie\b",
    re.I,
)


def find_hiring(document: Document) -> Iterator[Finding]:
    """The page with open positions, once: this one, or the one that a link leads to."""
    jobs = [node for node in document.json_ld if "jobposting" in types(node)]
    if jobs:
        detail = {"text": tidy(str(jobs[0].get("title", "")), 80), "positions": str(len(jobs))}
        yield Finding("hiring", document.url, "jsonld", 0.95, detail, "json-ld JobPosting")
        return
    if document.marks.isdisjoint((*_PATHS, *_HOSTS)):
        return
    hosts = [host for host in _HOSTS if host in document.targets]
    if not hosts and not _JOB_PATH.search(document.targets):
        return
    own = registrable_domain(document.url)
    for link in document.links:
        elsewhere = any(host in link.href for host in hosts)
        if not elsewhere and not _JOB_PATH.search(link.href):
            continue
        try:
            host = urlsplit(link.url).hostname
        except ValueError:
            continue
        if elsewhere or host is None or own is None or registrable_domain(host) == own:
            yield Finding(
                "hiring", link.url, "link", 0.7, {"text": link.text[:80]}, f'a[href="{link.href[:200]}"]'
            )
            return


def find_announcements(document: Document) -> Iterator[Finding]:
    """Sales and launches, as the page words them: short lines, at most two of each."""
    for kind, words, form in (("sale", _SALE, _SALE_LINE), ("launch", _LAUNCH, _LAUNCH_LINE)):
        held = [word for word in words if word in document.marks]
        if held:
            yield from _lines(document.text, kind, held, form)


def _lines(text: str, kind: str, words: list[str], form: re.Pattern[str]) -> Iterator[Finding]:
    found: dict[str, Finding] = {}
    for word in words:
        at = -1
        for _ in range(_MOST_PLACES):
            at = text.find(word, at + 1)
            if at == -1 or len(found) >= _MOST:
                break
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            line = text[start : end if end != -1 else len(text)].strip()
            if len(line) <= _LONGEST and form.search(line):
                found.setdefault(line.lower(), Finding(kind, line, "text", 0.6, at=f"text@{at}"))
    yield from found.values()
