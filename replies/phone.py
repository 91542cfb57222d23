"""A telephone number that somebody wrote into an answer.

``phonenumbers`` is imported only when the text holds something like a number: it costs 15 ms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from replies.patterns import Lazy

_CANDIDATE = Lazy(r"(?<![\w@./-])(\+|00|\(?0|\(?\d)[\d\s()./-]{6,20}\d(?![\w@])")
_CUE = Lazy(
    r"\b(?:tel|phone|mobile|cell|call|ring|reach|number|mobil|telefon|handy|anrufen|erreich\w*|nummer|durchwahl|"
    r"téléphone|portable|joindre|appel\w*|teléfono|móvil|llam\w*|numero|cellulare|chiam\w*|bel|bellen|nummer|"
    r"zadzwo\w*|numer|ligu\w*|telem\w*|ring|samtal|puh|puhelin|soita\w*|電話|电话|手机|هاتف|whatsapp|m|t|p)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as written, and in E.164 where it can be told which country's it is."""

    raw: str
    e164: str | None

    @property
    def digits(self) -> str:
        """What two spellings of a number have in common: its last nine digits."""
        return re.sub(r"\D", "", self.raw)[-9:]


def find_phone(text: str, region: str | None = None) -> Phone | None:
    """The first telephone number in a text; see ``find_phones``."""
    return next(find_phones(text, region), None)


def find_phones(text: str, region: str | None = None) -> Iterator[Phone]:
    """The telephone numbers in a text, in its order.

    ``region`` (ISO 3166 two letters) reads a national number; without it only a number with its country
    code becomes E.164. A national-looking run of digits counts only near a word about calling: order
    numbers and dates look the same.
    """
    for match in _CANDIDATE.finditer(text[:4000]):
        raw = match.group(0).strip(" -./")
        digits = re.sub(r"\D", "", raw)
        international = raw.startswith(("+", "00"))
        if not 7 <= len(digits) <= 15 or re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*", raw):
            continue
        around = text[max(0, match.start() - 40) : match.end() + 25]
        if not international and not _CUE.search(around):
            continue
        e164 = _e164(raw, region)
        if e164 is None and international:
            continue
        yield Phone(raw=raw, e164=e164)


def _e164(raw: str, region: str | None) -> str | None:
    import phonenumbers  # costs 15 ms: only for a message that holds a number

    spelled = "+" + raw[2:] if raw.startswith("00") else raw
    try:
        number = phonenumbers.parse(spelled, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
