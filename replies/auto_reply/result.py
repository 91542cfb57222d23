"""What is found out about an automatic answer."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from replies.phone import Phone


class AutoKind(StrEnum):
    """What kind of machine answered. ``AUTOMATIC``: one that says nothing about itself."""

    OUT_OF_OFFICE = "out_of_office"
    LEFT_COMPANY = "left_company"
    TICKET = "ticket"
    RECEIPT = "receipt"
    CHALLENGE = "challenge"
    AUTOMATIC = "automatic"


class Substitute(NamedTuple):
    """Who is to be asked instead, as the note says. What was not given is None.

    A stranger's words: shown to people, never written to or dialled by themselves.
    """

    address: str | None = None
    name: str | None = None
    phone: Phone | None = None


class AutoReply(NamedTuple):
    """An automatic answer, by which rule, and what it states.

    ``returns_on`` is the first day on which the person is there again. ``own_words`` are what a person said
    beside the automatic words ("PS: this looks interesting"), ``own_label`` what they come to.
    """

    kind: AutoKind
    rule: str
    returns_on: date | None = None
    substitute: Substitute | None = None
    own_words: str = ""
    own_label: str | None = None
