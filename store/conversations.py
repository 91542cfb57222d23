"""Conversations: which mail of ours an incoming one answers, and everything that was said, in order.

Looking up only. What is worth how much, and how one of several is chosen, is ``outreach.threads``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from outreach import ids, threads, tokens
from outreach.suppression import person_gate
from outreach.threads import Candidate, MatchedBy
from store import keys, sends
from store.sends import Send
from store.table import Item, Table

_MOST_IDS = 20  # of a References header that are looked up


class Match(NamedTuple):
    """The mail that is answered, and how it was found."""

    send: Send
    by: MatchedBy


class Guess(NamedTuple):
    """What sender and subject say: one match, or the conversations that a person may choose from."""

    match: Match | None
    candidates: tuple[Candidate, ...] = ()


def proven(
    table: Table,
    marks: Iterable[tuple[str, str]],
    message_ids: Sequence[str],
    key: str,
    *,
    copied: bool = False,
) -> Match | None:
    """The mail that a signed token names, else the one whose Message-ID is answered.

    ``marks`` are tokens as (the place where each stood, its text); ``message_ids`` local parts; ``key``
    verifies tokens. ``copied``: all of them stood in a copy of our mail.
    """
    for place, value in marks:
        read = tokens.verify(value, key)
        if read is None or not _is_for(place, read[0]):
            continue
        subject = tokens.split_subject(read[1])
        send = sends.by_prefix(table, subject.lead_id, subject.send_prefix)
        if send is not None:
            return Match(send, "quoted" if copied else "token")
    for message_id in message_ids[:_MOST_IDS]:
        send = sends.by_message_id(table, message_id)
        if send is not None:
            return Match(send, "quoted" if copied else "header")
    return None


def _is_for(place: str, kind: tokens.TokenKind) -> bool:
    """A token counts only where it was made for; a returned copy of our mail shows both kinds."""
    if place == "copy":
        return True
    return kind is (tokens.TokenKind.UNSUBSCRIBE if place == "unsub" else tokens.TokenKind.REPLY)


def guessed(
    table: Table, writers: Sequence[str], subject: str, pepper: str, now: datetime, *, colleagues: bool
) -> Guess:
    """What was sent lately to the one who writes, in any spelling of the address; else to the company.

    ``writers`` are addresses: the sender, or the recipients that a report names. ``colleagues``: whether
    somebody else at the same domain may answer.
    """
    since = now - threads.WINDOW
    found = [
        send
        for person in dict.fromkeys(person_gate(writer, pepper).hashed for writer in writers if "@" in writer)
        for send in sends.to_person(table, person, since)
    ]
    by: MatchedBy = "sender"
    if not found and colleagues:
        by = "domain"
        names = dict.fromkeys(name for writer in writers for name in threads.company_domains(writer))
        found = [send for name in names for send in sends.to_lead(table, ids.lead_id(name), since)]
    if not found:
        return Guess(None)
    candidates = [_candidate(table, send) for send in found]
    chosen = threads.choose(candidates, subject)
    if chosen is None:
        return Guess(None, tuple(threads.one_each(candidates)))
    return Guess(Match(next(send for send in found if send.send_id == chosen.send_id), by))


def _candidate(table: Table, send: Send) -> Candidate:
    from store import drafts  # for the answers that nothing proves

    draft = drafts.get(table, send.lead_id, send.send_id)
    subject = threads.base_subject(draft.subject) if draft else ""
    return Candidate(send.lead_id, send.campaign_id, send.send_id, send.claimed_at, subject)


class Turn(NamedTuple):
    """One thing that was said: ``kind`` is mail, answer or call, ``item`` its row (a mail's with draft)."""

    at: str
    kind: str
    item: Item


def whole(table: Table, lead_id: str, campaign_id: str) -> list[Turn]:
    """Everything that was said between a campaign and a lead, in order."""
    pk = keys.lead_pk(lead_id)
    drafted = {item["send_id"]: item for item in table.items(pk, keys.DRAFT, consistent=True)}
    kinds = (
        ("mail", keys.SEND, "claimed_at"),
        ("answer", keys.REPLY, "received_at"),
        ("call", keys.CALL, "requested_at"),
    )
    turns = [
        Turn(item[moment], kind, drafted.get(item.get("send_id", ""), {}) | item if kind == "mail" else item)
        for kind, prefix, moment in kinds
        for item in table.items(pk, prefix, consistent=True)
        if item.get("campaign_id") == campaign_id
    ]
    return sorted(turns, key=lambda turn: turn.at)
