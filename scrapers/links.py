"""Which pages of a site to read next: the ones where a company says how to reach it and who it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapers.document import Document
from scrapers.domains import registrable_domain
from scrapers.patterns import pattern

# In the order of worth: words of paths and link texts, in the languages of the markets we know.
_IMPRINT = (r"impressum", r"imprint", r"legal[-_ ]?notice", r"mentions[-_ ]?l[ée]gales", r"aviso[-_ ]?legal")
_CONTACT = (
    (r"contact(?:[-_ ]?us)?", r"kontakt\w*", r"contacto?", r"contatt[io]", r"contato", r"yhteystiedot"),
    _IMPRINT,
    (r"get[-_ ]?in[-_ ]?touch", r"reach[-_ ]?us", r"customer[-_ ]?(?:service|care)", r"support", r"help"),
)
_ABOUT = (
    (
        r"about(?:[-_ ]?us)?",
        r"(?:ü|ue|u)ber[-_ ]?uns",
        r"qui[-_ ]?sommes\S*",
        r"chi[-_ ]?siamo",
        r"over[-_ ]?ons",
    ),
    (r"our[-_ ]?(?:story|company|team|history|brand)", r"who[-_ ]?we[-_ ]?are", r"quienes[-_ ]?somos"),
    (r"om[-_ ]?oss?", r"nosotros", r"sobre[-_ ]?n[oó]s", r"o[-_ ]?nas", r"meista", r"the[-_ ]?company"),
)
_TEAM = (
    (
        r"(?:our|the|meet[-_ ]?the|unser|das)?[-_ ]?team",
        r"meet[-_ ]?us",
        r"[ée]quipe",
        r"equipo",
        r"ansprechpartner\w*",
    ),
    (r"staff", r"our[-_ ]?people", r"leadership", r"founders?", r"gesch[äa]e?ftsf[üu]e?hrung"),
)
_CAREERS = (
    (r"careers?", r"karriere", r"jobs?", r"stellenangebote", r"carri[èe]res?", r"vacatures", r"vacancies"),
    (
        r"join[-_ ]?us",
        r"work[-_ ]?(?:with|for|at)[-_ ]?us",
        r"we[-_ ]?are[-_ ]?hiring",
        r"recrutement",
        r"empleos?",
    ),
    (
        r"lavora[-_ ]?con[-_ ]?noi",
        r"trabaj[ao]\w*[-_ ]?con[-_ ]?nosotros",
        r"werken[-_ ]?bij",
        r"nous[-_ ]?rejoindre",
    ),
)
_PRIVACY = ((r"privacy\S*", r"datenschutz\w*", r"confidentialit[ée]", r"privacidad", r"integritetspolicy"),)
_LONGEST_TEXT = 40  # of a link that names a page
_NOT_A_PAGE = pattern(r"\.(?:pdf|jpe?g|png|gif|webp|svg|zip|docx?|xlsx?|mp4)\Z", re.I)


def _compiled(groups: tuple[tuple[str, ...], ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(pattern(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])", re.I) for words in groups)


_CONTACT_PATTERNS, _ABOUT_PATTERNS = _compiled(_CONTACT), _compiled(_ABOUT)
_ROLES = {
    "contact": _CONTACT_PATTERNS,
    "imprint": _compiled((_IMPRINT,)),
    "about": _ABOUT_PATTERNS,
    "team": _compiled(_TEAM),
    "careers": _compiled(_CAREERS),
}
_PRIVACY_PATTERNS = _compiled(_PRIVACY)


def contact_url(document: Document) -> str | None:
    """The site's contact page or legal notice, as an absolute URL; None where the page links to none."""
    return _best(_own_pages(document), _CONTACT_PATTERNS)


def about_url(document: Document) -> str | None:
    """The page on which the company tells about itself; None where the page links to none."""
    return _best(_own_pages(document), _ABOUT_PATTERNS)


def pages_worth_reading(document: Document) -> dict[str, str]:
    """The pages to read after this one: absolute URLs by role, most useful first, each page once.

    Where the site has neither a contact page nor a legal notice, its privacy notice names who answers for it.
    """
    found: dict[str, str] = {}
    pages = _own_pages(document)
    for role, patterns in _ROLES.items():
        if url := _best([page for page in pages if page.url not in found.values()], patterns):
            found[role] = url
    if "contact" not in found and (url := _best(pages, _PRIVACY_PATTERNS)):
        found["privacy"] = url
    return found


@dataclass(frozen=True, slots=True)
class _Linked:
    """A page of the same site that the document links to: where, and by which texts."""

    url: str
    path: str
    texts: list[str]


def _own_pages(document: Document) -> list[_Linked]:
    """Each page once, in the order of the links to them."""
    own = registrable_domain(document.url)
    here = document.url.split("#", 1)[0].rstrip("/")
    pages: dict[str, _Linked | None] = {}
    for link in document.links:
        url = link.url.split("#", 1)[0]
        if url not in pages:
            parts = urlsplit(url)
            is_page = (
                own is not None
                and parts.scheme in ("http", "https")
                and url.rstrip("/") != here
                and not _NOT_A_PAGE.search(parts.path)
                and registrable_domain(parts.netloc) == own
            )
            pages[url] = _Linked(url, parts.path, []) if is_page else None
        if (page := pages[url]) is not None and len(text := link.text) <= _LONGEST_TEXT:
            page.texts.append(text)
    return [page for page in pages.values() if page is not None]


def _best(pages: list[_Linked], patterns: tuple[re.Pattern[str], ...]) -> str | None:
    """The page that a word of the first groups names; of several the one with the shortest path."""
    ranked = []
    for position, page in enumerate(pages):
        said = "\n".join([page.path, *page.texts])
        rank = next((rank for rank, words in enumerate(patterns) if words.search(said)), None)
        if rank is not None:
            # A short path is the page itself; a long one is an article about contact lenses.
            ranked.append(((rank, page.path.count("/"), position), page.url))
    return min(ranked)[1] if ranked else None
