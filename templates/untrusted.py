"""What comes from pages: which of it is fit to be quoted in a mail, and what gives an attack away."""

from __future__ import annotations

import html
import re
import unicodedata

from templates.lazy import Lazy

# Text that is addressed to a model rather than to a customer. A page that holds it may be hostile; whether
# it is or not, it is nothing to quote.
SPEAKS_TO_MACHINES = Lazy(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|prompt|previous|above|prior|rules?|guard)"
    r"|\b(?:system|assistant|developer|user)\s*(?:prompt|message|override|:)"
    r"|\b(?:new|updated|hidden|secret) instructions?\b"
    r"|\byou are (?:now )?(?:an? )?(?:ai|assistant|language model|llm|chatbot|bot)\b"
    r"|\b(?:as|for|to) (?:an? |all |any )?(?:ai|llm|language) (?:model|assistant|agent|bot)s?\b"
    r"|\b(?:language models?|llms?|chatgpt|claude|gemini|ai (?:assistant|agent|model)s?)\b"
    r".{0,40}\b(?:must|should|please|reading|write|say|shall)"
    r"|\b(?:mention|include|say|tell|write|add|state|recommend|promise|offer|insert|append)\b.{0,60}"
    r"\b(?:in (?:your|the|every|this|any) (?:e-?mail|mail|message|reply|answer|draft|subject)"
    r"|to the (?:reader|recipient))\b"
    r"|\b(?:ignorier|vergiss|missacht)\w*\b.{0,40}\b(?:anweisung|vorgabe|regel|prompt)"
    r"|\b(?:ignor|oubli)\w*\b.{0,40}\b(?:instruction|consigne|règle)"
    r"|\b(?:ignor|olvid|dimentic)\w*\b.{0,40}\b(?:instrucci|reglas|istruzion|regole)"
    r"|\bnegeer\w*\b.{0,40}\b(?:instructie|opdracht|regels)"
    r"|</?\s*(?:facts|lead|offer|system|instructions?|previous)\b|\[/?(?:inst|system)\]|<\|",
    re.IGNORECASE | re.DOTALL,
)
LINK = Lazy(
    r"\b[a-z][a-z0-9+.-]{1,20}://\S+|\bwww\.\S+|\b(?:javascript|data|mailto|tel):\S+"
    r"|(?<![@\w])(?:[^\W_](?:[^\W_]|-)*\.)+[^\W\d_]{2,}(?:[/:?#]\S*)?(?![^\W_])",
    re.IGNORECASE,
)
SPOKEN_LINK = Lazy(r"\b\w+\s*[\[(]\s*dot\s*[\])]\s*\w+|\b\w+ dot (?:com|net|org|io|co)\b", re.IGNORECASE)
EMAIL = Lazy(r"\S+@\S+")
SPOKEN_EMAIL = Lazy(r"\S+\s*[\[(]\s*(?:at|ät|arroba|chiocciola)\s*[\])]\s*\S+", re.IGNORECASE)
PHONE = Lazy(r"(?:\+|\b00|\(0\d|\b0\d)[\d\s()./-]{5,}\d|\b\d{3}[\s.-]\d{3,4}[\s.-]\d{3,4}\b|\b\d{8,}\b")
MARKUP = Lazy(
    r"</?[a-z!][^>]*>?|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});|\]\(|\{\{|\{%|```|\\u[0-9a-f]{4}", re.IGNORECASE
)
HANDLE = Lazy(r"(?<!\w)[@#][^\W\d_]\w+")
_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
_SIGNS = ("So", "Sk", "Cn")


def hidden(text: str) -> bool:
    """Whether a text holds signs that nobody sees: controls, direction marks, zero-width signs."""
    return any(unicodedata.category(c) in _INVISIBLE for c in text)


def tidy(text: str) -> str:
    """A page's text as one line for a mail: entities read, invisible signs and pictures taken out."""
    read = html.unescape(text)
    seen = "".join(
        " " if c.isspace() or unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in read
        if unicodedata.category(c) not in ("Cf", "Co", "Cs", *_SIGNS) and not 0xFE00 <= ord(c) <= 0xFE0F
    )
    return " ".join(seen.split())


def quotable(text: str, own_domain: str = "") -> bool:
    """Whether a text of a page may stand in a mail: it speaks to no machine, leads nowhere, rings nobody."""
    if SPEAKS_TO_MACHINES.search(text) or MARKUP.search(text) or EMAIL.search(text) or HANDLE.search(text):
        return False
    if SPOKEN_LINK.search(text) or SPOKEN_EMAIL.search(text) or PHONE.search(text):
        return False
    links = (link[0].casefold().removeprefix("www.").rstrip(".,;:!?/") for link in LINK.finditer(text))
    return all(own_domain and link == own_domain.casefold() for link in links)
