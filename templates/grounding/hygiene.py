"""What no sentence may hold, whatever it cites.

Markup, hidden signs, other scripts, links, addresses, numbers to ring, words that speak to machines.
"""

from __future__ import annotations

import re
import unicodedata

from templates.grounding.judged import Ground
from templates.material import SPEAKS_TO_MACHINES

_LINK = re.compile(
    r"\b[a-z][a-z0-9+.-]{1,20}://\S+|\bwww\.\S+|\b(?:javascript|data|mailto|tel):\S+"
    r"|(?<![@\w])(?:[^\W_](?:[^\W_]|-)*\.)+[^\W\d_]{2,}(?:[/:?#]\S*)?(?![^\W_])",
    re.IGNORECASE,
)
_SPOKEN_LINK = re.compile(
    r"\b\w+\s*[\[(]\s*dot\s*[\])]\s*\w+|\b\w+ dot (?:com|net|org|io|co)\b", re.IGNORECASE
)
_EMAIL = re.compile(r"\S+@\S+")
_SPOKEN_EMAIL = re.compile(r"\S+\s*(?:\[|\()\s*at\s*(?:\]|\))\s*\S+", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:\+|\b00|\(0\d|\b0\d)[\d\s()./-]{5,}\d|\b\d{3}[\s.-]\d{3,4}[\s.-]\d{3,4}\b|\b\d{8,}\b"
)
_MARKUP = re.compile(
    r"</?[a-z!][^>]*>?|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});|\]\(|\{\{|\{%|```|\\u[0-9a-f]{4}", re.IGNORECASE
)
_HANDLE = re.compile(r"(?<!\w)[@#][^\W\d_]\w+")


def problem(text: str, support: str, ground: Ground) -> tuple[str, str] | None:
    """The first thing in a sentence that may not stand in any. ``support``: what it cites, as text."""
    if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") for c in text):
        return "hidden_character", "a sign that cannot be seen"
    if odd := odd_script(text, support):
        return "script", odd
    if SPEAKS_TO_MACHINES.search(text):
        return "speaks_to_machines", "instruction"
    if markup := _MARKUP.search(text):
        return "markup", markup[0]
    if address := _EMAIL.search(text):
        # A model never chooses an address, whatever a page says.
        return None if address[0].strip(".,;") in ground.allowed_text else ("address", "e-mail")
    if _SPOKEN_EMAIL.search(text):
        return "address", "e-mail"
    if handle := _HANDLE.search(text):
        return None if handle[0] in ground.allowed_text else ("address", handle[0])
    if spoken := _SPOKEN_LINK.search(text):
        return "link", spoken[0]
    for link in _LINK.finditer(text):
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", link[0].casefold()).rstrip(".,;:!?/)”\"'")
        if not _own_link(host, ground):
            return "link", host
    for phone in _PHONE.finditer(text):
        # Prices and years are shorter; a long number that a fact states as a count is no number to ring.
        if phone[0].strip() not in ground.allowed_text and phone[0].strip() not in support:
            return "phone", phone[0].strip()
        if sum(c.isdigit() for c in phone[0]) >= 9 and phone[0].strip() not in ground.allowed_text:
            return "phone", phone[0].strip()
    return None


def odd_script(text: str, support: str) -> str:
    """The first letter or digit that is not plainly Latin and not in the support; else nothing."""
    for sign in text:
        if sign.isascii() or sign in support:
            continue
        category = unicodedata.category(sign)
        latin = unicodedata.name(sign, "").startswith(("LATIN ", "FEMININE", "MASCULINE"))
        if category[0] == "N" or (category[0] == "L" and not latin):
            return sign
    return ""


def _own_link(host: str, ground: Ground) -> bool:
    """A link may be the campaign's own; the company's bare domain is a name, its pages are none of ours."""
    if host == ground.domain.casefold() or host == ground.company.casefold():
        return True
    own = {
        re.sub(r"^(?:https?://)?(?:www\.)?", "", word.casefold()).rstrip(".,;:!?/")
        for word in ground.allowed_text.split()
    }
    return host in own or host in ground.company.casefold()
