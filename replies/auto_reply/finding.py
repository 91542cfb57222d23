"""Whether a message is an automatic answer, and of what kind.

A header that only software sets decides, and a subject that only mail systems write. Without them the words
must be those of a note and of nothing else, in answer to a mail: people write "I'm out of the office" too.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replies.auto_reply import headers, subjects
from replies.auto_reply.note import MAX_CHARS, Note, read, says, without_dates_dots
from replies.auto_reply.result import AutoKind, AutoReply
from replies.auto_reply.return_day import return_date
from replies.auto_reply.substitute import find_substitute
from replies.calendar_days import make
from replies.message import Message
from replies.patterns import Lazy

if TYPE_CHECKING:
    from datetime import date

_MOST_WORDS = 150
_TELLING = ("AWAY", "TRIP", "LEFT", "MACHINE", "ACKNOWLEDGED", "CHALLENGE")
_MOST_CHALLENGE_WORDS = 200
_ANSWERS = Lazy(
    r"^(?:re|aw|sv|antw|odp|vs|ynt|res|rif|回复|回覆|答复|답장)\s?(?:\[\d+\])?\s?[:：]", re.IGNORECASE
)
_UNATTENDED = Lazy(
    r"^(?:no-?_?reply|do-?not-?reply|noreply-.*|.*-noreply|auto-?(?:reply|responder|response|confirm)|"
    r"ne-?pas-?repondre|nicht-?antworten|nao-?responda|no-?responder)@",
    re.IGNORECASE,
)
_APPLE_END = Lazy(r"endDate=(\d{4})-(\d{2})-(\d{2})")
_WAS_READ = Lazy(
    r"\bwas read\b|\bwurde\b.{0,80}\bgelesen|a été lu|\bse leyó|ha sido leído|è stat[oa] lett[oa]|is gelezen|został[ao]? (?:prze|od)czytan|"
    r"foi lid[oa]|lästes|blev læst|ble lest|luettiin|已被?(?:阅读|閱讀)|開封されました",
    re.IGNORECASE,
)


def find(message: Message, text: str, *, quoted: bool = False) -> AutoReply | None:
    """The automatic answer that a message is, or None.

    ``text`` is its visible reply; ``quoted`` says whether there was history below it, which notes seldom keep.
    """
    rule = headers.sure_sign(message)
    if not rule and not _may_be(message, text):
        return None
    note = read(text)
    if rule and _is_carried(message, note):
        return None
    rule = rule or _by_subject(message, note, text) or _by_words(message, note, text, quoted=quoted)
    if not rule:
        return None
    kind = _kind(message, note, text)
    away = kind in (AutoKind.OUT_OF_OFFICE, AutoKind.AUTOMATIC, AutoKind.RECEIPT)
    written = message.date
    known = (message.sender.address if message.sender else "", *message.recipients)
    return AutoReply(
        kind=kind,
        rule=rule,
        returns_on=_apple_end(message)
        or (return_date(text, written.date(), _west(message)) if written and away else None),
        substitute=find_substitute(text, known),
        own_words=" ".join(note.own)
        if note.engaged or any(_is_postscript(piece) for piece in note.own)
        else "",
    )


def _may_be(message: Message, text: str) -> bool:
    """Whether it is worth taking the text apart: most messages are told from notes by less."""
    if subjects.is_sure(message.subject) or subjects.is_receipt(message.subject):
        return True
    flat = without_dates_dots(text[:MAX_CHARS])
    return len(text.split()) <= _MOST_CHALLENGE_WORDS and any(says(sort, flat) for sort in _TELLING)


def _is_carried(message: Message, note: Note) -> bool:
    """Whether a help desk carries what one of its people wrote: it marks that as generated, too."""
    return (
        headers.is_generated(message)
        and headers.from_help_desk(message)
        and bool(note.own)
        and not (note.acknowledged or note.machine or note.absent or note.left)
    )


def _by_subject(message: Message, note: Note, text: str) -> str:
    if subjects.is_sure(message.subject):
        return "subject"
    if subjects.is_receipt(message.subject) and (_WAS_READ.search(text) or not text):
        return "read_receipt"
    if subjects.speaks_of_absence(message.subject) and (note.absent or note.left) and not note.engaged:
        answered = bool(message.references) or headers.weak_sign(message)
        return "subject" if answered and len(note.own) <= note.usual and note.words <= _MOST_WORDS else ""
    return ""


def _by_words(message: Message, note: Note, text: str, *, quoted: bool) -> str:
    """Without a sign of software: the words of a note, and no others."""
    if (
        says("CHALLENGE", text[:1500])
        and note.words <= _MOST_CHALLENGE_WORDS
        and re.search(r"verif|confirm|approv|bestätig", text, re.I)
    ):
        return "challenge"
    if note.words > _MOST_WORDS:
        return ""
    sender = message.sender.address if message.sender else ""
    if _UNATTENDED.match(sender) and (note.acknowledged or note.machine or note.absent) and not note.engaged:
        return "unattended_sender"
    if subjects.has_ticket_number(message.subject) and note.acknowledged and not note.engaged:
        return "ticket_acknowledgement" if len(note.own) < note.usual else ""
    if not _answers(message):
        return ""
    if quoted and note.usual < 2:
        return ""
    if note.machine and not note.engaged and len(note.own) <= note.usual:
        return "automatic_phrase"
    if note.left and note.pure:
        return "left_phrase"
    if _is_absence(note):
        return "away_phrase"
    if note.acknowledged >= 2 and note.pure and not re.search(r"\bI\b", text):
        return "acknowledgement"
    return ""


def _answers(message: Message) -> bool:
    """Whether it answers a mail, as notes do; words that come without any header are taken for an answer's."""
    told = message.references or _ANSWERS.match(message.subject) or headers.weak_sign(message)
    return bool(told) or message.sender is None


def _is_absence(note: Note) -> bool:
    if not note.absent:
        return False
    if note.engaged:
        # "I am currently out of office but sounds good!": somebody wrote beside the note, or into it.
        return note.away and note.present and not note.future and note.words <= 60
    if note.future and not note.present:
        return not note.own and (note.usual >= 3 or (note.usual == 2 and note.promises))
    if note.away:
        return len(note.own) < note.usual
    return not note.own


def _kind(message: Message, note: Note, text: str) -> AutoKind:
    if subjects.is_receipt(message.subject):
        return AutoKind.RECEIPT
    if says("LEFT", text):
        return AutoKind.LEFT_COMPANY
    if says("CHALLENGE", text[:1500]):
        return AutoKind.CHALLENGE
    if note.absent or says("AWAY", text) or says("TRIP", text) or subjects.speaks_of_absence(message.subject):
        return AutoKind.OUT_OF_OFFICE
    numbered = subjects.has_ticket_number(message.subject) or headers.from_help_desk(message)
    if numbered or "ticket" in text.lower()[:600]:
        return AutoKind.TICKET
    return AutoKind.RECEIPT if note.acknowledged else AutoKind.AUTOMATIC


def _is_postscript(piece: str) -> bool:
    return bool(re.match(r"\W*p\.?\s?s\b", piece, re.IGNORECASE))


def _apple_end(message: Message) -> date | None:
    """iCloud states the absence in a header of its own."""
    match = _APPLE_END.search(message.header("x-apple-criteria"))
    return make(int(match[1]), int(match[2]), int(match[3])) if match else None


def _west(message: Message) -> bool:
    """Whether it was written in the Americas, by its clock: there 6/7 is mostly the seventh of June."""
    offset = message.date.utcoffset() if message.date else None
    return offset is not None and -10 <= offset.total_seconds() / 3600 <= -4
