"""What a company calls itself: candidates from several places on a page, weighed against its domain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from scrapers import structured
from scrapers.document import Document
from scrapers.domains import registrable_domain
from scrapers.emails import mailbox_kind
from scrapers.finding import Finding
from scrapers.marks import mark
from scrapers.patterns import pattern
from scrapers.runs import runs_like
from scrapers.wording import tidy

_ORGANISATION = pattern(
    r"(?:news ?media|online)?organization|corporation|\w*business|\w*store|ngo|restaurant|brand|"
    r"professionalservice|foodestablishment|bakery|cafeorcoffeeshop|sportsactivitylocation|website",
    re.I,
)
_SEPARATORS = pattern(r"\s+[|–—•·»›:]+\s+|\s+-+\s+|\s*[|»•·]\s*|:\s+|\s+::\s+")
_YEARS = r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)?\d\d(?!\d)|present|today)|\s?,\s?(?:19|20)\d\d(?!\d))*"
_COPYRIGHT = pattern(
    rf"(?:(?:©|\(c\))\s*(?:copyright)?|copyright(?=\s*(?:©|\(c\)|by\b|(?:19|20)\d\d)))\s*(?:©|\(c\))?"
    rf"\s*(?:by\s+)?[\s,]*(?:{_YEARS})?[\s,.:|-]*(?:by\s+)?([^\n©|•·]{{2,90}})",
    re.I,
)
# "Alder & Finch Ltd © 2024"
_BEFORE_SIGN = pattern(r"(?:^|\n)[ ]?([A-Z0-9ÀÖØÞ][^\n|•·:;!?©]{2,48}?)[ ,.-]{0,3}\Z")
_RIGHTS = pattern(
    r"[\s,.|-]*(?:\b(?:all rights|alle rechte|tous droits|todos los|tutti i diritti|alla rättigheter|"
    r"website by|site by|powered by|designed|developed|ontworpen|réalis\w+|gestaltet|diseñ\w+|"
    r"privacy|terms|impressum|copyright|design by|"
    r"web design|registered|is a (?:registered )?trade|and/or|all|website|(?:19|20)\d\d)\b|[™®]).*\Z",
    re.I,
)
_NOT_A_NAME = pattern(
    r"(?:untitled|404|privacy|all rights|the owner|location|new page)\b.*|official (?:web)?site|"
    r"(?:contact|about) us|(?:home|about|contact|start|shop|faq|news|blog|team|web|us|imprint|menu|login|"
    r"cart)\W*|our (?:team|story|company|shop|mission|history)",
    re.I,
)
_SUFFIX = pattern(
    r"\b(?:inc|incorporated|llc|l\.l\.c|ltd|limited|corp|corporation|co|company|plc|gmbh|ag|kg|ohg|ug|se|bv|b\.v|nv|"
    r"sa|s\.a|sarl|sas|srl|spa|s\.p\.a|s\.l|oy|ab|as|a/s|aps|pty|sp\. z o\.o|e\.k|e\.v|kft|s\.r\.o)\b\.?",
    re.I,
)
_LEGAL_NAME = pattern(
    r"(?<![\w.])((?:[A-ZÄÖÜÉ0-9][\w&'’.-]*[ ,]{1,2}(?:(?:and|of|the|und|&|\+|de|et)\s)?){1,6}"
    r"(?:Inc|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|PLC|GmbH & Co\. KG|GmbH|AG|B\.V|BV|S\.A|SARL|SAS|"
    r"S\.r\.l|S\.p\.A|S\.L|Oy|AB|ApS|A/S|Pty\.? Ltd|e\.K|s\.r\.o|Sp\. z o\.o)\b\.?)"
)
# The endings of such a name: the pattern above is only tried where one of them stands.
_LEGAL_FORMS = (
    *(
        "Inc",
        "LLC",
        "L.L.C",
        "Ltd",
        "Limited",
        "Corp",
        "PLC",
        "GmbH",
        "AG",
        "B.V",
        "BV",
        "S.A",
        "SARL",
        "SAS",
    ),
    *("S.r.l", "S.p.A", "S.L", "Oy", "AB", "ApS", "A/S", "Pty", "e.K", "s.r.o", "o.o"),
)
mark(*_LEGAL_FORMS)
_BLANKS = (" ", ",")
_GREETING = pattern(
    r"\A(?:welcome to|willkommen bei|bienvenue chez|contact(?! us)|about(?! us)|home of|"
    r"(?:the )?official (?:web ?)?(?:site|page|shop|store) (?:of|for))\s+(?:the\s)?",
    re.I,
)
_PAGE_WORDS = pattern(r"\s+(?:contact (?:form|us|page|details|information)|home ?page|official site)\Z", re.I)
_HAS_NUMBER = pattern(r"\d{3}[ .-]?\d{2}[ .-]?\d|\b(?:tel|tfno|telf|phone|fax)\b\W", re.I)
_LEADING_YEAR = pattern(r"\A(?:19|20)\d\d\b(?!\s\w)|\A(?:19|20)\d\d[ .,-]+(?=\D)")
_TRADE_MARK = pattern(r"\s*[®™]|\(R\)|\(TM\)")
_LOGO_WORDS = pattern(r"\b(?:logo|home ?page|home)\b", re.I)
_RIGHTS_SIGNS = ("©", "(c)", "(C)", "copyright", "Copyright", "COPYRIGHT")
_SHORTEST, _LONGEST = 2, 80
_MOST_CHARS = 40_000
_MOST_PARTS = 20
_MOST_SPELLINGS = 6
# From this weight on the confidence is at its highest; so far ahead, logo and legal form change nothing.
_SURE, _AHEAD = 2.1, 1.0
_WEIGHTS = {
    "domain": 0.6,
    "jsonld": 1.0,
    "og": 0.9,
    "copyright": 0.7,
    "legal": 0.55,
    "logo": 0.45,
    "title": 0.5,
    "author": 0.3,
}


class _Candidate(NamedTuple):
    raw: str
    rule: str
    place: str


class _Ballot:
    """Names, each known by its letters without blanks and company form, with the weight of their places."""

    def __init__(self, label: str, text: str) -> None:
        self._label = label
        self._text = text
        self.names: dict[str, str] = {}
        self.weight: dict[str, float] = {}
        self.rules: dict[str, dict[str, str]] = {}

    def add(self, candidates: Iterable[_Candidate]) -> None:
        for raw, rule, place in candidates:
            name = _polish(raw)
            key = _squash(_SUFFIX.sub("", name))
            if len(key) < _SHORTEST or len(name) > _LONGEST or _is_generic(name):
                continue
            if key not in self.names:
                self.names[key] = name
                self.rules[key] = {}
                self.weight[key] = self._agreement(key, name)
            elif self.names[key].isupper() and not name.isupper():
                self._respell(key, name)  # shouting is the weaker spelling
            if rule not in self.rules[key]:
                self.rules[key][rule] = place
                self.weight[key] += _WEIGHTS[rule]

    def _respell(self, key: str, name: str) -> None:
        self.weight[key] += self._agreement(key, name) - self._agreement(key, self.names[key])
        self.names[key] = name

    def _agreement(self, key: str, name: str) -> float:
        """Likeness to the domain and frequency on the page count for a name, many words against it."""
        often = min(self._text.count(name.lower()), 4) * 0.08
        return _likeness(key, self._label) + often - max(0, len(name.split()) - 5) * 0.12

    def is_decided(self, ahead: float) -> bool:
        """Is the winner as sure as can be, and does nothing that adds less than ``ahead`` change it?"""
        ranked = sorted(self.weight.values(), reverse=True)
        return bool(ranked) and ranked[0] >= _SURE and (len(ranked) == 1 or ranked[0] - ranked[1] >= ahead)

    def is_the_domain(self) -> bool:
        """Is the name that leads the domain's own label? Then no other can be as like it."""
        leading = max(self.weight, key=self.weight.__getitem__, default="")
        return bool(leading) and _likeness(leading, self._label) == 1.0

    def winner(self) -> str:
        best = max(self.names, key=lambda key: (self.weight[key], -len(key)))
        if set(self.rules[best]) == {"domain"}:
            # Only the domain says "Callows"; the title's "Callows Audio" begins like it and says more.
            fuller = [
                key
                for key, name in self.names.items()
                if key != best and key.removeprefix("the").startswith(best) and len(name.split()) <= 5
            ]
            best = max(fuller, key=self.weight.__getitem__, default=best)
        return best


