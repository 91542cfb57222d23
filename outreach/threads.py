"""Which conversation an answer belongs to where nothing proves it, and what a way of finding it is worth.

Proof is what only somebody has who got our mail: its signed token, its Message-ID, or either of them in a
quoted or forwarded copy; and a person's own decision. Sender and subject are no proof: anybody can write any
From line (RFC 5322 3.6.2 promises nothing about it). A guess may put an answer where people see it, and may
stop a sequence or close a gate, because the harm of a forged "no" is a mail less. It opens nothing: no call,
no consent, no gate. A guess that sounds warm waits for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from typing import Literal, NamedTuple

MatchedBy = Literal["token", "header", "quoted", "sender", "domain", "person"]
"""How an answer found its conversation.

``token``: our signed address. ``header``: the ids that it answers to. ``quoted``: either, in a copy of our
mail inside it. ``sender``: the address that we wrote to, in any spelling. ``domain``: a colleague at the same
company. ``person``: somebody here put it there.
"""

PROOF: frozenset[MatchedBy] = frozenset({"token", "header", "quoted", "person"})

WINDOW = timedelta(days=60)
"""How long after our last mail an answer is still looked for by its sender."""

MOST_CANDIDATES = 10
"""Conversations that are listed beside an answer which could belong to several."""

FREE_MAIL = frozenset((
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com",
    "ymail.com", "aol.com", "icloud.com", "me.com", "mac.com", "gmx.de", "gmx.net", "gmx.at", "web.de",
    "t-online.de", "freenet.de", "mail.de", "posteo.de", "orange.fr", "wanadoo.fr", "free.fr",
    "laposte.net", "sfr.fr", "libero.it", "virgilio.it", "tiscali.it", "wp.pl", "o2.pl", "onet.pl",
    "interia.pl", "seznam.cz", "proton.me", "protonmail.com", "fastmail.com", "zoho.com", "mail.com",
    "mail.ru", "yandex.ru", "yandex.com", "ukr.net", "qq.com", "163.com", "126.com", "sina.com",
    "naver.com", "daum.net", "yahoo.co.jp", "yahoo.co.uk", "hotmail.co.uk", "btinternet.com",
    "comcast.net", "verizon.net", "att.net", "ziggo.nl", "kpnmail.nl", "telenet.be", "skynet.be",
    "bluewin.ch", "uol.com.br", "terra.com.br",
))  # fmt: skip
"""Where strangers share a domain: two of its addresses are no colleagues."""


class Candidate(NamedTuple):
    """A mail that an answer may answer. ``subject`` without its prefixes, ``sent_at`` sortable text."""

    lead_id: str
    campaign_id: str
    send_id: str
    sent_at: str
    subject: str

    @property
    def conversation(self) -> tuple[str, str]:
        return self.lead_id, self.campaign_id


def proves(by: MatchedBy) -> bool:
    """Whether an answer found in this way may lead to a call or to a consent."""
    return by in PROOF


def choose(candidates: Sequence[Candidate], subject: str) -> Candidate | None:
    """The mail that an answer with this base subject answers, if there is only one reasonable choice.

    A like subject decides between conversations. Without it there must be one conversation only. Inside a
    conversation the newest mail is taken, one with a like subject first.
    """
    alike = [candidate for candidate in candidates if subject and candidate.subject == subject]
    for some in (alike, candidates):
        if len({candidate.conversation for candidate in some}) == 1:
            return max(some, key=lambda candidate: candidate.sent_at)
        if some:
            return None
    return None


def one_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The newest mail of each conversation, newest first: what a person chooses from."""
    newest: dict[tuple[str, str], Candidate] = {}
    for candidate in sorted(candidates, key=lambda candidate: candidate.sent_at, reverse=True):
        newest.setdefault(candidate.conversation, candidate)
    return list(newest.values())[:MOST_CANDIDATES]


def company_domains(address: str) -> list[str]:
    """The domains under which the company of an address may be a lead: its own, and those above it.

    Top-level names are not among them; a public suffix (``co.uk``) is, but no company has its id.
    """
    domain = address.rpartition("@")[2].strip().strip(".").lower()
    labels = domain.split(".")
    names = [".".join(labels[at:]) for at in range(len(labels) - 1)]
    return [] if any(name in FREE_MAIL for name in names) else names[:4]


# "Re:" and "Fwd:" as mail programs write them, by language; those with a bracketed or raised count too.
_PREFIXES = (
    "re|r|aw|antw|antwort|sv|vs|vl|vb|bs|hl|ha|odp|pd|rv|ref|res|rif|rép|tr|i|wg|fw|fwd|wtr|enc|doorst|trs"
    "|ynt|ilt|i̇lt|ats|atb|vá|továbbítás|fs|lt|na|ang|απ|σχετ|πρθ|ответ|отв|пересл|відп|отг"
    "|回复|答复|回覆|轉寄|转发|轉發|返信|転送|回信|회신|답장|전달|رد|إعادة توجيه|השב|תגובה|הועבר"
)


@cache
def _prefix() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:(?:\[[^\]]{{1,30}}\]|\(ext(?:ern(?:al)?)?\)|\*{{3,5}}\s?\w{{2,12}}\s?\*{{3,5}})\s*)*"
        rf"(?:(?:{_PREFIXES})\s?(?:\[\d{{1,3}}\]|\(\d{{1,3}}\)|\^\d{{1,3}}|\d{{1,2}})?\s?[:：]\s*)?",
        re.IGNORECASE,
    )


def base_subject(subject: str) -> str:
    """A subject without "Re:" and its kin in other languages and the marks of gateways; lower case.

    What is left may be empty: then it says nothing.
    """
    rest = subject[:500]
    for _ in range(12):  # "Re: AW: Re: …": no thread is deeper than its history
        found = _prefix().match(rest)
        if found is None or not found.end():
            break
        rest = rest[found.end() :]
    return " ".join(rest.split()).lower()
