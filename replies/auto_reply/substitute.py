"""Whom a note names instead: an address, a name, a number, near words like "please contact"."""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re

from replies.auto_reply.result import Substitute
from replies.patterns import Lazy
from replies.phone import find_phones

MAX_CHARS = 4000
_NEAR = 160  # characters from a cue to what it names
_ADDRESS = Lazy(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_CUE = Lazy(
    r"\b(?:contact|reach(?: out to)?|e-?mail|write to|call|phone|get in touch with|speak (?:to|with)|refer to|assist(?:ance|ed by)?|direct (?:your|all|any)|cover(?:ed|ing)? (?:by|for me)|in my absence|colleague|instead|succe(?:eded|ssor)|replac(?:ed|ement)|urgent|emergenc)\w*|"
    r"\b(?:wenden|kontaktieren|erreichen|vertret\w*|vertritt|ansprechpartner\w*|kolleg\w*|nachfolg\w*|dringend\w*|ersatzweise)\b|\b(?:contacter|contactez|joindre|adresser|adressez|remplaçant\w*|remplacée? par|collègue|urgence)\b|\b(?:contact[eao]r?|dirij\w+|escrib\w+|compañer\w+|sustitu\w+|urgen\w+)\b|\b(?:contattare|contatti|rivolg\w+|scrivere|collega|sostitu\w+|urgenz\w+)\b|"
    r"\b(?:contact op|bereikbaar via|terecht bij|vervang\w*|waarnem\w*|collega|spoed\w*)\b|\b(?:kontakt\w*|zastęp\w*|koleg\w*|koleżank\w*|piln\w*)\b|\b(?:contat\w+|contact\w+|substitu\w+|colega)\b|\b(?:kontakta|kontakte?|vikarie|vikar|kollega|ersättare|stedfortreder|brådskande|haste\w*)\b|\b(?:yhteyttä|sijais\w*|kollega\w*|kiireelli\w*)\b|代わり|代理|担当|ご連絡|緊急|お急ぎ|请联系|請聯|联系人|同事|代为|\b(?:kontaktujte|zástup\w*|обра[тщ]\w+|свяжитесь|замеща\w+|iletişim|kapcsolat|kreipkitės)\b|연락",
    re.IGNORECASE,
)
_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Herrn?|Frau|Mme|Madame|M|Monsieur|Sra?|Srta|Sig|Sig\.ra|Signora?|Dhr|Mevr|De heer|Mevrouw|Pan|Pani|Panem|Panią)\.?\s)?"
_WORD = r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я][\w'’-]+"
_FULL_NAME = rf"({_WORD}(?:\s(?:van|von|de|der|den|del|della|di|da|du|la|le|ten|ter|af|zu)){{0,2}}(?:\s{_WORD}){{1,2}})"
_NAMED = Lazy(
    r"(?:\b(?:[Cc]ontact|[Rr]each(?: out to)?|[Cc]all|[Ww]rite to|[Ee]-?mail|[Ss]peak (?:to|with)|[Tt]o|[Cc]olleagues?|[Aa]ssistant|[Mm]anager|[Bb]y|[Ii]s|[Ww]ith|"
    r"an|[Kk]olleg(?:e|in|en)|[Dd]urch|[Vv]ertritt mich|[Kk]ontaktieren Sie|[Cc]ontacter|[Cc]ontactez|[Jj]oindre|à|[Cc]ollègue|[Pp]ar|con|[Cc]on|a|[Cc]ompañer[oa]|[Cc]ontactar(?: con)?|[Cc]ontattare|[Cc]ollega|met|[Mm]et|bij|"
    r"z|[Kk]ontakt z|[Kk]oleg[aąi]|[Kk]oleżank[aąi]|[Cc]ontatar|[Cc]om|[Cc]olega|[Kk]ontakta|[Kk]ontakte?|[Kk]ollega|med|[Yy]hteyttä)\b[\s,:]{1,3}(?:bitte |please |bitte an |meine[nr]? Kolleg\w+ |mon collègue |ma collègue |mi compañer\w+ |il collega |la collega |mijn collega |min kollega |meu colega |minha colega |my colleague |my assistant |our |the )?)"
    + _TITLE
    + _FULL_NAME
)  # fmt: skip
_BESIDE = Lazy(
    _TITLE
    + _FULL_NAME
    + r"\s?(?:[(<\[,:;|–—-]|at\b|on\b|unter\b|via\b|per\b|tel\b|phone\b|e-?mail\b|m:)?[\s(<\[:]{0,3}$"
)
_EASTERN = Lazy(
    r"(?:の|联系|聯[系絡繫]|同事|请找|:|:|^|、)\s?([\u4e00-\u9fff]{2,4}|[\u30a0-\u30ff]{2,10})\s?(?:さん|様|氏|先生|女士|经理)?\s?[（(<,,::]?\s?$"
)
_NOBODY = frozenset(
    [
        "The",
        "This",
        "That",
        "They",
        "She",
        "He",
        "It",
        "Our",
        "My",
        "We",
        "You",
        "I",
        "Please",
        "For",
        "In",
        "If",
        "Thank",
        "Thanks",
        "Best",
        "Kind",
        "Regards",
        "Dear",
        "Hello",
        "Hi",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Sie",
        "Ihre",
        "Ihr",
        "Bitte",
        "Vielen",
        "In",
        "Im",
        "Am",
        "Für",
        "Bei",
        "Mit",
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Customer",
        "Service",
        "Support",
        "Sales",
        "Team",
        "Help",
        "Desk",
        "Office",
        "Out",
        "Auto",
        "Human",
        "Resources",
        "Kundenservice",
        "Vertrieb",
    ]
)


def find_substitute(text: str, known: tuple[str, ...] = ()) -> Substitute | None:
    """Whom a note names. ``known`` are the addresses of the writer and of ours, which are nobody else's.

    An address without a cue counts, too: notes hold few. A name or a number needs one.
    """
    piece = text[:MAX_CHARS]
    others = frozenset(address.lower() for address in known)
    cues = [match.end() for match in _CUE.finditer(piece)]
    addresses = [m for m in _ADDRESS.finditer(piece) if m.group(0).lower().rstrip(".") not in others]
    near = [m for m in addresses if any(0 <= m.start() - cue <= _NEAR for cue in cues)]
    chosen = (near or addresses)[:1]
    address = chosen[0].group(0).lower().rstrip(".") if chosen else None
    name = _name(piece, chosen[0].start() if chosen else None, cues)
    around = _around(piece, chosen[0] if chosen else None, cues)
    phone = next(find_phones(around), None) if around else None
    if address is None and (name is None or phone is None) and not _EASTERN_CUE.search(piece):
        return Substitute(name=name) if name is not None and cues else None
    return Substitute(address, name, phone)


_EASTERN_CUE = Lazy(r"代わりに|代理で|请联系|請聯絡")


def _name(piece: str, at: int | None, cues: list[int]) -> str | None:
    """The name beside the address, else the one that a cue announces."""
    if at is not None:
        line = piece[max(0, at - 70) : at]
        beside = _BESIDE.search(line)
        if beside is not None and _is_name(beside[1]):
            return " ".join(beside[1].split())
        eastern = _EASTERN.search(line)
        if eastern is not None:
            return eastern[1]
    for match in _NAMED.finditer(piece):
        if _is_name(match[1]) and any(-40 <= match.start(1) - cue <= _NEAR for cue in cues):
            return " ".join(match[1].split())
    return None


def _is_name(name: str) -> bool:
    words = name.split()
    return len(name) <= 50 and not any(word in _NOBODY for word in words)


def _around(piece: str, address: re.Match[str] | None, cues: list[int]) -> str:
    """Where the substitute's number may stand: near the address, else behind the first cue."""
    if address is not None:
        return piece[max(0, address.start() - 80) : address.end() + 80]
    return piece[cues[0] : cues[0] + _NEAR] if cues else ""