def find_company(document: Document) -> Finding | None:
    """The name, with the rule that weighed most and ``detail["also"]`` naming the rules that agree.

    Each place where a company names itself gives candidates with a weight. Places that agree add up; likeness
    to the domain's own label and frequency on the page count as agreement too. The places that cost most to
    look at are asked only while the others leave a doubt.
    """
    label = _squash(_own_domain(document).partition(".")[0])
    text = document.text[:_MOST_CHARS]
    ballot = _Ballot(label, text.lower())
    ballot.add(_declared(document))
    ballot.add(_titles(document.title))
    if not (ballot.is_decided(_AHEAD) and ballot.is_the_domain()):
        ballot.add(_copyrights(document.text[-60_000:], max(0, len(document.text) - 60_000)))
        ballot.add(_spelt_like(label, document.title, text))
        if not ballot.is_decided(_AHEAD):
            ballot.add(_logos(document))
            ballot.add(_legal_names(document))
    if not ballot.names:
        return None
    best = ballot.winner()
    rules = ballot.rules[best]
    strongest = max(rules, key=_WEIGHTS.__getitem__)
    agreeing = sorted(rules.keys() - {strongest})
    confidence = round(min(0.98, 0.35 + 0.3 * ballot.weight[best]), 2)
    detail = {"also": ",".join(agreeing)} if agreeing else {}
    return Finding("company", ballot.names[best], strongest, confidence, detail, rules[strongest])


