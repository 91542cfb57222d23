"""What a company calls itself: candidates from several places on a page, weighed against its domain."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from scrapers.document import Document, tidy
from scrapers.domains import registrable_domain
from scrapers.emails import mailbox_kind
from scrapers.finding import Finding
from scrapers.patterns import pattern

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
_RIGHTS = pattern(
    r"[\s,.|-]*(?:\b(?:all rights|alle rechte|tous droits|todos los|tutti i diritti|alla rättigheter|"
    r"website by|site by|powered by|designed|developed|privacy|terms|impressum|copyright|design by|"
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
_GREETING = pattern(
    r"\A(?:welcome to|willkommen bei|bienvenue chez|contact(?! us)|about(?! us)|home of)\s+(?:the\s)?", re.I
)
_SHORTEST, _LONGEST = 2, 80
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


def find_company(document: Document) -> Finding | None:
    """The name, with the rule that weighed most and ``detail["also"]`` naming the rules that agree.

    Each place where a company names itself gives candidates with a weight. Places that agree add up; likeness
    to the domain's own label and, for the title, frequency on the page count as agreement too.
    """
    label = _squash(_own_domain(document).partition(".")[0])
    weight: dict[str, float] = defaultdict(float)
    rules: dict[str, dict[str, float]] = defaultdict(dict)
    names: dict[str, str] = {}
    for raw, rule in _candidates(document, label):
        name = _polish(raw)
        key = _squash(_SUFFIX.sub("", name))
        if len(key) < _SHORTEST or len(name) > _LONGEST or _is_generic(name):
            continue
        if rule in rules[key]:
            continue
        rules[key][rule] = _WEIGHTS[rule]
        weight[key] += _WEIGHTS[rule]
        # The longest spelling of a name says the company's form; shouting is the weaker spelling.
        known = names.get(key)
        if known is None or (known.isupper() and not name.isupper()):
            names[key] = name
    if not names:
        return None
    text = document.text[:40_000].lower()
    for key, name in names.items():
        weight[key] += _likeness(key, label)
        weight[key] += min(text.count(name.lower()), 4) * 0.08
        weight[key] -= max(0, len(name.split()) - 5) * 0.12
    best = max(names, key=lambda key: (weight[key], -len(key)))
    if set(rules[best]) == {"domain"}:
        # Only the domain says "Callows"; the title's "Callows Audio" begins like it and says more.
        fuller = [key for key in names if key != best and key.removeprefix("the").startswith(best)]
        best = max(
            (key for key in fuller if len(names[key].split()) <= 5), key=weight.__getitem__, default=best
        )
    strongest = max(rules[best], key=lambda rule: rules[best][rule])
    agreeing = sorted(set(rules[best]) - {strongest})
    confidence = round(min(0.98, 0.35 + 0.3 * weight[best]), 2)
    detail = {"also": ",".join(agreeing)} if agreeing else {}
    return Finding("company", names[best], strongest, confidence, detail)


def find_description(document: Document) -> Finding | None:
    """One paragraph in the company's own words, from the page's description tags."""
    for name, rule in (("og:description", "og"), ("description", "meta"), ("twitter:description", "twitter")):
        if len(text := document.meta.get(name, "")) >= 30:
            return Finding("description", text[:600], rule, 0.8)
    return None


def _own_domain(document: Document) -> str:
    """The page's domain: of its address, else (a saved file) of what it calls its own address or mailbox."""
    for text in (document.url, document.meta.get("og:url", ""), document.canonical):
        if domain := registrable_domain(text):
            return domain
    for link in document.links:
        if link.href[:7].lower() == "mailto:":
            address = link.href[7:].partition("?")[0]
            domain = registrable_domain(address)
            if domain and mailbox_kind(address.lower()) != "free":
                return domain
    return ""


def _spelt_like(label: str, text: str) -> Iterator[str]:
    """Runs of words that become the domain's label without their blanks: "Barenz Builders"."""
    if len(label) < 4:
        return
    pattern = r"(?<!\w)(?:the )?" + r"[ &'’.-]{0,3}".join(map(re.escape, label)) + r"(?!\w|[.@]\w)"
    spellings = Counter(found[0] for found in re.finditer(pattern, text[:40_000], re.I))
    # A spelling with blanks or capitals is how it is written; all small letters is mostly a link.
    ranked = sorted(spellings, key=lambda name: (name.islower(), name.isupper(), -spellings[name], name))
    yield from ranked[:1]


def _candidates(document: Document, label: str) -> Iterator[tuple[str, str]]:
    for node in document.json_ld:
        kinds = node.get("@type")
        listed = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _ORGANISATION.fullmatch(kind) for kind in listed):
            for key in ("name", "legalName"):
                if isinstance(name := node.get(key), str):
                    yield name, "jsonld"
    for name in ("og:site_name", "application-name", "apple-mobile-web-app-title"):
        if document.meta.get(name):
            yield document.meta[name], "og"
    for logo in document.select(
        'img[alt][src*="logo" i],a[class*="logo" i] img[alt],[id*="logo" i] img[alt]'
    )[:6]:
        yield (
            re.sub(r"\b(?:logo|home ?page|home)\b", "", logo.attributes.get("alt") or "", flags=re.I),
            "logo",
        )
    text = document.flow
    for found in _COPYRIGHT.finditer(text[-60_000:]):
        for part in _RIGHTS.sub("", found[1]).split("  ")[:1]:
            yield part, "copyright"
    parts = [part for part in _SEPARATORS.split(document.title) if part.strip()]
    for part in parts:
        yield _GREETING.sub("", part), "title"
        head, comma, _ = part.partition(",")
        if comma and not _SUFFIX.search(part):
            yield head, "title"
    yield from ((name, "domain") for name in _spelt_like(label, document.title + "\n" + text))
    for found in _LEGAL_NAME.finditer(text[:60_000]):
        yield found[1], "legal"
    for name in ("author", "copyright", "dc.creator", "dc.publisher"):
        if document.meta.get(name):
            yield document.meta[name], "author"


@lru_cache(maxsize=1)
def _page_names() -> frozenset[str]:
    lines = (Path(__file__).parent / "data" / "page_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _is_generic(name: str) -> bool:
    """True for what pages are called everywhere: "Home", "Contact us"."""
    return name.lower().strip(" !?.:»") in _page_names() or bool(_NOT_A_NAME.fullmatch(name))


def _polish(raw: str) -> str:
    name = re.sub(r"\A(?:19|20)\d\d\b(?!\s\w)|\A(?:19|20)\d\d[ .,-]+(?=\D)", "", tidy(raw, 200))
    name = name.strip(" ,;:|-–—•·»«\"'“”")
    name = re.sub(r"\s*[®™]|\(R\)|\(TM\)", "", name)
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
