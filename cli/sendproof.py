"""The proof of sends, pure: what was meant to be sent, what SES answered, and what SES told afterwards.

Three witnesses per send: its row (the claim and what became of it), the Message-IDs under which SES is known
to have a mail of it (the row's, the pointers', those of ``email.sent`` events), and SES's own later events in
the log. Against a local stage comes a fourth: what the sandbox's SES accepted. They must tell one story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

UNKNOWN_ID = "unknown"
"""What ``email.sent`` says where a person knew that SES had the mail, and not its id."""
CONFIRMS = frozenset(
    ("email.delivered", "email.bounced", "email.complained", "email.opened", "email.clicked")
)
"""Events of ours that only an event of SES, or a report by mail, can have caused."""


class Claim(NamedTuple):
    """A send row. ``claimed_at`` is aware."""

    send_id: str
    campaign_id: str
    step: int
    person: str
    state: str
    message_id: str = ""
    claimed_at: datetime | None = None


class Told(NamedTuple):
    """An event of the log about a send."""

    type: str
    send_id: str
    message_id: str = ""


class Contradiction(NamedTuple):
    """``rule`` is a word; ``what`` says it of the send, or of the Message-ID, ``id``."""

    rule: str
    id: str
    what: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found. ``pointers`` are Message-ID → send id; ``accepted`` are pairs of send id and
    Message-ID of the sandbox's SES, None on AWS. ``now`` is the stage's; ``grace``: how long a claim may
    wait for an answer."""

    claims: Sequence[Claim]
    told: Sequence[Told]
    pointers: Sequence[tuple[str, str]]
    now: datetime
    grace: timedelta
    accepted: Sequence[tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """The result: how many sends by what became of them, how many of the accepted SES has confirmed."""

    counts: Mapping[str, int]
    confirmed: int
    contradictions: tuple[Contradiction, ...] = ()
    sandbox: bool = False
    in_doubt: tuple[str, ...] = field(default=())

    def last_line(self) -> str:
        counts = " ".join(f"{name}={self.counts.get(name, 0)}" for name in COUNTED)
        return f"{counts} confirmed={self.confirmed} contradictions={len(self.contradictions)}"


COUNTED = ("sends", "accepted_once", "refused", "released", "in_doubt", "sending")
_STATES = {
    "SENT": "accepted_once",
    "REFUSED": "refused",
    "RELEASED": "released",
    "IN_DOUBT": "in_doubt",
    "SENDING": "sending",
}


def prove(evidence: Evidence) -> Proof:
    """Compare the witnesses."""
    known = _known_ids(evidence)
    twice = {send_id for send_id, ids in known.items() if len(ids) > 1}
    counts = Counter(
        _STATES[claim.state]
        for claim in evidence.claims
        if claim.state != "SENT" or claim.send_id not in twice
    )
    counts["sends"] = len(evidence.claims)
    confirming = {told.send_id for told in evidence.told if told.type in CONFIRMS}
    sent = {claim.send_id for claim in evidence.claims if claim.state == "SENT"}
    found = [
        *_accepted_twice(known),
        *_without_claim(evidence, known),
        *_one_id_for_two(evidence),
        *_states(evidence, known),
        *_saying(evidence),
        *_same_step_twice(evidence.claims),
        *_sandbox(evidence),
    ]
    return Proof(
        counts=dict(counts),
        confirmed=len(sent & confirming),
        contradictions=tuple(dict.fromkeys(found)),
        sandbox=evidence.accepted is not None,
        in_doubt=tuple(claim.send_id for claim in evidence.claims if claim.state == "IN_DOUBT"),
    )


def _known_ids(evidence: Evidence) -> dict[str, set[str]]:
    """Under which Message-IDs SES is known to have a mail, by send: more than one is a second mail."""
    ids: dict[str, set[str]] = defaultdict(set)
    for claim in evidence.claims:
        if claim.message_id:
            ids[claim.send_id].add(claim.message_id)
    for message_id, send_id in evidence.pointers:
        ids[send_id].add(message_id)
    for told in evidence.told:
        if told.type == "email.sent" and told.message_id not in ("", UNKNOWN_ID):
            ids[told.send_id].add(told.message_id)
    for send_id, message_id in evidence.accepted or ():
        ids[send_id].add(message_id)
    return ids


def _accepted_twice(known: Mapping[str, set[str]]) -> Iterable[Contradiction]:
    for send_id, ids in sorted(known.items()):
        if len(ids) > 1:
            listed = ", ".join(sorted(ids))
            yield Contradiction("accepted_twice", send_id, f"SES has {len(ids)} mails of it: {listed}")


def _without_claim(evidence: Evidence, known: Mapping[str, set[str]]) -> Iterable[Contradiction]:
    claimed = {claim.send_id for claim in evidence.claims}
    named = {
        told.send_id for told in evidence.told if told.type in CONFIRMS or told.type == "email.sent"
    } | set(known)
    for send_id in sorted(named - claimed):
        yield Contradiction("event_without_claim", send_id, "SES told of it, and nobody claimed it")


def _one_id_for_two(evidence: Evidence) -> Iterable[Contradiction]:
    holders: dict[str, set[str]] = defaultdict(set)
    for claim in evidence.claims:
        if claim.message_id:
            holders[claim.message_id].add(claim.send_id)
    for message_id, send_id in evidence.pointers:
        holders[message_id].add(send_id)
    for told in evidence.told:
        if told.type == "email.sent" and told.message_id not in ("", UNKNOWN_ID):
            holders[told.message_id].add(told.send_id)
    for message_id, sends in sorted(holders.items()):
        if len(sends) > 1:
            what = f"is the id of {len(sends)} sends: {', '.join(sorted(sends))}"
            yield Contradiction("message_id_twice", message_id, what)


def _states(evidence: Evidence, known: Mapping[str, set[str]]) -> Iterable[Contradiction]:
    for claim in evidence.claims:
        overdue = claim.claimed_at is not None and claim.claimed_at + evidence.grace < evidence.now
        if claim.state == "SENDING" and overdue:
            what = (
                f"was claimed at {claim.claimed_at:%Y-%m-%d %H:%M:%S} and nobody has said what became of it"
            )
            yield Contradiction("claim_without_answer", claim.send_id, what)
        if claim.state in ("REFUSED", "RELEASED") and known.get(claim.send_id):
            what = f"is {claim.state} here, and SES has it"
            yield Contradiction("accepted_and_not_sent", claim.send_id, what)


def _saying(evidence: Evidence) -> Iterable[Contradiction]:
    """A mail is told to be sent once, exactly where its row says so."""
    times = Counter(told.send_id for told in evidence.told if told.type == "email.sent")
    sent = {claim.send_id for claim in evidence.claims if claim.state == "SENT"}
    claimed = {claim.send_id for claim in evidence.claims}
    for send_id in sorted(sent - set(times)):
        yield Contradiction("sent_untold", send_id, "is SENT, and no event says so")
    for send_id, n in sorted(times.items()):
        if n > 1:
            yield Contradiction("sent_told_twice", send_id, f"is said to be sent {n} times")
        if send_id in claimed - sent:
            yield Contradiction(
                "told_and_not_sent", send_id, "is said to be sent, and its row says otherwise"
            )


def _same_step_twice(claims: Sequence[Claim]) -> Iterable[Contradiction]:
    """Nobody is sent one step of a campaign under two send ids, as two companies, say."""
    holders: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for claim in claims:
        if claim.state == "SENT" and claim.person:
            holders[claim.person, claim.campaign_id, claim.step].append(claim.send_id)
    for (_, campaign_id, step), sends in holders.items():
        for send_id in sorted(sends)[1:]:
            what = f"is step {step} of {campaign_id}, which this person was sent before"
            yield Contradiction("same_step_twice", send_id, what)


def _sandbox(evidence: Evidence) -> Iterable[Contradiction]:
    """The sandbox knows what its SES took: each of these is SENT here or in doubt, and no other is SENT."""
    if evidence.accepted is None:
        return
    took = {send_id for send_id, _ in evidence.accepted}
    for claim in evidence.claims:
        if claim.state == "SENT" and claim.send_id not in took:
            yield Contradiction("sent_and_not_accepted", claim.send_id, "is SENT, and SES never took it")
