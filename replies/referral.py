"""Who is responsible instead: the address, number or name that an answer gives for somebody else.

All three are what a stranger wrote: shown to people, never written to or dialled by themselves.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re
from typing import NamedTuple

from replies.patterns import Lazy
from replies.phone import Phone

MAX_CHARS = 2000
_ADDRESS = Lazy(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_NAME = r"(?:(?:Mr|Mrs|Ms|Dr|Herrn?|Frau|Mme|M|Sra?|Srta|Sig|Signora?|Dhr|Mevr|Pani?|Pana)\.?\s)?([A-ZÀ-ÞĄ-Ž][\w'’-]+(?:\s(?:van|de|von|di|da|del)\s)?(?:\s?[A-ZÀ-ÞĄ-Ž][\w'’-]+)?)"
_CUED = Lazy(
    r"(?:[Tt]alk to|[Ss]peak (?:to|with)|[Cc]ontact|[Rr]each out to|[Ww]rite to|[Aa]sk(?: for)?|CC'?ing|cc'?ing|[Cc][Cc]'?(?:e?d)|(?:[Rr]ight|[Bb]est) (?:person|contact)(?: for this)? (?:is|would be)|[Ll]ooping in|[Ff]orward(?:ed)? (?:this |it )?to|[Pp]ass(?:ed)? (?:this |it )?(?:on )?to|"
    r"[Ww]enden Sie sich(?: bitte)? an|[Ss]prechen Sie(?: bitte)? mit|[Kk]ontaktieren Sie|[Aa]nsprechpartner(?:in)? ist|[Zz]uständig(?: dafür| hierfür)? ist|[Dd]as macht(?: bei uns)?|[Ff]ragen Sie|[Kk]opie ist|"
    r"[Vv]oyez avec|[Cc]ontactez|[Aa]dressez-vous à|personne est|[Cc]'est|[Hh]able con|[Cc]ontacte con|[Pp]regunte por|indicada es|[Pp]arli con|[Cc]ontatti|[Cc]hieda di|giusta è|[Ss]e ne occupa|"
    r"[Pp]raat met|contact op met|[Vv]raag naar|persoon is|rozmawiać z|osoba to|[Ff]ale com(?: [oa])?|[Pp]ergunte p(?:or|ela|elo)|certa é|[Pp]rata med|person är|[Tt]al med|person er|[Ss]nakk med|[Pp]uhu|henkilö on|[Kk]albėkite su)\s(?:(?:my|our|the) (?:colleague|boss|manager|partner|owner|buyer|wife|husband),? |meine[mnr]? Kolleg(?:e|en|in) |mon collègue |ma collègue |mi (?:compañer[oa]|colega) |(?:il mio|la mia) collega |mijn collega )?"
    + _NAME
)  # fmt: skip
_HANDLES = Lazy(
    _NAME
    + r"\s(?:on my team |from our team |in our team )?(?:handles|deals with|takes care|looks after|is (?:the one|responsible|in charge)|decides|kümmert|macht das|entscheidet|s'en (?:occupe|charge)|se (?:ne )?(?:encarga|occupa)|gaat (?:hier|daar)over)"
)
_NOBODY = frozenset(("The", "This", "That", "They", "She", "He", "It", "Our", "My", "We", "You", "I", "Ihn", "Sie", "Den", "Der", "Die", "Das", "Nos", "Le", "La", "El", "Il", "Me", "Us"))  # fmt: skip


class Referral(NamedTuple):
    """Somebody else. What was not given is None."""

    name: str | None = None
    address: str | None = None
    phone: Phone | None = None


def find_referral(text: str, own_address: str = "", phone: Phone | None = None) -> Referral | None:
    """Whom a text names. ``own_address`` is the writer's, ``phone`` a number found in the text."""
    piece = text[:MAX_CHARS]
    others = (m.group(0).lower().rstrip(".") for m in _ADDRESS.finditer(piece))
    address = next((found for found in others if found != own_address.lower()), None)
    name = _name_in(piece)
    if name is None and address is None:
        return None
    return Referral(name, address, phone)


def _name_in(piece: str) -> str | None:
    for pattern in (_CUED, _HANDLES):
        for match in pattern.finditer(piece):
            name = re.sub(r"\s+", " ", match.group(1)).strip(" .")
            if name.split()[0] not in _NOBODY and len(name) <= 40:
                return name
    return None
