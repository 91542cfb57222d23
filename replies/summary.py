"""One sentence for people who read many answers: what this one wants. Made of words of ours only."""

from __future__ import annotations

from datetime import date

from replies.facets import Facet
from replies.meeting import Proposal

_WANTS = {
    Facet.INTERESTED: "Is interested",
    Facet.PRICE: "Asks for the price or an offer",
    Facet.DETAILS: "Asks for more information",
    Facet.CALL: "Wants to talk on the phone",
    Facet.MEETING: "Wants to meet or see a demo",
    Facet.NOT_INTERESTED: "Is not interested",
    Facet.HAS_VENDOR: "Already has a supplier or a solution",
    Facet.HOSTILE: "Is annoyed by the mail",
    Facet.OBJECTION: "Objects: price, budget or fit",
    Facet.SKEPTICAL: "Doubts, and asks for proof or for the source of the address",
    Facet.NOT_NOW: "Not now; may be asked again later",
    Facet.REFERRAL: "Names somebody else who is responsible",
    Facet.WRONG_PERSON: "Is the wrong person",
    Facet.NOTED: "Answers without a clear wish",
    Facet.OPT_OUT: "Wants no more mail",
}


def summarise(
    facet: Facet,
    proposal: Proposal | None = None,
    not_before: date | None = None,
    gives_phone: bool = False,
    suspicious: bool = False,
) -> str:
    """The sentence: the facet, and what was found beside it."""
    parts = [_WANTS[facet]]
    if proposal is not None and facet in (Facet.CALL, Facet.MEETING):
        day = f"{proposal.day:%Y-%m-%d}" if proposal.day else ""
        start = f"{proposal.start:%H:%M}" if proposal.start else ""
        parts.append(f"proposes {' '.join(filter(None, (day, start)))}")
    if not_before is not None:
        parts.append(f"not before {not_before:%Y-%m-%d}")
    if gives_phone:
        parts.append("gives a telephone number")
    if suspicious:
        parts.append("and tries to give orders to a program")
    return ", ".join(parts) + "."