def find_description(document: Document) -> Finding | None:
    """One paragraph in the company's own words, from the page's description tags."""
    for name, rule in (("og:description", "og"), ("description", "meta"), ("twitter:description", "twitter")):
        if len(text := document.meta.get(name, "")) >= 30:
            attribute = "property" if rule == "og" else "name"
            return Finding("description", text[:600], rule, 0.8, at=f'meta[{attribute}="{name}"]')
    return None


def _own_domain(document: Document) -> str:
    """The page's domain: of its address, else (a saved file) of what it calls its own address or mailbox."""
    for text in (document.url, document.meta.get("og:url", ""), document.canonical):
        if domain := registrable_domain(text):
            return domain
    for link in document.links_with("mailto:"):
        address = link.href[7:].partition("?")[0]
        domain = registrable_domain(address)
        if domain and mailbox_kind(address.lower()) != "free":
            return domain
    return ""


def _declared(document: Document) -> Iterator[_Candidate]:
    """What structured data and meta tags call the company."""
    for node in document.stating("name"):
        if any(map(_ORGANISATION.fullmatch, structured.types(node))):
            for key in ("name", "legalName"):
                if isinstance(name := node.get(key), str):
                    yield _Candidate(name, "jsonld", f"json-ld {key}")
    for name in ("og:site_name", "application-name", "apple-mobile-web-app-title"):
        if said := document.meta.get(name):
            yield _Candidate(said, "og", _meta(name))
    for name in ("author", "copyright", "dc.creator", "dc.publisher"):
        if said := document.meta.get(name):
            for part in _SEPARATORS.split(said)[:3]:
                yield _Candidate(part, "author", _meta(name))


def _meta(name: str) -> str:
    return f'meta[{"property" if name.startswith("og:") else "name"}="{name}"]'


def _titles(title: str) -> Iterator[_Candidate]:
    for part in _SEPARATORS.split(title)[:_MOST_PARTS]:
        if part.strip():
            named = _PAGE_WORDS.sub("", _GREETING.sub("", part))
            yield _Candidate(named, "title", "title")
            head, comma, _ = part.partition(",")
            if comma and not _SUFFIX.search(part):
                yield _Candidate(head, "title", "title")


