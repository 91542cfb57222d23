"""Whom a message asks, or proves, never to write to again. Pure: the entries are written by the handler."""

from __future__ import annotations

from typing import Literal, NamedTuple

from outreach.ids import contact_id, normalise_address
from outreach.suppression import Gate, Scope, refusal_gates
from replies.bounces.report import Kind
from replies.verdict import Label, Verdict

Reason = Literal["unsubscribe", "bounce", "complaint"]


class Refusal(NamedTuple):
    """One person or mailbox: its id, the keys that close, how much they cover, and why."""

    contact_id: str
    gates: tuple[Gate, ...]
    scope: Literal["address", "person"]
    reason: Reason


def refusals(verdict: Verdict, contact: str, person: str, pepper: str) -> list[Refusal]:
    """Whom to suppress after this verdict.

    ``contact`` and ``person`` are the keyed hashes of the recipient that we wrote to: no address is needed.
    An opt-out means both that recipient and the address that it comes from; a hard bounce means the dead
    address, and the recipient whose mail is forwarded there.
    """
    ours = (Gate(Scope.ADDRESS, contact), Gate(Scope.PERSON, person))
    if verdict.label is Label.UNSUBSCRIBE:
        return opt_out(contact, person, verdict.thread.sender if verdict.report is None else "", pepper)
    if verdict.label is Label.COMPLAINT:
        return [Refusal(contact, ours, "person", "complaint")]
    if verdict.report is None or verdict.report.kind is not Kind.BOUNCE:
        return []
    hard = [failure.recipient for failure in verdict.report.failures if failure.hard]
    if not hard:
        return []
    dead = [contact_id(a, pepper) for a in dict.fromkeys(map(normalise_address, hard)) if "@" in a]
    if contact not in dead:
        dead.append(contact)
    return [Refusal(hashed, (Gate(Scope.ADDRESS, hashed),), "address", "bounce") for hashed in dead]


def opt_out(contact: str, person: str, writer: str, pepper: str) -> list[Refusal]:
    """The recipient that we wrote to, and the one who asks (``writer``, an address, empty where unknown)."""
    ours = (Gate(Scope.ADDRESS, contact), Gate(Scope.PERSON, person))
    found = [Refusal(contact, ours, "person", "unsubscribe")]
    return found + [refusal for refusal in _of_address(writer, pepper) if refusal.contact_id != contact]


def of_writer(verdict: Verdict, pepper: str) -> list[Refusal]:
    """The one who asks, where nothing is known but the address that the message comes from."""
    return _of_address(verdict.thread.sender, pepper) if verdict.label is Label.UNSUBSCRIBE else []


def _of_address(address: str, pepper: str) -> list[Refusal]:
    writer = normalise_address(address)
    if "@" not in writer:
        return []
    gates = refusal_gates(writer, pepper)
    return [Refusal(gates[0].hashed, gates, "person", "unsubscribe")]
