"""Notes on a page that unsolicited mail is not wanted: whoever publishes an address with one has refused.

It takes the address out of CASL's exception (S.C. 2010 c. 23, s. 10(9)(b)) and is an objection anywhere else.
Promises of the company's own ("we never send unsolicited mail") and rules for visitors ("you may not send …
through this site") speak of something else; so do notes about applications and manuscripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapers.document import Document
from scrapers.finding import Finding
from scrapers.marks import mark
from scrapers.patterns import pattern
from scrapers.wording import tidy

_WORDS = (
    "nsolicited", "NSOLICITED", "naufgefordert", "nverlangt", "angefordert", "nerwünschte", "non sollicit",
    "démarchage", "prospection commerciale", "ongevraagde", "Ongevraagde", "cquisitie", "no solicitad",
    "non richiest", "old calls", "cold emails", "cold e-mails",
)  # fmt: skip
mark(*_WORDS)

_AROUND = 350  # characters on each side of a word in which the note stands
_MOST_PLACES = 6
_LONGEST = 300

# One note is one sentence. "Matter" is what may be unsolicited, beside applications and manuscripts.
_MATTER = (
    r"\bunsolicited\b[^.\n]{0,40}\b(?:e-?mails?|mail|messages?|offers?|sales|marketing|commercial|advertis\w+|"
    r"solicitations?|approaches)\b"
)
_WERBUNG = (
    r"\b(?:nicht (?:ausdrücklich )?angeforderte\w*|unaufgefordert\w*|unverlangt\w*|unerwünschte\w*)\b"
    r"[^\n]{0,80}\b(?:Werbung|Werbe\w+|Informationsmaterial\w*|Zusendung\w*)"
)
_NOTES = (
    # English
    r"(?:\bnot|n[’']t|\bnever) (?:accept|welcome|want|wish|appreciate|respond|reply|consider)\w*\b"
    rf"[^.\n]{{0,90}}{_MATTER}",
    rf"\b(?:please|kindly) (?:do not|don[’']t|no)\b[^.\n]{{0,60}}{_MATTER}",
    r"\bno (?:unsolicited|cold) (?:sales|marketing|commercial|seo|advertis\w+|solicitations?|offers?|calls)",
    rf"{_MATTER}[^.\n]{{0,60}}\b(?:is|are|will be)\b[^.\n]{{0,20}}\b(?:not (?:welcome|wanted|accepted|"
    r"permitted|answered|read)|unwelcome|refused|deleted|ignored|reported|prohibited)",
    r"\b(?:use of|contact details|addresses)\b[^.\n]{0,160}\b(?:prohibited|not permitted|refused|objected to)"
    r"\b[^.\n]{0,90}\bunsolicited\b",
    rf"\bobject\w*\b[^.\n]{{0,160}}{_MATTER}",
    # German: the objection that stands in many an imprint
    rf"{_WERBUNG}[^\n]{{0,200}}\b(?:widersp\w+|untersagt|nicht gestattet|unzulässig|verboten)",
    rf"\b(?:widersp[rc]\w+|untersag\w+|nicht gestattet|keine)\b[^\n]{{0,160}}{_WERBUNG}",
    # French, Dutch, Spanish, Italian
    r"\b(?:refus\w+|n[’']accept\w+ (?:pas|aucun)\w*|oppos\w+|pas de)\b[^.\n]{0,100}\b(?:démarchage|"
    r"prospection commerciale|(?:publicité|e-?mail|courriel|message)s? non sollicité)",
    r"\b(?:geen|niet)\b[^.\n]{0,60}\bongevraagde (?:reclame|e-?mails?|mail|aanbiedingen|acquisitie)",
    r"\bacquisitie\b[^.\n]{0,60}\bniet op prijs gesteld",
    r"\bno (?:acept|dese|quer)\w+\b[^.\n]{0,90}\b(?:publicidad|correos?|comunicaciones comerciales) "
    r"no solicitad",
    r"\bnon (?:accett|desider|gradi)\w+\b[^.\n]{0,90}\b(?:pubblicità|e-?mail|comunicazioni commerciali) "
    r"non richiest",
)
_NOTE = pattern("|".join(_NOTES), re.I)
_OTHERWISE = pattern(
    r"\b(?:cvs?|r[ée]sum[ée]s?|applications?|candidat\w*|manuscripts?|submissions?|ideas|donations?|recruit\w*|"
    r"bewerbung\w*|sollicitaties)\b|\byou (?:may|must|agree|shall|will) not\b|"
    r"\bwe (?:will |do |shall )?(?:not|never) send\b",
    re.I,
)


def find_mail_refusal(document: Document) -> Iterator[Finding]:
    """The first such note of a page, in its own words."""
    for word in _WORDS:
        if word not in document.marks:
            continue
        at = -1
        for _ in range(_MOST_PLACES):
            at = document.text.find(word, at + 1)
            if at == -1:
                break
            start = max(0, at - _AROUND)
            note = _NOTE.search(document.text[start : at + _AROUND])
            if note is not None and not _OTHERWISE.search(note[0]):
                where = f"text@{start + note.start()}"
                yield Finding("mail_refusal", tidy(note[0], _LONGEST), "text", 0.8, at=where)
                return