def _copyrights(text: str, offset: int) -> Iterator[_Candidate]:
    """Who holds the rights, by the lines with a copyright sign. ``offset`` is where ``text`` begins."""
    end = 0
    signs = sorted({at for sign in _RIGHTS_SIGNS for at in _places(text, sign)})
    for at in signs[:_MOST_PARTS]:
        if at < end or text[at - 1 : at] == "Ã":
            continue  # of the sign before it, or one half of an "é" read in the wrong charset
        if found := _COPYRIGHT.match(text, at):
            end = found.end()
            name = _RIGHTS.sub("", found[1]).partition("  ")[0]
            if not _HAS_NUMBER.search(name) and not (len(name) < 4 and name.islower()):
                yield _Candidate(name, "copyright", f"text@{offset + at}")
        if before := _BEFORE_SIGN.search(text, max(0, at - 60), at):
            yield _Candidate(before[1], "copyright", f"text@{offset + before.start(1)}")


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    for _ in range(_MOST_PARTS):
        if at == -1:
            return
        yield at
        at = text.find(part, at + 1)


def _spelt_like(label: str, title: str, text: str) -> Iterator[_Candidate]:
    """A run of words that becomes the domain's label without its blanks: "Barenz Builders"."""
    if len(label) < 4 or not label.isascii():
        return
    places: dict[str, str] = {}
    spellings: Counter[str] = Counter()
    for view, name in ((title, "title"), (text, "text")):
        for at, spelt in islice(runs_like(label, view), _MOST_SPELLINGS):
            spellings[spelt] += 1
            places.setdefault(spelt, "title" if name == "title" else f"text@{at}")
    # A spelling with blanks or capitals is how it is written; all small letters is mostly a link.
    ranked = sorted(spellings, key=lambda name: (name.islower(), name.isupper(), -spellings[name], name))
    for spelt in ranked[:1]:
        yield _Candidate(spelt, "domain", places[spelt])


def _logos(document: Document) -> Iterator[_Candidate]:
    for logo in document.select(
        'img[alt][src*="logo" i],a[class*="logo" i] img[alt],[id*="logo" i] img[alt]'
    )[:6]:
        alt = logo.attributes.get("alt") or ""
        yield _Candidate(_LOGO_WORDS.sub("", alt), "logo", "img[alt]")


def _legal_names(document: Document) -> Iterator[_Candidate]:
    """Names with a company form: "Alder & Finch Ltd"."""
    text = document.text[:60_000]
    forms = sorted(
        {(at, form) for form in filter(document.holds, _LEGAL_FORMS) for at in _places(text, form)}
    )
    end = 0
    for at, form in forms:
        behind = at + len(form)
        if at >= end and text[at - 1 : at] in _BLANKS and not text[behind : behind + 1].islower():
            for found in _LEGAL_NAME.finditer(text, max(end, at - 90), behind + 12):
                end = found.end()
                yield _Candidate(found[1], "legal", f"text@{found.start()}")


@lru_cache(maxsize=1)
def _page_names() -> frozenset[str]:
    lines = (Path(__file__).parent / "data" / "page_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _is_generic(name: str) -> bool:
    """True for what pages are called everywhere: "Home", "Contact us"."""
    return name.lower().strip(" !?.:»") in _page_names() or bool(_NOT_A_NAME.fullmatch(name))


def _polish(raw: str) -> str:
    name = _LEADING_YEAR.sub("", tidy(raw, 200)).strip(" ,;:|-–—•·»«\"'“”").lstrip(".!?) ")
    name = _TRADE_MARK.sub("", name)
    if name.endswith(".") and not _SUFFIX.search(name[-12:]):
        name = name.rstrip(".")
    return name.strip()


def _squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower().replace("&", "and"))


def _likeness(key: str, label: str) -> float:
    """How much a name looks like the domain's own label, 0-1."""
    if not label or not key:
        return 0.0
    plain = key.removeprefix("the")
    if plain == label or key == label:
        return 1.0
    if len(plain) >= 4 and len(label) >= 4 and (plain in label or label in plain):
        return 0.4 + 0.5 * min(len(plain), len(label)) / max(len(plain), len(label))
    return 0.0
