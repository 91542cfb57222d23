"""What no sentence may hold, whatever it cites.

Markup, hidden signs, other scripts, links, addresses, numbers to ring, words that speak to machines.
"""

from __future__ import annotations

import re
import unicodedata

from templates import untrusted
from templates.grounding.judged import Ground


def problem(text: str, support: str, ground: Ground) -> tuple[str, str] | None:
    """The first thing in a sentence that may not stand in any. ``support``: what it cites, as text."""
    if untrusted.hidden(text):
        return "hidden_character", "a sign that cannot be seen"
    if odd := odd_script(text, support):
        return "script", odd
    if untrusted.SPEAKS_TO_MACHINES.search(text):
        return "speaks_to_machines", "instruction"
    if markup := untrusted.MARKUP.search(text):
        return "markup", markup[0]
    if address := untrusted.EMAIL.search(text):
        # A model never chooses an address, whatever a page says.
        return None if address[0].strip(".,;") in ground.allowed_text else ("address", "e-mail")
    if untrusted.SPOKEN_EMAIL.search(text):
        return "address", "e-mail"
    if handle := untrusted.HANDLE.search(text):
        return None if handle[0] in ground.allowed_text else ("address", handle[0])
    if spoken := untrusted.SPOKEN_LINK.search(text):
        return "link", spoken[0]
    for link in untrusted.LINK.finditer(text):
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", link[0].casefold()).rstrip(".,;:!?/)”\"'")
        if not _own_link(host, ground):
            return "link", host
    for phone in untrusted.PHONE.finditer(text):
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
